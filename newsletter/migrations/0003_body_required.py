import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from 0002: PostgreSQL alters no table with rows changed in one go."""

    dependencies = [("newsletter", "0002_body_per_selection")]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="newsletter.campaignbody",
                verbose_name="body",
            ),
        ),
        migrations.RemoveField(model_name="delivery", name="language"),
    ]
