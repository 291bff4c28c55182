"""Wagtail creates the source language's locale only; every database needs both."""

from django.db import migrations


def create_locale(apps, schema_editor):
    apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code="nl")


class Migration(migrations.Migration):
    dependencies = [("hubsite", "0002_initial")]

    operations = [migrations.RunPython(create_locale, migrations.RunPython.noop)]
