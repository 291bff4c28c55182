import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import funding.connectors.models
import funding.models.round
import funding.partners.models
import hubsite.dated
import hubsite.fields
from hubsite.migrations._together import CreateTogether
import modelcluster.contrib.taggit
import modelcluster.fields
import modelsearch.index
import uuid
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('funding', '0001_initial'), ('funding', '0002_call_life'), ('funding', '0003_calls_from_elsewhere'), ('funding', '0004_call_suggestions'), ('funding', '0005_partners'), ('funding', '0006_watch_settings'), ('funding', '0007_source_words'), ('funding', '0008_words_as_a_field'), ('funding', '0009_name_the_source_of_a_run')]

    initial = True

    dependencies = [
        ('directory', '0001_initial'),
        ('hubsite', '0005_pace_of_mail'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        CreateTogether(
            operations=[migrations.CreateModel(
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
            ), migrations.CreateModel(
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
                    ('rolling', models.BooleanField(default=False, verbose_name='all year round')),
                    ('cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                    ('results_on', models.DateField(blank=True, null=True, verbose_name='results published on')),
                    ('amount_max', models.PositiveIntegerField(blank=True, help_text='In euros. Empty: not stated.', null=True, verbose_name='maximum amount')),
                    ('rate', models.PositiveSmallIntegerField(blank=True, help_text='In per cent. Empty: not stated.', null=True, verbose_name='funding rate')),
                    ('joint', models.BooleanField(default=False, verbose_name='apply jointly')),
                    ('who_can_apply', wagtail.fields.RichTextField(blank=True, verbose_name='who can apply?')),
                    ('what_is_funded', wagtail.fields.RichTextField(blank=True, verbose_name='eligible costs')),
                    ('how_to_apply', wagtail.fields.RichTextField(blank=True, verbose_name='how to apply')),
                    ('official_url', hubsite.fields.LinkField(max_length=500, verbose_name='official call')),
                    ('contact', models.EmailField(blank=True, max_length=254, verbose_name='contact')),
                    ('checked_on', models.DateField(blank=True, null=True, verbose_name='checked on')),
                    ('body', hubsite.fields.BodyField([], blank=True, verbose_name='body')),
                    ('amount_min', models.PositiveIntegerField(blank=True, help_text='In euros. Empty: not stated.', null=True, verbose_name='minimum amount')),
                    ('envelope', models.PositiveIntegerField(blank=True, help_text='In euros. Empty: not stated.', null=True, verbose_name='total budget')),
                    ('next_edition', models.DateField(blank=True, help_text='Readers see the month only.', null=True, verbose_name='next edition expected')),
                    ('own_contribution', models.CharField(blank=True, choices=[('none', 'no own contribution asked'), ('required', 'own contribution asked')], help_text='What the applicant pays or brings. Empty: not stated.', max_length=10, verbose_name='own contribution')),
                    ('proposed_by', models.CharField(blank=True, help_text='Who told the hub, if they wish to be named. Shown to readers.', max_length=120, verbose_name='proposed by')),
                    ('results_note', wagtail.fields.RichTextField(blank=True, verbose_name='about the results')),
                    ('source_name', models.CharField(blank=True, help_text="Where the hub read of it, if not at the funder's.", max_length=160, verbose_name='source')),
                    ('source_url', hubsite.fields.LinkField(blank=True, max_length=500, verbose_name='address of the source')),
                    ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.person', verbose_name='checked by')),
                    ('funder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='funder')),
                    ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                    ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation', verbose_name='programme')),
                    ('tags', modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='hubsite.PageKeyword', to='hubsite.Keyword', verbose_name='tags')),
                ],
                options={
                    'verbose_name': 'call',
                    'verbose_name_plural': 'calls',
                },
                bases=(hubsite.dated.DatedPageMixin, 'wagtailcore.page'),
            ), migrations.CreateModel(
                name='CallFunder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='funder')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='co_funders', to='funding.callpage')),
                ],
                options={
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CallDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('url', hubsite.fields.LinkField(blank=True, max_length=500, verbose_name='address')),
                    ('title_fr', models.CharField(max_length=160, verbose_name='title in French')),
                    ('title_nl', models.CharField(max_length=160, verbose_name='title in Dutch')),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hubsite.hubdocument', verbose_name='file')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='funding.callpage')),
                ],
                options={
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CallChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(choices=[('deadline', 'deadline'), ('opening', 'opening date'), ('predeposit', 'pre-application by'), ('round_added', 'round added'), ('round_removed', 'round taken back'), ('amount', 'maximum amount'), ('rate', 'funding rate'), ('rolling', 'all year round'), ('cancelled', 'cancelled'), ('results', 'results published on')], max_length=20)),
                    ('number', models.PositiveSmallIntegerField(default=0)),
                    ('before', models.CharField(blank=True, max_length=40)),
                    ('after', models.CharField(blank=True, max_length=40)),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='funding.callpage')),
                ],
                options={
                    'verbose_name': 'change of a call',
                    'verbose_name_plural': 'changes of calls',
                    'ordering': ['-at', 'pk'],
                },
            ), migrations.CreateModel(
                name='Carrier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('for_whom_fr', models.TextField(max_length=600, verbose_name='for whom, in French')),
                    ('for_whom_nl', models.TextField(max_length=600, verbose_name='for whom, in Dutch')),
                    ('conditions_fr', models.TextField(max_length=1200, verbose_name='conditions in French')),
                    ('conditions_nl', models.TextField(max_length=1200, verbose_name='conditions in Dutch')),
                    ('contact', models.EmailField(blank=True, help_text='Shown to readers: the address of an organisation.', max_length=254, verbose_name='contact')),
                    ('is_active', models.BooleanField(default=True, help_text='Without it, the organisation is no longer shown.', verbose_name='takes new groups')),
                    ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='carrier', to='directory.organisation', verbose_name='organisation')),
                ],
                options={
                    'verbose_name': 'carrying organisation (joint grant)',
                    'verbose_name_plural': 'carrying organisations (joint grants)',
                    'ordering': ['organisation__name'],
                },
                bases=(modelsearch.index.Indexed, models.Model),
            ), migrations.CreateModel(
                name='CallCarrier',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='carriers', to='funding.callpage')),
                    ('carrier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='funding.carrier', verbose_name='carrying organisation (joint grant)')),
                ],
                options={
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CarrierTerritory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('carrier', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='territories', to='funding.carrier')),
                    ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hubsite.territory', verbose_name='territory')),
                ],
                options={
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='Connector',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                    ('kind', models.CharField(choices=[('aides_territoires', 'Aides-territoires (JSON)'), ('feed', 'RSS or Atom feed'), ('csv', 'CSV file'), ('xlsx', 'XLSX workbook')], max_length=20, verbose_name='form of the source')),
                    ('url', models.CharField(blank=True, help_text='Empty: you upload its files yourself.', max_length=700, validators=[hubsite.fields.validate_link], verbose_name='address of the source')),
                    ('mapping', models.TextField(blank=True, help_text='Only for tables: one line a field, such as “title = Name of the call”. Usual names are found without it.', validators=[funding.connectors.models.validate_mapping], verbose_name='columns')),
                    ('call_kind', models.CharField(choices=[('aap', 'call for projects'), ('ami', 'call for expressions of interest'), ('grant', 'grant'), ('training_fund', 'training fund')], default='aap', max_length=20, verbose_name='usual call kind')),
                    ('every', models.CharField(blank=True, choices=[('', 'only when asked'), ('day', 'every day'), ('week', 'every week')], default='', max_length=10, verbose_name='how often')),
                    ('enabled', models.BooleanField(default=True, verbose_name='in use')),
                    ('asked', models.CharField(blank=True, choices=[('', 'nothing'), ('trial', 'a trial run'), ('run', 'an import')], max_length=10)),
                    ('due_at', models.DateTimeField(null=True)),
                    ('running_since', models.DateTimeField(null=True)),
                    ('funder', models.ForeignKey(help_text='For calls whose funder the source does not name, or the hub not know.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.organisation', verbose_name='usual funder')),
                ],
                options={
                    'verbose_name': 'source of calls',
                    'verbose_name_plural': 'sources of calls',
                    'ordering': ['name'],
                },
            ), migrations.CreateModel(
                name='ImportedCall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source_id', models.CharField(max_length=200, verbose_name='number at the source')),
                    ('facts', models.JSONField(default=dict)),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('round_key', models.CharField(max_length=8)),
                    ('locked', hubsite.fields.CodesField(blank=True, default=list, verbose_name='fields that the source may not change')),
                    ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first seen')),
                    ('last_seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last seen')),
                    ('vanished_at', models.DateTimeField(null=True, verbose_name='gone from the source')),
                    ('connector', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='funding.connector', verbose_name='source of calls')),
                    ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='imports', to='funding.callpage', verbose_name='call')),
                ],
                options={
                    'verbose_name': 'imported call',
                    'verbose_name_plural': 'imported calls',
                    'ordering': ['-first_seen_at', 'pk'],
                },
            ), migrations.CreateModel(
                name='ImportRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='started')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                    ('is_trial', models.BooleanField(default=False, verbose_name='trial run')),
                    ('failure', models.CharField(blank=True, max_length=200, verbose_name='failure')),
                    ('counts', models.JSONField(default=dict)),
                    ('lines', models.JSONField(default=list)),
                    ('records', models.JSONField(null=True)),
                    ('connector', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='funding.connector', verbose_name='source of calls')),
                ],
                options={
                    'verbose_name': 'import',
                    'verbose_name_plural': 'imports',
                    'ordering': ['-started_at', '-pk'],
                },
            ), migrations.CreateModel(
                name='Laureate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('name', models.CharField(help_text='As the funder published it: an organisation, never a person.', max_length=160, verbose_name='organisation')),
                    ('project_fr', models.CharField(max_length=300, verbose_name='project in French')),
                    ('project_nl', models.CharField(max_length=300, verbose_name='project in Dutch')),
                    ('amount', models.PositiveIntegerField(blank=True, help_text='In euros.', null=True, verbose_name='amount granted')),
                    ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='event where it is told')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='laureates', to='funding.callpage')),
                    ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.territory', verbose_name='territory')),
                ],
                options={
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='PartnerNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('key', models.CharField(default=funding.partners.models.new_key, editable=False, max_length=32)),
                    ('organisation', models.CharField(max_length=160, verbose_name='organisation')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                    ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], max_length=5, verbose_name='language')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date')),
                    ('mailed_at', models.DateTimeField(editable=False, null=True)),
                    ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed on')),
                    ('kind', models.CharField(choices=[('seeks', 'seeks partners'), ('offers', 'offers to take part')], max_length=10, verbose_name='kind')),
                    ('territory', models.CharField(max_length=60, validators=[funding.partners.models.validate_place], verbose_name='territory')),
                    ('spoken', hubsite.fields.CodesField(blank=True, default=list, verbose_name='working languages')),
                    ('skills', models.CharField(max_length=200, verbose_name='skills')),
                    ('text', models.TextField(max_length=1500, verbose_name='message')),
                    ('state', models.CharField(choices=[('pending', 'address not confirmed'), ('shown', 'shown'), ('hidden', 'taken off the site')], default='pending', max_length=10, verbose_name='state')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed on')),
                    ('call_closed_at', models.DateTimeField(editable=False, null=True)),
                    ('reviewed_at', models.DateTimeField(editable=False, null=True, verbose_name='read on')),
                    ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_notices', to='funding.callpage', verbose_name='call')),
                    ('carrier', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='funding.carrier', verbose_name='carrying organisation (joint grant)')),
                    ('reviewed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='read by')),
                ],
                options={
                    'verbose_name': 'partnership notice',
                    'verbose_name_plural': 'partnership notices',
                    'ordering': ['-created_at'],
                },
            ), migrations.CreateModel(
                name='PartnerTalk',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('key', models.CharField(default=funding.partners.models.new_key, editable=False, max_length=32)),
                    ('organisation', models.CharField(max_length=160, verbose_name='organisation')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                    ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], max_length=5, verbose_name='language')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date')),
                    ('mailed_at', models.DateTimeField(editable=False, null=True)),
                    ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed on')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='talks', to='funding.partnernotice', verbose_name='notice')),
                ],
                options={
                    'verbose_name': 'conversation between partners',
                    'verbose_name_plural': 'conversations between partners',
                    'ordering': ['-created_at'],
                },
            ), migrations.CreateModel(
                name='PartnerMessage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_answer', models.BooleanField(default=False)),
                    ('text', models.TextField(max_length=2000, verbose_name='message')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('talk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='funding.partnertalk')),
                ],
                options={
                    'verbose_name': 'message between partners',
                    'verbose_name_plural': 'messages between partners',
                    'ordering': ['at', 'pk'],
                },
            ), migrations.CreateModel(
                name='ProposedChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('field', models.CharField(choices=[('opens_on', 'opening date'), ('predeposit_on', 'pre-application by'), ('deadline_on', 'deadline'), ('rolling', 'all year round'), ('title', 'title'), ('summary', 'summary'), ('what_is_funded', 'eligible costs'), ('who_can_apply', 'who can apply?'), ('how_to_apply', 'how to apply'), ('official_url', 'official call'), ('contact', 'contact'), ('amount_min', 'minimum amount'), ('amount_max', 'maximum amount'), ('rate', 'funding rate'), ('words', 'themes, audiences and territories')], max_length=20, verbose_name='field')),
                    ('before', models.TextField(blank=True, verbose_name='before')),
                    ('after', models.TextField(blank=True, verbose_name='after')),
                    ('state', models.CharField(choices=[('waiting', 'to judge'), ('accepted', 'accepted'), ('refused', 'refused')], default='waiting', max_length=10, verbose_name='state')),
                    ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='seen')),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('imported', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='funding.importedcall', verbose_name='imported call')),
                ],
                options={
                    'verbose_name': 'change at a source',
                    'verbose_name_plural': 'changes at sources',
                    'ordering': ['-at', 'pk'],
                },
            ), migrations.CreateModel(
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('key', models.CharField(default=funding.models.round.new_key, editable=False, max_length=8)),
                    ('label_fr', models.CharField(blank=True, max_length=80, verbose_name='name in French')),
                    ('label_nl', models.CharField(blank=True, max_length=80, verbose_name='name in Dutch')),
                    ('opens_on', models.DateField(blank=True, null=True, verbose_name='opening date')),
                    ('opens_time', models.TimeField(blank=True, null=True, verbose_name='hour of the opening')),
                    ('predeposit_on', models.DateField(blank=True, null=True, verbose_name='pre-application by')),
                    ('predeposit_time', models.TimeField(blank=True, null=True, verbose_name='hour of the pre-application')),
                    ('deadline_on', models.DateField(blank=True, null=True, verbose_name='deadline')),
                    ('deadline_time', models.TimeField(blank=True, help_text='Without an hour, the whole day counts.', null=True, verbose_name='hour of the deadline')),
                    ('zone', models.CharField(choices=[('Europe/Paris', 'Paris time'), ('Europe/Brussels', 'Brussels time'), ('Indian/Reunion', 'Réunion time'), ('UTC', 'universal time (UTC)')], default='Europe/Paris', max_length=30, verbose_name='time zone')),
                    ('extended_from', models.DateField(blank=True, help_text='The first deadline. Filled in by itself when you move the deadline of a published call to a later day.', null=True, verbose_name='extended from')),
                    ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='funding.callpage')),
                ],
                options={
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='SourceWord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('facet', models.CharField(choices=[('theme', 'theme'), ('audience', 'audience'), ('territory', 'territory')], max_length=10, verbose_name='said as')),
                    ('word', models.CharField(max_length=160, verbose_name='word of the source')),
                    ('key', models.CharField(max_length=480)),
                    ('set_aside', models.BooleanField(default=False, help_text='For a word that no theme, audience or territory renders.', verbose_name='means nothing here')),
                    ('is_news', models.BooleanField(default=False)),
                    ('first_seen_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='first seen')),
                    ('audiences', models.ManyToManyField(blank=True, related_name='+', to='hubsite.audience', verbose_name='audiences')),
                    ('calls', models.ManyToManyField(related_name='words', to='funding.importedcall')),
                    ('connector', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='funding.connector', verbose_name='source of calls')),
                    ('themes', models.ManyToManyField(blank=True, related_name='+', to='hubsite.theme', verbose_name='themes')),
                ],
                options={
                    'verbose_name': 'word of a source',
                    'verbose_name_plural': 'words of sources',
                    'ordering': ['facet', 'word'],
                },
            ), migrations.CreateModel(
                name='WatchSettings',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('closing_soon_days', models.PositiveSmallIntegerField(default=14, help_text='Counted back from the day of the deadline. It holds at once for every call, in pages, lists, feeds and alerts.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='days during which a call is said to close soon')),
                    ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ],
                options={
                    'verbose_name': 'funding watch',
                },
            ), migrations.CreateModel(
                name='WordPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                    ('territory', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='hubsite.territory', verbose_name='territory')),
                    ('word', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='funding.sourceword')),
                ],
                options={
                    'ordering': ['sort_order'],
                    'abstract': False,
                },
            ), migrations.CreateModel(
                name='CallSuggestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('call', 'call suggested'), ('mistake', 'mistake or change')], max_length=10, verbose_name='kind')),
                    ('url', models.CharField(blank=True, max_length=500, verbose_name='address')),
                    ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                    ('funder', models.CharField(blank=True, max_length=160, verbose_name='funder')),
                    ('deadline', models.DateField(null=True, verbose_name='deadline')),
                    ('text', models.TextField(blank=True, max_length=3000, verbose_name='message')),
                    ('credit', models.CharField(blank=True, max_length=120, verbose_name='name to show')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                    ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], max_length=5, verbose_name='language')),
                    ('shown', models.JSONField(default=list)),
                    ('state', models.CharField(choices=[('received', 'submission received'), ('accepted', 'submission accepted'), ('merged', 'already reported'), ('refused', 'submission declined')], default='received', max_length=10, verbose_name='state')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='date')),
                    ('answer', models.TextField(blank=True, verbose_name='message to the author')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='decided on')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='suggestions', to='funding.callpage', verbose_name='call')),
                ],
                options={
                    'verbose_name': 'suggestion about a call',
                    'verbose_name_plural': 'suggestions about calls',
                    'ordering': ['-created_at'],
                    'indexes': [models.Index(fields=['state', 'created_at'], name='suggestion_state')],
                },
            ), migrations.AddConstraint(
                model_name='importedcall',
                constraint=models.UniqueConstraint(fields=('connector', 'source_id'), name='one_row_for_a_call_of_a_source'),
            ), migrations.AddIndex(
                model_name='partnernotice',
                index=models.Index(fields=['call', 'state'], name='partner_call_state'),
            ), migrations.AddConstraint(
                model_name='proposedchange',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('imported', 'field'), name='one_change_of_a_field_waits'),
            ), migrations.AddConstraint(
                model_name='sourceword',
                constraint=models.UniqueConstraint(fields=('connector', 'facet', 'key'), name='one_row_for_a_word_of_a_source'),
            )],
        ),
    ]
