import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hubsite", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="jobrun",
            name="due_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="due"
            ),
        ),
        migrations.AddField(
            model_name="jobrun",
            name="failures",
            field=models.PositiveSmallIntegerField(
                default=0, verbose_name="failures in a row"
            ),
        ),
        migrations.AddField(
            model_name="jobrun",
            name="leased_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="jobrun",
            name="worker",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="outgoingemail",
            name="claimed_by",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="done",
            field=models.PositiveIntegerField(default=0, verbose_name="done"),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="error",
            field=models.CharField(blank=True, max_length=250, verbose_name="error"),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="finished_at",
            field=models.DateTimeField(null=True, verbose_name="finished"),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="name",
            field=models.CharField(
                max_length=60, primary_key=True, serialize=False, verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="jobrun",
            name="started_at",
            field=models.DateTimeField(null=True, verbose_name="started"),
        ),
        migrations.AlterField(
            model_name="outgoingemail",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="outgoingemail",
            name="due_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
