from hubsite.migrations._together import CreateTogether
import django.db.models.deletion
import django.utils.timezone
import hubsite.dated
import hubsite.fields
import modelcluster.contrib.taggit
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('hubsite', '0002_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        CreateTogether(
            [
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
            ],
            options={
                'verbose_name': 'agenda',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('kind', models.CharField(choices=[('webinar', 'webinar'), ('workshop', 'workshop'), ('regional_day', 'regional day'), ('meeting', 'local meeting'), ('talk', 'talk'), ('session', 'training session'), ('tot', 'train-the-trainer course')], max_length=20, verbose_name='event kind')),
                ('modality', models.CharField(choices=[('in_person', 'in person'), ('online', 'online'), ('hybrid', 'hybrid')], max_length=20, verbose_name='modality')),
                ('starts_at', models.DateTimeField(verbose_name='start')),
                ('ends_at', models.DateTimeField(verbose_name='end')),
                ('venue', models.CharField(blank=True, max_length=160, verbose_name='venue')),
                ('town', models.CharField(blank=True, max_length=80, verbose_name='town or city')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('languages', hubsite.fields.CodesField(blank=True, default=list, verbose_name='event language')),
                ('capacity', models.CharField(blank=True, max_length=120, verbose_name='capacity')),
                ('places', models.CharField(choices=[('open', 'registration open'), ('full', 'full'), ('waiting', 'waiting list'), ('planned', 'no registration')], default='open', max_length=10, verbose_name='registration')),
                ('registration_url', hubsite.fields.LinkField(blank=True, max_length=500, verbose_name='registration link')),
                ('cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                ('report', wagtail.fields.RichTextField(blank=True, verbose_name='report')),
                ('replay_url', hubsite.fields.LinkField(blank=True, max_length=500, verbose_name='recording')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('organiser', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation', verbose_name='organiser')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=(hubsite.dated.DatedPageMixin, 'wagtailcore.page'),
        ),
            ]
        )
    ]
