from hubsite.migrations._together import CreateTogether
import django.db.models.deletion
import django.utils.timezone
import hubsite.fields
import hubsite.licences.table
import modelcluster.contrib.taggit
import modelcluster.fields
import resources.cards
import resources.models.reply
import uuid
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
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                ('phase', models.CharField(blank=True, choices=[('experiment', 'experiment phase'), ('pilot', 'pilot phase'), ('regional', 'regional spread'), ('national', 'national spread')], help_text='The furthest phase really reached: never one that is hoped for.', max_length=20, verbose_name='diffusion phase')),
                ('small_need', models.BooleanField(default=False, help_text='The sheet meets one need, such as an attachment, without a course.', verbose_name='one small need')),
                ('frequency', models.CharField(blank=True, choices=[('half_day', 'half a day'), ('days_3', 'three days'), ('hours_1_2_weekly', 'one to two hours a week'), ('weekly', 'every week'), ('monthly', 'every month'), ('months_6', 'six months')], max_length=20, verbose_name='frequency')),
                ('rhythm', models.CharField(blank=True, max_length=160, verbose_name='rhythm')),
                ('helped_per_helper', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='helped people per helper, at most')),
                ('places', hubsite.fields.CodesField(blank=True, default=list, verbose_name='kind of place')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place, in words')),
                ('equipment', hubsite.fields.CodesField(blank=True, default=list, verbose_name='equipment')),
                ('equipment_note', models.CharField(blank=True, max_length=250, verbose_name='equipment, in words')),
                ('suitable_uses', wagtail.fields.RichTextField(blank=True, verbose_name='what it is suited for')),
                ('excluded_uses', wagtail.fields.RichTextField(blank=True, help_text='And why: sensitive data, above all.', verbose_name='what it must not be used for')),
                ('context', wagtail.fields.RichTextField(blank=True, verbose_name='context')),
                ('objectives', wagtail.fields.RichTextField(blank=True, verbose_name='objectives and stakes')),
                ('resources_mobilised', wagtail.fields.RichTextField(blank=True, verbose_name='resources mobilised')),
                ('implementation', wagtail.fields.RichTextField(blank=True, verbose_name='implementation')),
                ('organisations', wagtail.fields.RichTextField(blank=True, verbose_name='organisations concerned')),
                ('method', hubsite.fields.BodyField([], blank=True, verbose_name='method, step by step')),
                ('roles', hubsite.fields.BodyField([], blank=True, verbose_name='who does what')),
                ('phases', hubsite.fields.BodyField([], blank=True, verbose_name='diffusion phases')),
                ('funding_route', wagtail.fields.RichTextField(blank=True, verbose_name='who pays, and how to ask for it')),
                ('provenance', wagtail.fields.RichTextField(blank=True, verbose_name='where it comes from')),
                ('source_title', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('source_url', hubsite.fields.LinkField(blank=True, max_length=500, verbose_name='address of the source')),
                ('licence', models.CharField(blank=True, choices=[('CC-BY-SA-4.0', 'Attribution-ShareAlike (CC BY-SA)'), ('CC-BY-4.0', 'Attribution (CC BY)'), ('CC-BY-NC-SA-4.0', 'Attribution-NonCommercial-ShareAlike (CC BY-NC-SA)'), ('CC-BY-NC-4.0', 'Attribution-NonCommercial (CC BY-NC)'), ('CC-BY-ND-4.0', 'Attribution-NoDerivatives (CC BY-ND)'), ('CC-BY-NC-ND-4.0', 'Attribution-NonCommercial-NoDerivatives (CC BY-NC-ND)'), ('CC0-1.0', 'public domain (CC0)'), ('CC-PDM-1.0', 'public domain (no known copyright)'), ('etalab-2.0', 'French Open Licence (Etalab)'), ('LAL-1.3', 'Free Art License'), ('ODbL-1.0', 'Open Database License'), ('CC-BY-SA-3.0', 'Attribution-ShareAlike (CC BY-SA) 3.0'), ('LicenseRef-CC-BY-SA-3.0-FR', 'Attribution-ShareAlike (CC BY-SA) 3.0 FR'), ('LicenseRef-CC-BY-SA-3.0-BE', 'Attribution-ShareAlike (CC BY-SA) 3.0 BE'), ('CC-BY-SA-2.5', 'Attribution-ShareAlike (CC BY-SA) 2.5'), ('CC-BY-SA-2.0', 'Attribution-ShareAlike (CC BY-SA) 2.0'), ('LicenseRef-CC-BY-SA-2.0-FR', 'Attribution-ShareAlike (CC BY-SA) 2.0 FR'), ('CC-BY-3.0', 'Attribution (CC BY) 3.0'), ('CC-BY-3.0-NL', 'Attribution (CC BY) 3.0 NL'), ('CC-BY-2.0', 'Attribution (CC BY) 2.0'), ('CC-BY-NC-SA-3.0', 'Attribution-NonCommercial-ShareAlike (CC BY-NC-SA) 3.0'), ('CC-BY-NC-SA-2.0', 'Attribution-NonCommercial-ShareAlike (CC BY-NC-SA) 2.0'), ('CC-BY-NC-SA-2.0-FR', 'Attribution-NonCommercial-ShareAlike (CC BY-NC-SA) 2.0 FR'), ('CC-BY-NC-3.0', 'Attribution-NonCommercial (CC BY-NC) 3.0'), ('CC-BY-ND-3.0', 'Attribution-NoDerivatives (CC BY-ND) 3.0'), ('CC-BY-NC-ND-3.0', 'Attribution-NonCommercial-NoDerivatives (CC BY-NC-ND) 3.0'), ('ARR', 'all rights reserved')], max_length=30, verbose_name='licence')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('structure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='organisation')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'experience sheet',
                'verbose_name_plural': 'experience sheets',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ExperiencePartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='organisation')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='resources.experiencepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
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
                ('licence', models.CharField(choices=hubsite.licences.table.licence_choices, max_length=30, verbose_name='licence')),
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
                ('licence', models.CharField(choices=hubsite.licences.table.licence_choices, max_length=30, verbose_name='licence')),
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
                ('licence', models.CharField(blank=True, choices=hubsite.licences.table.licence_choices, help_text='What readers may do. Nothing is published without this choice.', max_length=30, verbose_name='licence')),
                ('translation_cleared', models.BooleanField(default=False, help_text='Only for works that may not be adapted: tick it once the author agrees, or where the page describes the work without taking it over.', verbose_name='the author allows the translation')),
                ('authors', models.CharField(max_length=250, verbose_name='authors')),
                ('source', models.CharField(blank=True, help_text='Who published it first. Leave empty for the hub itself.', max_length=160, verbose_name='source')),
                ('source_url', hubsite.fields.LinkField(blank=True, max_length=500, verbose_name='address of the source')),
                ('level', models.CharField(blank=True, choices=[('discovery', 'discovery'), ('basic', 'basic'), ('advanced', 'advanced')], max_length=20, verbose_name='level')),
                ('profiles', hubsite.fields.CodesField(blank=True, default=list, verbose_name='profile of helped people')),
                ('activities', hubsite.fields.CodesField(blank=True, default=list, verbose_name='kind of activity')),
                ('languages', hubsite.fields.CodesField(blank=True, default=list, verbose_name='language of the material')),
                ('version', models.CharField(blank=True, max_length=20, verbose_name='version')),
                ('duration_minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='duration in minutes')),
                ('low_screen', models.BooleanField(default=False, verbose_name='low-screen activity')),
                ('country', models.CharField(blank=True, choices=[('FR', 'France'), ('BE', 'Belgium')], help_text='Only where the resource is of use in one country alone.', max_length=2, verbose_name='country')),
                ('transcript', wagtail.fields.RichTextField(blank=True, help_text='All that is said or shown: required for video and audio.', verbose_name='transcript')),
                ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
                ('variant_of', models.ForeignKey(blank=True, help_text="The same need met with the other country's tool. Fill it in on one of the two; readers see both, their own country first.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='variants', to='resources.resourcepage', verbose_name='equivalent in the other country')),
            ],
            options={
                'verbose_name': 'resource',
                'verbose_name_plural': 'resources',
            },
            bases=(resources.cards.PrintedOnCards, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ResourceOrigin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('title', models.CharField(blank=True, max_length=250, verbose_name='title of the work')),
                ('authors', models.CharField(blank=True, max_length=250, verbose_name='authors')),
                ('url', hubsite.fields.LinkField(blank=True, max_length=500, verbose_name='address')),
                ('licence', models.CharField(blank=True, choices=hubsite.licences.table.licence_choices, max_length=30, verbose_name='licence')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='resources.resourcepage')),
                ('work', models.ForeignKey(blank=True, help_text='Its title, authors and licence are taken from its page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='resources.resourcepage', verbose_name='resource of the hub')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResourceMaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('workshop', 'workshop'), ('codesign', 'co-design'), ('interview', 'interview'), ('trial', 'trial in the field')], max_length=20, verbose_name='kind')),
                ('day', models.DateField(blank=True, null=True, verbose_name='date')),
                ('contributors', models.CharField(blank=True, help_text='Organisations and trades; never the name of a helped person.', max_length=250, verbose_name='contributors')),
                ('note_fr', models.CharField(max_length=300, verbose_name='what was done or adjusted, in French')),
                ('note_nl', models.CharField(max_length=300, verbose_name='what was done or adjusted, in Dutch')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubsite.territory', verbose_name='territory')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='making', to='resources.resourcepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResourceLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('licence', models.CharField(blank=True, choices=hubsite.licences.table.licence_choices, help_text='Leave empty where it is that of the resource.', max_length=30, verbose_name='licence of this part')),
                ('authors', models.CharField(blank=True, help_text='Leave empty where they are those of the resource.', max_length=250, verbose_name='authors of this part')),
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
                ('licence', models.CharField(blank=True, choices=hubsite.licences.table.licence_choices, help_text='Leave empty where it is that of the resource.', max_length=30, verbose_name='licence of this part')),
                ('authors', models.CharField(blank=True, help_text='Leave empty where they are those of the resource.', max_length=250, verbose_name='authors of this part')),
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
                ('use', models.CharField(choices=[('tool', 'tool used'), ('outreach', 'posters and messages'), ('recognition', 'recognition of skills'), ('presentation', 'presentation'), ('procedure', 'procedure'), ('funding', 'funding route'), ('documentation', 'documentation')], default='tool', max_length=20, verbose_name='what it is for')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tools', to='resources.experiencepage')),
                ('tool', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='resources.resourcepage', verbose_name='resource')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResourceTestimony',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('text_fr', models.TextField(max_length=600, verbose_name='testimony in French')),
                ('text_nl', models.TextField(max_length=600, verbose_name='testimony in Dutch')),
                ('who_fr', models.CharField(help_text='A role and a place, never a name: “a librarian, Drôme”.', max_length=120, verbose_name='who says it, in French')),
                ('who_nl', models.CharField(max_length=120, verbose_name='who says it, in Dutch')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='testimonies', to='resources.resourcepage')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='session where it was said')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ResourceVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('version', models.CharField(max_length=20, verbose_name='version')),
                ('day', models.DateField(verbose_name='date')),
                ('note_fr', models.CharField(max_length=250, verbose_name='what changed, in French')),
                ('note_nl', models.CharField(max_length=250, verbose_name='what changed, in Dutch')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='resources.resourcepage')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(default=resources.models.reply.new_key, editable=False, max_length=32)),
                ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], max_length=5, verbose_name='language')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('organisation', models.CharField(max_length=160, verbose_name='organisation')),
                ('town', models.CharField(blank=True, max_length=80, verbose_name='town or city')),
                ('text', models.TextField(max_length=3000, verbose_name='reply')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('state', models.CharField(choices=[('pending', 'address not confirmed'), ('received', 'submission received'), ('accepted', 'submission accepted'), ('refused', 'submission declined')], default='pending', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='date')),
                ('mailed_at', models.DateTimeField(editable=False, null=True)),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed on')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided on')),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='resources.experiencepage', verbose_name='experience sheet')),
            ],
            options={
                'verbose_name': 'reply to a sheet',
                'verbose_name_plural': 'replies to sheets',
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['sheet', 'state'], name='reply_sheet_state')],
            },
        ),
            ]
        )
    ]
