from hubsite.migrations._together import CreateTogether
import django.core.validators
import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('hubsite', '0002_initial'),
    ]

    operations = [
        CreateTogether(
            [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]*$', 'Use small letters, digits, hyphens and underscores.')], verbose_name='code')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('name_nl', models.CharField(blank=True, max_length=160, verbose_name='name in Dutch, if it differs')),
                ('kind', models.CharField(choices=[('library', 'library'), ('epn', 'public computer room'), ('msap', 'public-service house'), ('insertion', 'social-insertion organisation'), ('medicosocial', 'health and social-care facility'), ('social_centre', 'community centre'), ('association', 'association'), ('town_hall', 'town hall'), ('collectivite', 'local authority'), ('training', 'training provider'), ('company', 'company'), ('funder', 'funder'), ('hub', 'regional hub')], max_length=20, verbose_name='type of organisation')),
                ('funder_kind', models.CharField(blank=True, choices=[('state', 'State'), ('public_bank', 'public bank'), ('region', 'regional authority'), ('department', 'departmental council'), ('eu', 'European programme'), ('foundation', 'foundation'), ('company', 'corporate patronage'), ('training_fund', 'training fund')], max_length=20, verbose_name='funder kind')),
                ('town', models.CharField(blank=True, max_length=80, verbose_name='town or city')),
                ('url', models.URLField(blank=True, verbose_name='website')),
                ('description_fr', models.TextField(blank=True, verbose_name='description in French')),
                ('description_nl', models.TextField(blank=True, verbose_name='description in Dutch')),
                ('is_consortium_member', models.BooleanField(default=False, verbose_name='member of the consortium')),
                ('territory', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='hubsite.territory', verbose_name='territory')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]*$', 'Use small letters, digits, hyphens and underscores.')], verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('role_fr', models.CharField(blank=True, max_length=160, verbose_name='role in French')),
                ('role_nl', models.CharField(blank=True, max_length=160, verbose_name='role in Dutch')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='people', to='directory.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
            ]
        )
    ]
