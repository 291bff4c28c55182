from hubsite.migrations._together import CreateTogether
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import hubsite.fields
import newsletter.models.subscribers
import uuid
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('hubsite', '0002_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
        migrations.CreateModel(
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
        ),
        migrations.CreateModel(
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
                ('sections', hubsite.fields.BodyField([], blank=True, verbose_name='sections')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.hubimage', verbose_name='illustration')),
            ],
            options={
                'verbose_name': 'newsletter issue',
                'verbose_name_plural': 'newsletter issues',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('queued', 'queued'), ('sending', 'being sent'), ('paused', 'paused'), ('sent', 'sent'), ('cancelled', 'cancelled')], default='draft', max_length=10, verbose_name='state')),
                ('in_doubt_policy', models.CharField(choices=[('hold', 'hold for a decision: none is sent twice'), ('resend', 'send again: none is missed, one may come twice')], default='hold', max_length=8, verbose_name='when a mail is in doubt')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='queued on')),
                ('started_at', models.DateTimeField(null=True, verbose_name='started')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished')),
                ('queued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='newsletter.newsletterissuepage', verbose_name='newsletter issue')),
            ],
            options={
                'verbose_name': 'sending',
                'verbose_name_plural': 'sendings',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
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
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('fr', 'French'), ('nl', 'Dutch')], default='fr', max_length=5, verbose_name='language')),
                ('status', models.CharField(choices=[('pending', 'subscription pending'), ('active', 'subscription confirmed'), ('unsubscribed', 'unsubscribed')], default='pending', max_length=14, verbose_name='status')),
                ('key', models.CharField(default=newsletter.models.subscribers.new_key, editable=False, max_length=32)),
                ('departures', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='first request')),
                ('mailed_at', models.DateTimeField(editable=False, null=True, verbose_name='last confirmation mail')),
                ('confirmed_at', models.DateTimeField(editable=False, null=True, verbose_name='confirmed on')),
                ('last_action_at', models.DateTimeField(auto_now_add=True, verbose_name='last action')),
                ('themes', models.ManyToManyField(blank=True, related_name='+', to='hubsite.theme', verbose_name='themes')),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('claimed', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('skipped', 'left before'), ('in_doubt', 'in doubt')], default='queued', max_length=10, verbose_name='state')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('code', models.PositiveSmallIntegerField(null=True, verbose_name='reply code')),
                ('reply', models.CharField(blank=True, max_length=250, verbose_name='reply')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='newsletter.campaign')),
                ('slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='newsletter.sendslot')),
                ('subscriber', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='newsletter.subscriber')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email_hmac', models.CharField(db_index=True, max_length=64)),
                ('action', models.CharField(choices=[('request', 'asked for the newsletter'), ('confirm', 'confirmed'), ('change', 'changed preferences'), ('withdraw', 'left')], max_length=10, verbose_name='action')),
                ('text_version', models.CharField(blank=True, max_length=20, verbose_name='version of the text')),
                ('text_sha256', models.CharField(blank=True, max_length=64)),
                ('page', models.CharField(blank=True, max_length=250, verbose_name='page')),
                ('language', models.CharField(max_length=5, verbose_name='language')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='date')),
                ('subscriber', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='consents', to='newsletter.subscriber')),
            ],
            options={
                'verbose_name': 'proof of consent',
                'verbose_name_plural': 'proofs of consent',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
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
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bodies', to='newsletter.campaign')),
            ],
            options={
                'verbose_name': 'body of a sending',
                'verbose_name_plural': 'bodies of a sending',
                'constraints': [models.UniqueConstraint(fields=('campaign', 'language'), name='campaign_body_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('issue',), name='campaign_once_per_issue'),
        ),
        migrations.AddIndex(
            model_name='subscriber',
            index=models.Index(fields=['status', 'language'], name='subscriber_status_language'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='subscriber_email_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['campaign', 'state', 'due_at'], name='delivery_due'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('campaign', 'subscriber'), name='delivery_once'),
        ),
            ]
        )
    ]
