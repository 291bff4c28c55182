from hubsite.migrations._together import CreateTogether
import django.db.models.deletion
import django.utils.timezone
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
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        CreateTogether(
            [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('mission', models.TextField(blank=True, verbose_name='mission')),
                ('entries', hubsite.fields.BodyField([], blank=True, verbose_name='entries by audience')),
                ('pinned_title', models.CharField(blank=True, max_length=120, verbose_name='title')),
                ('pinned_text', models.TextField(blank=True, verbose_name='text')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('pinned_theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.theme', verbose_name='priority theme')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
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
                'verbose_name': 'list of news',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('kind', models.CharField(choices=[('article', 'article'), ('interview', 'interview')], default='article', max_length=12, verbose_name='kind')),
                ('interviewee', models.CharField(blank=True, max_length=120, verbose_name='interviewee')),
                ('interviewee_role', models.CharField(blank=True, max_length=160, verbose_name='role of the interviewee')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='directory.person', verbose_name='author')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('related_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='related page')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'news item',
                'verbose_name_plural': 'news',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('show_consortium', models.BooleanField(default=False, verbose_name='list the consortium and the other hubs')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'standard page',
                'verbose_name_plural': 'standard pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='DemoPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=5)),
                ('dated_on', models.DateField()),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'language'), name='demo_page_once')],
            },
        ),
            ]
        )
    ]
