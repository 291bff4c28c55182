import django.db.models.deletion
from django.db import migrations, models


def point_to_bodies(apps, schema_editor):
    campaigns = apps.get_model("newsletter", "Campaign")
    deliveries = apps.get_model("newsletter", "Delivery")
    # Queued without the content that the worker now starts from: to be sent again.
    campaigns.objects.filter(state="queued").update(state="cancelled")
    for body in apps.get_model("newsletter", "CampaignBody").objects.all():
        deliveries.objects.filter(
            campaign=body.campaign_id, language=body.language
        ).update(body=body)


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="content",
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.RemoveConstraint(
            model_name="campaignbody", name="campaign_body_once"
        ),
        migrations.AddField(
            model_name="campaignbody",
            name="selection",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="campaignbody",
            constraint=models.UniqueConstraint(
                fields=("campaign", "language", "selection"), name="campaign_body_once"
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="body",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="newsletter.campaignbody",
                verbose_name="body",
            ),
        ),
        migrations.RunPython(point_to_bodies, migrations.RunPython.noop),
    ]
