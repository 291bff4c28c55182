from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsletter", "0009_issues")]

    operations = [
        migrations.AddField(
            "subscriber", "digest_from", models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddField(
            "subscriber",
            "new_email",
            models.EmailField(
                blank=True,
                default="",
                editable=False,
                max_length=254,
                verbose_name="new address, not confirmed",
            ),
            preserve_default=False,
        ),
    ]
