import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from hubsite.translations import load_translation

from . import factories
from .conftest import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client, django_user_model):
    return admin_client


def translation_of(source):
    return Translation.objects.get(source__object_id=source.translation_key)


def test_french_page_is_not_served_under_dutch_address(client, home_fr):
    page = publish(home_fr, factories.standard(home_fr.locale))
    response = client.get(f"/nl/{page.slug}/?q=a%20b")
    assert response.status_code == 302
    assert response["Location"] == f"/fr/{page.slug}/?q=a%20b"
    assert client.get("/nl/")["Location"] == "/fr/"


def test_alias_sends_readers_to_its_source(client, home_fr, home_nl, nl):
    page = publish(home_fr, factories.standard(home_fr.locale))
    page.create_alias(parent=home_nl, update_locale=nl, reset_translation_key=False)
    response = client.get(f"/nl/{page.slug}/")
    assert response.status_code == 302
    assert response["Location"] == f"/fr/{page.slug}/"


def test_alias_of_restricted_page_is_not_visible(home_fr, home_nl, nl):
    page = publish(home_fr, factories.standard(home_fr.locale))
    alias = page.create_alias(
        parent=home_nl, update_locale=nl, reset_translation_key=False
    )
    page.view_restrictions.create(restriction_type="login")
    visible = type(page).objects.visible()
    assert not visible.filter(pk__in=[page.pk, alias.pk]).exists()
    assert not Page.objects.live().public().filter(pk=alias.pk).exists()


def test_submitted_page_stays_a_draft(section, fr, nl):
    section_fr, _section_nl = section("call")
    source = publish(section_fr, factories.call(fr, page_id=section_fr.pk))
    translate_object(source, [nl])
    page = source.get_translation(nl)
    assert not page.live


def test_submitted_alias_comes_down(section, fr, nl):
    section_fr, section_nl = section("call")
    source = publish(section_fr, factories.call(fr, page_id=section_fr.pk))
    alias = source.create_alias(
        parent=section_nl, update_locale=nl, reset_translation_key=False
    )
    translate_object(source, [nl])
    page = Page.objects.get(pk=alias.pk)
    assert page.alias_of_id is None
    assert not page.live


def test_never_published_draft_is_not_submitted(editor, section, fr, nl):
    section_fr, _section_nl = section("call")
    draft = factories.call(fr, page_id=section_fr.pk)
    draft.live = False
    section_fr.add_child(instance=draft)
    draft.save_revision()
    url = reverse("wagtail_localize:submit_page_translation", args=[draft.pk])
    response = editor.post(url, {"locales": [nl.pk]})
    assert response.status_code == 302
    assert not draft.get_translations().exists()


def test_section_is_submitted_without_its_subtree(editor, home_fr, home_nl, fr, nl):
    section_fr = publish(home_fr, factories.section("call", home_fr))
    publish(section_fr, factories.call(fr, page_id=section_fr.pk))
    url = reverse("wagtail_localize:submit_page_translation", args=[section_fr.pk])
    form = editor.get(url).content.decode()
    assert 'type="hidden" name="include_subtree"' in form
    editor.post(url, {"locales": [nl.pk], "include_subtree": "on"})
    assert TranslationSource.objects.count() == 1


def test_incomplete_translation_is_not_published(editor, translated, nl, on_commit):
    source = translated("call", twin=False)
    translate_object(source, [nl])
    page = source.get_translation(nl)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with on_commit():
        response = editor.post(url, {"action": "publish"}, follow=True)
    page.refresh_from_db()
    assert not page.live
    (refusal,) = response.context["messages"]
    assert refusal.level_tag == "error"
    assert f": {source.title}" in refusal.message


def test_bulk_publication_leaves_incomplete_translations_out(
    editor, translated, nl, on_commit
):
    source = translated("call", twin=False)
    translate_object(source, [nl])
    page = source.get_translation(nl)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    with on_commit():
        editor.post(f"{url}?id={page.pk}", {"confirm": "yes"})
    page.refresh_from_db()
    assert not page.live


def test_synchronising_with_publication_publishes_no_french(
    editor, translated, nl, on_commit
):
    source, page = translated("call")
    record = TranslationSource.objects.get_for_instance(source)
    type(source).objects.filter(pk=source.pk).update(title="Titre changé")
    url = reverse("wagtail_localize:update_translations", args=[record.pk])
    with on_commit():
        editor.post(url, {"publish_translations": "on"})
    page.refresh_from_db()
    assert page.title == "call in het Nederlands"
    total, done = translation_of(source).get_progress()
    assert done == total - 1


def test_every_text_can_be_reached_in_the_translators_editor(
    editor, translated, section
):
    for kind in factories.SYNCED:
        source, page = translated(kind)
        for original, target in ((source, page), section(kind)):
            response = editor.get(reverse("wagtailadmin_pages:edit", args=[target.pk]))
            assert response.status_code == 200
            record = TranslationSource.objects.get_for_instance(original)
            content = response.content.decode()
            for segment in record.stringsegment_set.all():
                assert f"/strings/{segment.pk}/edit/" in content, segment.context.path


def test_po_file_goes_out_and_comes_back(editor, translated, nl, on_commit):
    import polib
    from django.core.files.uploadedfile import SimpleUploadedFile

    source = translated("call", twin=False)
    translate_object(source, [nl])
    translation = translation_of(source)
    url = reverse("wagtail_localize:download_pofile", args=[translation.pk])
    po = polib.pofile(editor.get(url).content.decode())
    for entry in po:
        entry.msgstr = f"NL {entry.msgid}"
    upload = SimpleUploadedFile("call.po", str(po).encode(), "text/x-gettext")
    editor.post(
        reverse("wagtail_localize:upload_pofile", args=[translation.pk]),
        {"file": upload, "next": "/admin/"},
    )
    total, done = translation.get_progress()
    assert total == done > 5
    page = source.get_translation(nl)
    with on_commit():
        editor.post(
            reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}
        )
    page = page.specific_class.objects.get(pk=page.pk)
    assert page.live
    assert page.title == f"NL {source.title}"
    assert "NL " in str(page.body)


def test_machine_translation_is_off_until_configured(editor, translated, nl, settings):
    source = translated("call", twin=False)
    translate_object(source, [nl])
    translation = translation_of(source)
    url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert editor.post(url).status_code != 200
    assert translation.get_progress()[1] == 0
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"
    }
    editor.post(url, {"next": "/admin/"})
    assert translation.get_progress()[0] == translation.get_progress()[1]
    machine = StringTranslation.objects.filter(translation_type="machine")
    assert machine.count() > 5


def test_snippets_codes_stay_one_row_for_both_languages():
    """`unique=True` on a translatable snippet would lose its translations silently."""
    from wagtail.models import get_translatable_models

    ours = [m for m in get_translatable_models() if not issubclass(m, Page)]
    assert ours == []


def test_loading_under_an_untranslated_section_is_refused(home_fr, home_nl, fr, nl):
    section_fr = publish(home_fr, factories.section("call", home_fr))
    source = publish(section_fr, factories.call(fr, page_id=section_fr.pk))
    with pytest.raises(ValueError, match="parent"):
        load_translation(source, factories.call(nl, "nl", page_id=section_fr.pk))
