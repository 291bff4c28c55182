from hubsite.migrations._together import CreateTogether
import django.db.models.deletion
import django.utils.timezone
import hubsite.fields
import modelcluster.contrib.taggit
import modelcluster.fields
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
            name='ExperienceIndexPage',
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
                'verbose_name': 'list of experience sheets',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ExperiencePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year')),
                ('rhythm', models.CharField(blank=True, max_length=160, verbose_name='rhythm')),
                ('phase', models.CharField(blank=True, choices=[('experiment', 'experiment phase'), ('pilot', 'pilot phase'), ('regional', 'regional spread'), ('national', 'national spread')], max_length=20, verbose_name='diffusion phase')),
                ('context', wagtail.fields.RichTextField(blank=True, verbose_name='context')),
                ('objectives', wagtail.fields.RichTextField(blank=True, verbose_name='objectives and stakes')),
                ('resources_mobilised', wagtail.fields.RichTextField(blank=True, verbose_name='resources mobilised')),
                ('implementation', wagtail.fields.RichTextField(blank=True, verbose_name='implementation')),
                ('organisations', wagtail.fields.RichTextField(blank=True, verbose_name='organisations concerned')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='organisation')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'experience sheet',
                'verbose_name_plural': 'experience sheets',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='KitPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('total_duration', models.CharField(blank=True, max_length=160, verbose_name='total duration')),
                ('licence', models.CharField(choices=[('CC-BY-SA-4.0', 'Attribution-ShareAlike (CC BY-SA)'), ('CC-BY-4.0', 'Attribution (CC BY)'), ('CC-BY-NC-SA-4.0', 'Attribution-NonCommercial-ShareAlike (CC BY-NC-SA)'), ('CC-BY-NC-4.0', 'Attribution-NonCommercial (CC BY-NC)'), ('CC-BY-ND-4.0', 'Attribution-NoDerivatives (CC BY-ND)'), ('CC-BY-NC-ND-4.0', 'Attribution-NonCommercial-NoDerivatives (CC BY-NC-ND)'), ('CC0-1.0', 'public domain (CC0)'), ('etalab-2.0', 'French Open Licence (Etalab)'), ('LAL-1.3', 'Free Art License'), ('ODbL-1.0', 'Open Database License'), ('ARR', 'all rights reserved')], max_length=30, verbose_name='licence')),
                ('version', models.CharField(blank=True, max_length=20, verbose_name='version')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
            ],
            options={
                'verbose_name': 'kit',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='KitStepPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('published', 'published'), ('coming_soon', 'coming soon'), ('pilot', 'pilot phase')], default='published', max_length=20, verbose_name='status')),
                ('scope', models.CharField(choices=[('core', 'common core'), ('local', 'local content')], default='core', max_length=10, verbose_name='scope')),
                ('objective', models.TextField(blank=True, verbose_name='objective')),
                ('deliverable', models.TextField(blank=True, verbose_name='what exists at the end')),
                ('duration', models.CharField(blank=True, max_length=160, verbose_name='recommended duration')),
                ('effort', models.CharField(blank=True, max_length=200, verbose_name='effort')),
                ('partners', hubsite.fields.BodyField([], blank=True, verbose_name='who to involve?')),
                ('actions', hubsite.fields.BodyField([], blank=True, verbose_name='actions, in order')),
                ('checklist', hubsite.fields.BodyField([], blank=True, verbose_name='checklist')),
                ('licence', models.CharField(choices=[('CC-BY-SA-4.0', 'Attribution-ShareAlike (CC BY-SA)'), ('CC-BY-4.0', 'Attribution (CC BY)'), ('CC-BY-NC-SA-4.0', 'Attribution-NonCommercial-ShareAlike (CC BY-NC-SA)'), ('CC-BY-NC-4.0', 'Attribution-NonCommercial (CC BY-NC)'), ('CC-BY-ND-4.0', 'Attribution-NoDerivatives (CC BY-ND)'), ('CC-BY-NC-ND-4.0', 'Attribution-NonCommercial-NoDerivatives (CC BY-NC-ND)'), ('CC0-1.0', 'public domain (CC0)'), ('etalab-2.0', 'French Open Licence (Etalab)'), ('LAL-1.3', 'Free Art License'), ('ODbL-1.0', 'Open Database License'), ('ARR', 'all rights reserved')], max_length=30, verbose_name='licence')),
                ('version', models.CharField(blank=True, max_length=20, verbose_name='version')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'kit step',
                'verbose_name_plural': 'kit steps',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='KitChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('version', models.CharField(max_length=20, verbose_name='version')),
                ('day', models.DateField(verbose_name='date')),
                ('note_fr', models.CharField(max_length=250, verbose_name='what changed, in French')),
                ('note_nl', models.CharField(max_length=250, verbose_name='what changed, in Dutch')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='resources.kitsteppage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KitTool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tools', to='resources.kitsteppage')),
                ('tool', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResourceIndexPage',
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
                'verbose_name': 'library',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ResourcePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                ('translated_from', models.DateTimeField(editable=False, null=True)),
                ('kind', models.CharField(choices=[('card', 'card'), ('guide', 'guide'), ('quiz', 'quiz'), ('activity', 'role-play / practical case'), ('questionnaire', 'questionnaire'), ('charter', 'good-conduct charter'), ('poster', 'poster'), ('template', 'template'), ('slides', 'slide deck'), ('module', 'online module'), ('video', 'video'), ('audio', 'audio recording'), ('dataset', 'dataset'), ('study', 'study'), ('bundle', 'bundle')], max_length=20, verbose_name='resource kind')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('odt', 'ODT'), ('ods', 'ODS'), ('csv', 'CSV'), ('pptx', 'PPTX'), ('txt', 'plain text'), ('zip', 'ZIP'), ('scorm', 'SCORM'), ('mp3', 'MP3'), ('mp4', 'MP4'), ('web', 'web page')], max_length=10, verbose_name='file format')),
                ('licence', models.CharField(blank=True, choices=[('CC-BY-SA-4.0', 'Attribution-ShareAlike (CC BY-SA)'), ('CC-BY-4.0', 'Attribution (CC BY)'), ('CC-BY-NC-SA-4.0', 'Attribution-NonCommercial-ShareAlike (CC BY-NC-SA)'), ('CC-BY-NC-4.0', 'Attribution-NonCommercial (CC BY-NC)'), ('CC-BY-ND-4.0', 'Attribution-NoDerivatives (CC BY-ND)'), ('CC-BY-NC-ND-4.0', 'Attribution-NonCommercial-NoDerivatives (CC BY-NC-ND)'), ('CC0-1.0', 'public domain (CC0)'), ('etalab-2.0', 'French Open Licence (Etalab)'), ('LAL-1.3', 'Free Art License'), ('ODbL-1.0', 'Open Database License'), ('ARR', 'all rights reserved')], max_length=30, verbose_name='licence')),
                ('authors', models.CharField(max_length=250, verbose_name='authors')),
                ('level', models.CharField(blank=True, choices=[('discovery', 'discovery'), ('basic', 'basic'), ('advanced', 'advanced')], max_length=20, verbose_name='level')),
                ('profiles', hubsite.fields.CodesField(blank=True, default=list, verbose_name='profile of helped people')),
                ('languages', hubsite.fields.CodesField(blank=True, default=list, verbose_name='language of the material')),
                ('version', models.CharField(blank=True, max_length=20, verbose_name='version')),
                ('duration_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='duration in minutes')),
                ('low_screen', models.BooleanField(default=False, verbose_name='low-screen activity')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
                ('variant_of', models.ForeignKey(blank=True, help_text="The same need met with the other country's tool.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='variants', to='resources.resourcepage', verbose_name='equivalent in the other country')),
            ],
            options={
                'verbose_name': 'resource',
                'verbose_name_plural': 'resources',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ResourceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('url', hubsite.fields.LinkField(max_length=500, verbose_name='address')),
                ('title_fr', models.CharField(max_length=160, verbose_name='title in French')),
                ('title_nl', models.CharField(max_length=160, verbose_name='title in Dutch')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='resources.resourcepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResourceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title_fr', models.CharField(blank=True, max_length=160, verbose_name='title in French')),
                ('title_nl', models.CharField(blank=True, max_length=160, verbose_name='title in Dutch')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubsite.hubdocument', verbose_name='file')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='resources.resourcepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ExperienceTool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tools', to='resources.experiencepage')),
                ('tool', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resources.resourcepage', verbose_name='resource')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
            ]
        )
    ]
