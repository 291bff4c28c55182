import pytest
from wagtail_localize.models import StringTranslation, TranslationSource

from hubsite.translations import load_translation

from . import factories


def publish(parent, page):
    """Add a page as an editor does and return it as the database has it."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def section(home_fr, home_nl):
    """Return a function that makes the published section of a kind, in both languages."""
    made = {}

    def make(kind):
        if kind not in made:
            source = publish(home_fr, factories.section(kind, home_fr))
            twin = factories.section(kind, home_nl, "nl")
            made[kind] = source, load_translation(source, twin)
        return made[kind]

    return make


@pytest.fixture
def translated(section, home_fr, nl):
    """Return a function that makes a published page of a kind and its translation."""

    def make(kind, slug="page", twin=True):
        section_fr, _section_nl = section(kind)
        build = (factories.SYNCED | factories.SIMPLE)[kind]
        source = build(section_fr.locale, page_id=home_fr.pk)
        source.slug = slug
        source = publish(section_fr, source)
        if not twin:
            return source
        dutch = build(nl, "nl", page_id=home_fr.pk)
        dutch.slug = f"{slug}-nl"
        load_translation(source, dutch)
        return source, type(source).objects.get(
            translation_key=source.translation_key, locale=nl
        )

    return make


@pytest.fixture
def translate_text(nl):
    """Return a function that translates the text of one field of a source."""

    def translate(source, path, text):
        record = TranslationSource.objects.get_for_instance(source)
        segment = record.stringsegment_set.get(context__path=path)
        return StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=nl,
            defaults={"data": text, "translation_type": "manual", "has_error": False},
        )[0]

    return translate


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    """Return a context in which what waits for the commit is done at the end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
