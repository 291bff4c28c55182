from hubsite.migrations._together import CreateTogether
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTogether(
            [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('page_id', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('translation_key', models.UUIDField()),
                ('language', models.CharField(max_length=12)),
                ('type', models.CharField(max_length=30)),
                ('title', models.CharField(max_length=255)),
                ('summary', models.TextField(blank=True)),
                ('keywords', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
                ('url', models.TextField()),
                ('url_path', models.TextField()),
                ('path', models.CharField(max_length=255)),
                ('facets', models.JSONField(default=dict)),
                ('timeline', models.JSONField(default=list)),
                ('flags', models.JSONField(default=list)),
                ('details', models.JSONField(default=dict)),
                ('published_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('expire_at', models.DateTimeField(null=True)),
                ('amount', models.PositiveIntegerField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('seq', models.PositiveBigIntegerField(db_index=True)),
                ('removed', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
            },
        ),
        migrations.CreateModel(
            name='SearchState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('history', models.JSONField(default=list)),
                ('vocabulary', models.CharField(default='', max_length=32)),
                ('lexicon', models.CharField(default='', max_length=60)),
            ],
        ),
        migrations.CreateModel(
            name='SearchSynonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('terms_fr', models.TextField(blank=True, help_text='One term a line. Whichever is typed, pages with any are found.', verbose_name='French terms')),
                ('terms_nl', models.TextField(blank=True, help_text='One term a line.', verbose_name='Dutch terms')),
            ],
            options={
                'verbose_name': 'search synonym',
                'verbose_name_plural': 'search synonyms',
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='SearchLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('language', models.CharField(max_length=12, verbose_name='language')),
                ('query', models.CharField(max_length=80, verbose_name='words')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='times')),
            ],
            options={
                'verbose_name': 'search without result',
                'verbose_name_plural': 'searches without result',
                'ordering': ['-day', '-count', 'query'],
                'constraints': [models.UniqueConstraint(fields=('day', 'language', 'query'), name='search_log_once')],
            },
        ),
            ]
        )
    ]
