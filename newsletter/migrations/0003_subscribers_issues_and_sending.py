import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import hubsite.fields
import newsletter.models.subscribers
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hubsite', '0004_dutch_locale'),
        ('newsletter', '0002_add_list_intro'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name='newsletterissuepage',
            name='body',
        ),
        migrations.AddField(
            model_name='newsletterissuepage',
            name='intro',
            field=wagtail.fields.RichTextField(blank=True, verbose_name='introduction'),
        ),
        migrations.AddField(
            model_name='newsletterissuepage',
            name='number',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number'),
        ),
        migrations.AddField(
            model_name='newsletterissuepage',
            name='preheader',
            field=models.CharField(blank=True, help_text='What mail programs show after the subject.', max_length=160, verbose_name='preview line'),
        ),
        migrations.AddField(
            model_name='newsletterissuepage',
            name='sections',
            field=hubsite.fields.BodyField([], blank=True, verbose_name='sections'),
        ),
        migrations.AddField(
            model_name='newsletterissuepage',
            name='subject',
            field=models.CharField(blank=True, help_text='The subject of the mail. About 50 characters show on a phone.', max_length=120, verbose_name='subject'),
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
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='newsletter.newsletterissuepage', verbose_name='newsletter issue')),
                ('queued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'sending',
                'verbose_name_plural': 'sendings',
                'ordering': ['-created_at'],
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
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('issue',), name='campaign_once_per_issue'),
        ),
        migrations.AddConstraint(
            model_name='campaignbody',
            constraint=models.UniqueConstraint(fields=('campaign', 'language'), name='campaign_body_once'),
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
