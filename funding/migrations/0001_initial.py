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
            name='CallIndexPage',
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
                'verbose_name': 'funding watch',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='CallPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('kind', models.CharField(choices=[('aap', 'call for projects'), ('ami', 'call for expressions of interest'), ('grant', 'grant'), ('training_fund', 'training fund')], max_length=20, verbose_name='call kind')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='opening date')),
                ('deadline_day', models.DateField(blank=True, null=True, verbose_name='deadline')),
                ('deadline_time', models.TimeField(blank=True, help_text='In Paris time. Without an hour, the whole day counts.', null=True, verbose_name='hour of the deadline')),
                ('rolling', models.BooleanField(default=False, verbose_name='all year round')),
                ('extended_from', models.DateField(blank=True, help_text='The first deadline.', null=True, verbose_name='extended from')),
                ('cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                ('results_on', models.DateField(blank=True, null=True, verbose_name='results published on')),
                ('amount_max', models.PositiveIntegerField(blank=True, help_text='In euros.', null=True, verbose_name='maximum amount')),
                ('rate', models.PositiveSmallIntegerField(blank=True, help_text='In per cent.', null=True, verbose_name='funding rate')),
                ('joint', models.BooleanField(default=False, verbose_name='apply jointly')),
                ('who_can_apply', wagtail.fields.RichTextField(blank=True, verbose_name='who can apply?')),
                ('what_is_funded', wagtail.fields.RichTextField(blank=True, verbose_name='eligible costs')),
                ('how_to_apply', wagtail.fields.RichTextField(blank=True, verbose_name='how to apply')),
                ('laureates', wagtail.fields.RichTextField(blank=True, verbose_name='successful applicants')),
                ('official_url', hubsite.fields.LinkField(max_length=500, verbose_name='official call')),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='contact')),
                ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation', verbose_name='carrying organisation (joint grant)')),
                ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='funder')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
            },
            bases=(hubsite.dated.DatedPageMixin, 'wagtailcore.page'),
        ),
            ]
        )
    ]
