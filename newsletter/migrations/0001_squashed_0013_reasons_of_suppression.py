import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import hubsite.fields
from hubsite.migrations._together import CreateTogether
import newsletter.models.subscribers
import uuid
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('newsletter', '0001_initial'), ('newsletter', '0002_body_per_selection'), ('newsletter', '0003_body_required'), ('newsletter', '0004_lines_and_error_budget'), ('newsletter', '0005_preferences_and_suppression'), ('newsletter', '0006_alerts'), ('newsletter', '0007_bounces'), ('newsletter', '0008_alert_requests'), ('newsletter', '0009_issues'), ('newsletter', '0010_rhythm_and_address'), ('newsletter', '0011_subscriber_imports'), ('newsletter', '0012_joined_subscribers'), ('newsletter', '0013_reasons_of_suppression')]

    initial = True

    dependencies = [
        ('hubsite', '0005_pace_of_mail'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            operations=[migrations.CreateModel(
                name='Suppression',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email_hmac', models.CharField(max_length=64, unique=True)),
                    ('reason', models.CharField(choices=[('hard_bounce', 'the address does not exist'), ('soft_bounces', 'refused too often'), ('complaint', 'complained about our mail'), ('objection', 'asked never to be written to'), ('erased', 'had everything erased'), ('moved', 'moved to another address'), ('left', 'left long ago')], max_length=14, verbose_name='reason')),
                    ('scope', models.CharField(choices=[('lists', 'newsletter and alerts'), ('imports', 'imports only')], default='lists', max_length=8, verbose_name='forbids')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='date')),
                ],
                options={
                    'verbose_name': 'suppressed address',
                    'verbose_name_plural': 'suppressed addresses',
                    'ordering': ['-at'],
                },
            ), migrations.CreateModel(
                name='Campaign',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('state', models.CharField(choices=[('review', 'to be approved'), ('scheduled', 'scheduled'), ('queued', 'queued'), ('sending', 'being sent'), ('paused', 'paused'), ('sent', 'sent'), ('cancelled', 'cancelled')], default='review', max_length=10, verbose_name='state')),
                    ('in_doubt_policy', models.CharField(choices=[('hold', 'hold for a decision: none is sent twice'), ('resend', 'send again: none is missed, one may come twice')], default='hold', max_length=8, verbose_name='when a mail is in doubt')),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='queued on')),
                    ('started_at', models.DateTimeField(null=True, verbose_name='started')),
                    ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                    ('content', models.JSONField(default=dict, editable=False)),
                    ('failures_accepted', models.PositiveIntegerField(default=0, editable=False, verbose_name='failures an editor knew of when it went on')),
                    ('has_stopped_itself', models.BooleanField(default=False, editable=False)),
                    ('left_out', models.PositiveIntegerField(default=0, editable=False, verbose_name='readers for whom it held nothing')),
                    ('send_at', models.DateTimeField(null=True, verbose_name='to be sent from')),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                    ('queued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ],
                options={
                    'verbose_name': 'sending',
                    'verbose_name_plural': 'sendings',
                    'ordering': ['-created_at'],
                },
            ), migrations.CreateModel(
                name='CampaignBody',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('language', models.CharField(max_length=5, verbose_name='language')),
                    ('content_language', models.CharField(max_length=5, verbose_name='language of the text')),
                    ('subject', models.CharField(max_length=150, verbose_name='subject')),
                    ('html', models.TextField()),
                    ('text', models.TextField()),
                    ('parts', models.JSONField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('selection', models.CharField(blank=True, max_length=64)),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='newsletter.campaign')),
                ],
                options={
                    'verbose_name': 'body of a sending',
                    'verbose_name_plural': 'bodies of a sending',
                },
            ), migrations.CreateModel(
                name='NewsletterIndexPage',
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
                    'verbose_name': 'newsletter',
                },
                bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
            ), migrations.CreateModel(
                name='NewsletterIssuePage',
                fields=[
                    ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                    ('summary', models.TextField(blank=True, help_text='One or two plain sentences, shown in lists and search results.', max_length=320, verbose_name='summary')),
                    ('image_alt', models.CharField(blank=True, help_text='Leave empty where the illustration says nothing the text does not.', max_length=250, verbose_name='description of the illustration')),
                    ('content_date', models.DateField(default=django.utils.timezone.localdate, help_text='Shown to readers and used to sort; the same in both languages.', verbose_name='date of the content')),
                    ('updated_on', models.DateField(blank=True, help_text='Fill it in when readers should know that the page changed.', null=True, verbose_name='updated on')),
                    ('update_note', models.CharField(blank=True, help_text='Shown to readers.', max_length=250, verbose_name='what changed')),
                    ('review_by', models.DateField(blank=True, help_text='The dashboard calls the page back on this day.', null=True, verbose_name='review by')),
                    ('translated_from', models.DateTimeField(editable=False, null=True)),
                    ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number')),
                    ('subject', models.CharField(blank=True, help_text='The subject of the mail. About 50 characters show on a phone.', max_length=120, verbose_name='subject')),
                    ('preheader', models.CharField(blank=True, help_text='What mail programs show after the subject.', max_length=160, verbose_name='preview line')),
                    ('intro', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                    ('sections', hubsite.fields.BodyField([], blank=True, verbose_name='contents')),
                    ('filled_to', models.CharField(blank=True, editable=False, max_length=80)),
                    ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
                ],
                options={
                    'verbose_name': 'newsletter issue',
                    'verbose_name_plural': 'newsletter issues',
                },
                bases=('wagtailcore.page',),
            ), migrations.AddField(
                model_name='campaign',
                name='issue',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='newsletter.newsletterissuepage', verbose_name='newsletter issue'),
            ), migrations.CreateModel(
                name='NewsletterSettings',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sender_name_fr', models.CharField(blank=True, help_text='Empty: the sender of the site’s other mail.', max_length=80, verbose_name='name of the sender in French')),
                    ('sender_name_nl', models.CharField(blank=True, max_length=80, verbose_name='name of the sender in Dutch')),
                    ('sender_email_fr', models.EmailField(blank=True, help_text='In the domain of the site’s other mail, or relays refuse it.', max_length=254, verbose_name='address of the sender in French')),
                    ('sender_email_nl', models.EmailField(blank=True, max_length=254, verbose_name='address of the sender in Dutch')),
                    ('reply_to_fr', models.EmailField(blank=True, help_text='Empty: replies go to the sender.', max_length=254, verbose_name='address for replies in French')),
                    ('reply_to_nl', models.EmailField(blank=True, max_length=254, verbose_name='address for replies in Dutch')),
                    ('sends_when_nothing', models.BooleanField(default=False, help_text='On: a reader whose themes and territories no page of an issue concerns gets its texts alone. Off: the reader does not get the issue.', verbose_name='send when nothing is for the reader')),
                    ('needs_second_person', models.BooleanField(default=False, help_text='Leave it off where one person makes the newsletter.', verbose_name='a second person approves each sending')),
                    ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ],
                options={
                    'verbose_name': 'newsletter settings',
                },
            ), migrations.CreateModel(
                name='SendSlot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('worker', models.CharField(blank=True, max_length=120)),
                    ('fence', models.CharField(blank=True, max_length=32)),
                    ('cursor', models.BigIntegerField(default=0)),
                    ('beat_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsletter.campaign')),
                ],
                options={
                    'verbose_name': 'send slot',
                    'verbose_name_plural': 'send slots',
                },
            ), migrations.CreateModel(
                name='Subscriber',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                    ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], default='fr', max_length=5, verbose_name='language')),
                    ('status', models.CharField(choices=[('none', 'alerts only'), ('pending', 'subscription pending'), ('active', 'subscription confirmed'), ('unsubscribed', 'unsubscribed'), ('bounced', 'address does not work'), ('complained', 'complained about our mail')], default='pending', max_length=14, verbose_name='status')),
                    ('key', models.CharField(default=newsletter.models.subscribers.new_key, editable=False, max_length=32)),
                    ('departures', models.PositiveSmallIntegerField(default=0, editable=False)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='first request')),
                    ('mailed_at', models.DateTimeField(editable=False, null=True, verbose_name='last confirmation mail')),
                    ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed on')),
                    ('last_action_at', models.DateTimeField(auto_now_add=True, verbose_name='last action')),
                    ('is_trained_helper', models.BooleanField(default=False, verbose_name='followed one of our courses')),
                    ('paused_until', models.DateField(blank=True, null=True, verbose_name='paused until')),
                    ('rhythm', models.CharField(choices=[('each', 'every issue'), ('monthly', 'one mail a month')], default='each', max_length=8, verbose_name='rhythm')),
                    ('territories', models.JSONField(blank=True, default=list, verbose_name='territories')),
                    ('digest_from', models.DateTimeField(editable=False, null=True)),
                    ('new_email', models.EmailField(blank=True, editable=False, max_length=254, verbose_name='new address, not confirmed')),
                    ('themes', models.ManyToManyField(blank=True, related_name='+', to='hubsite.theme', verbose_name='themes')),
                ],
                options={
                    'verbose_name': 'subscriber',
                    'verbose_name_plural': 'subscribers',
                },
            ), migrations.CreateModel(
                name='JoinedSubscriber',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(unique=True)),
                    ('key', models.CharField(max_length=32)),
                    ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joined', to='newsletter.subscriber')),
                ],
                options={
                    'verbose_name': 'joined subscriber',
                    'verbose_name_plural': 'joined subscribers',
                },
            ), migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('queued', 'waiting'), ('claimed', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('skipped', 'left before'), ('in_doubt', 'in doubt')], default='queued', max_length=10, verbose_name='state')),
                    ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                    ('code', models.PositiveSmallIntegerField(null=True, verbose_name='reply code')),
                    ('reply', models.CharField(blank=True, max_length=250, verbose_name='reply')),
                    ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                    ('breaks', models.PositiveSmallIntegerField(default=0, verbose_name='times the line broke on this mail')),
                    ('body', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='newsletter.campaignbody', verbose_name='body')),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='newsletter.campaign')),
                    ('slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsletter.sendslot')),
                    ('subscriber', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='newsletter.subscriber')),
                ],
                options={
                    'verbose_name': 'delivery',
                    'verbose_name_plural': 'deliveries',
                },
            ), migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email_hmac', models.CharField(db_index=True, max_length=64)),
                    ('action', models.CharField(choices=[('request', 'asked to subscribe'), ('confirm', 'confirmed'), ('renew', 'asked to stay'), ('import', 'added by an import'), ('change', 'changed preferences'), ('withdraw', 'left')], max_length=10, verbose_name='action')),
                    ('text_version', models.CharField(blank=True, max_length=20, verbose_name='version of the text')),
                    ('page', models.CharField(blank=True, max_length=250, verbose_name='page')),
                    ('language', models.CharField(max_length=5, verbose_name='language')),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='date')),
                    ('purpose', models.CharField(choices=[('newsletter', 'newsletter'), ('alerts', 'alerts')], default='newsletter', max_length=10, verbose_name='purpose')),
                    ('source', models.CharField(blank=True, max_length=250, verbose_name='source of the consent')),
                    ('text', models.TextField(blank=True, verbose_name='words shown')),
                    ('subscriber', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='consents', to='newsletter.subscriber')),
                ],
                options={
                    'verbose_name': 'proof of consent',
                    'verbose_name_plural': 'proofs of consent',
                    'ordering': ['at', 'pk'],
                },
            ), migrations.CreateModel(
                name='BounceEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('provider', models.CharField(max_length=20, verbose_name='told by')),
                    ('event_id', models.CharField(max_length=100)),
                    ('kind', models.CharField(choices=[('hard', 'the address does not exist'), ('soft', 'refused for now'), ('complaint', 'complaint')], max_length=10, verbose_name='kind')),
                    ('detail', models.CharField(blank=True, max_length=250, verbose_name='reply')),
                    ('email_hmac', models.CharField(db_index=True, max_length=64)),
                    ('at', models.DateTimeField(auto_now_add=True, verbose_name='date')),
                    ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bounces', to='newsletter.campaign', verbose_name='sending')),
                    ('subscriber', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bounces', to='newsletter.subscriber', verbose_name='subscriber')),
                ],
                options={
                    'verbose_name': 'bounce or complaint',
                    'verbose_name_plural': 'bounces and complaints',
                    'ordering': ['-at'],
                },
            ), migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('list_key', models.UUIDField(blank=True, null=True)),
                    ('item_key', models.UUIDField(blank=True, null=True)),
                    ('parameters', models.CharField(blank=True, max_length=1000)),
                    ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], max_length=5, verbose_name='language')),
                    ('rhythm', models.CharField(choices=[('daily', 'every day'), ('weekly', 'every week'), ('monthly', 'every month')], default='daily', max_length=8, verbose_name='rhythm')),
                    ('reminders', models.JSONField(blank=True, default=list, verbose_name='days before a deadline')),
                    ('state', models.CharField(choices=[('pending', 'alert to be confirmed'), ('active', 'alert running'), ('paused', 'alert paused'), ('stopped', 'alert stopped')], default='pending', max_length=8, verbose_name='status')),
                    ('watermark', models.CharField(max_length=80)),
                    ('checked_on', models.DateField(blank=True, null=True)),
                    ('news_from', models.DateField(blank=True, null=True)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='first request')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last change')),
                    ('mailed_at', models.DateTimeField(editable=False, null=True, verbose_name='last confirmation mail')),
                    ('subscriber', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='newsletter.subscriber')),
                ],
                options={
                    'verbose_name': 'alert',
                    'verbose_name_plural': 'alerts',
                    'ordering': ['pk'],
                },
            ), migrations.CreateModel(
                name='SubscriberImport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('file_name', models.CharField(max_length=120, verbose_name='file')),
                    ('source', models.CharField(help_text='Where and when these people agreed to receive the newsletter. It is kept with each of them as the proof.', max_length=250, verbose_name='source of the consent')),
                    ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], max_length=5, verbose_name='language where the file names none')),
                    ('rows', models.JSONField(default=list)),
                    ('columns', models.JSONField(default=dict)),
                    ('counts', models.JSONField(default=dict)),
                    ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded on')),
                    ('imported_at', models.DateTimeField(null=True, verbose_name='imported on')),
                    ('imported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'import of subscribers',
                    'verbose_name_plural': 'imports of subscribers',
                    'ordering': ['-created_at'],
                },
            ), migrations.CreateModel(
                name='AlertHit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('item_key', models.UUIDField()),
                    ('event', models.CharField(max_length=60)),
                    ('told_on', models.DateField()),
                    ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hits', to='newsletter.alert')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('alert', 'item_key', 'event'), name='alert_hit_once')],
                },
            ), migrations.AddConstraint(
                model_name='campaignbody',
                constraint=models.UniqueConstraint(fields=('campaign', 'language', 'selection'), name='campaign_body_once'),
            ), migrations.AddConstraint(
                model_name='campaign',
                constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('issue',), name='campaign_once_per_issue'),
            ), migrations.AddIndex(
                model_name='subscriber',
                index=models.Index(fields=['status', 'language'], name='subscriber_status_language'),
            ), migrations.AddConstraint(
                model_name='subscriber',
                constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='subscriber_email_once'),
            ), migrations.AddIndex(
                model_name='delivery',
                index=models.Index(fields=['campaign', 'state', 'due_at', 'id'], name='delivery_due'),
            ), migrations.AddConstraint(
                model_name='delivery',
                constraint=models.UniqueConstraint(fields=('campaign', 'subscriber'), name='delivery_once'),
            ), migrations.AddConstraint(
                model_name='bounceevent',
                constraint=models.UniqueConstraint(fields=('provider', 'event_id'), name='bounce_told_once'),
            ), migrations.AddIndex(
                model_name='alert',
                index=models.Index(fields=['state', 'checked_on'], name='alert_state_day'),
            )],
        ),
    ]
