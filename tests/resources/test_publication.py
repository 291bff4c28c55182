"""What may be published in the library, and what the editor says where it may not."""

import pytest
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text
from wagtail.test.utils.form_data import nested_form_data as nested
from wagtail_localize.operations import translate_object

from resources.models import ResourceFile
from tests.admin.forms import filled
from tests.hubsite.test_documents import plain_pdf
from tests.search.factories import resource

from .factories import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(admin_client, home_fr):
    """Return a function that edits a resource and publishes it, or keeps a draft."""
    page = resource(home_fr, "Ressource", themes=["basics"])

    def send(action="action-publish", **values):
        data = filled("resource", "Bonjour") | nested(values)
        data = {k: v for k, v in data.items() if v is not None}
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = admin_client.post(url, data | ({action: "1"} if action else {}))
        return response, type(page).objects.get(
            pk=page.pk
        ).get_latest_revision_as_object()

    return send


def errors(response):
    return response.context["form"].errors


def test_nothing_is_published_without_a_licence_but_a_draft_is_kept(post):
    response, _page = post(licence="")
    assert response.status_code == 200
    assert errors(response)["licence"] == ["Choisissez une licence avant de publier."]
    response, page = post(action="", licence="", title="Brouillon")
    assert response.status_code == 302
    assert page.title == "Brouillon"


def test_video_and_audio_ask_for_a_transcript(post):
    response, _page = post(kind="video", format="mp4")
    assert "transcript" in errors(response)
    response, _page = post(action="", kind="video", format="mp4")
    assert response.status_code == 302
    text = rich_text("<p>Une voix dit bonjour.</p>")
    response, page = post(kind="video", format="mp4", transcript=text)
    assert response.status_code == 302
    assert page.live


def test_a_recording_among_the_files_asks_for_a_transcript(post):
    files = inline_formset([{"document": document("voix.mp3", b"ID3").pk}])
    response, _page = post(files=files)
    assert "voix.mp3" in errors(response)["transcript"][0]


def origin(**values):
    return inline_formset([{"title": "Œuvre", **values}])


def test_licence_must_be_one_the_origin_accepts(post):
    response, _page = post(licence="CC-BY-4.0", origins=origin(licence="CC-BY-SA-3.0"))
    assert "CC BY-SA 4.0" in errors(response)["licence"][0]
    response, _page = post(licence="CC-BY-4.0", origins=origin(licence="CC-BY-ND-4.0"))
    assert "CC BY-ND 4.0" in errors(response)["licence"][0]
    response, page = post(licence="CC-BY-SA-4.0", origins=origin(licence="CC-BY-4.0"))
    assert response.status_code == 302
    assert [row.title for row in page.origins.all()] == ["Œuvre"]


def test_an_origin_needs_a_title_and_a_licence(post):
    response, _page = post(origins=origin(licence=""))
    assert response.status_code == 200
    response, _page = post(origins=inline_formset([{"licence": "CC-BY-4.0"}]))
    assert response.status_code == 200


def with_licence(page, licence, **values):
    """Publish the page under another licence."""
    page.licence = licence
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    page.refresh_from_db()


def test_a_work_without_derivatives_is_not_submitted_for_translation(
    admin_client, translated, nl
):
    source = translated("resource", twin=False)
    with_licence(source, "CC-BY-ND-4.0")
    url = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    response = admin_client.post(url, {"locales": [nl.pk]}, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert any("n'autorise pas les traductions" in words for words in said)
    assert not source.get_translations().exists()


@pytest.mark.parametrize("licence", ["CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "ARR"])
def test_its_translation_is_never_published(
    admin_client, translated, nl, on_commit, licence
):
    source = translated("resource", twin=False)
    translate_object(source, [nl])
    page = source.get_translation(nl)
    with on_commit():
        with_licence(source, licence)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    admin_client.post(url, {"action": "publish"})
    page.refresh_from_db()
    assert not page.live
    page.licence = licence
    with pytest.raises(ValidationError):
        page.save_revision().publish()


def test_a_translation_comes_down_with_the_permission_and_up_with_it(
    translated, on_commit
):
    source, page = translated("resource")
    with on_commit():
        with_licence(source, "CC-BY-ND-4.0")
    page.refresh_from_db()
    assert not page.live
    assert source.live
    with on_commit():
        with_licence(source, "CC-BY-ND-4.0", translation_cleared=True)
    page.refresh_from_db()
    assert page.live


def test_a_page_first_written_in_dutch_is_no_translation(home_nl):
    page = resource(home_nl, "Vragenlijst", licence="CC-BY-ND-4.0")
    page.full_clean()
    assert page.live


def test_long_lists_of_choices_stay_inside_the_form(admin_client, home_fr):
    url = reverse("wagtailadmin_pages:edit", args=[resource(home_fr, "Fiche").pk])
    assert (
        f'href="{static("hubsite/admin.css")}"'
        in admin_client.get(url).content.decode()
    )


def test_editor_reads_what_a_pdf_lacks_where_it_is_chosen(admin_client, home_fr):
    page = resource(home_fr, "Fiche")
    page.files = [
        ResourceFile(document=document("plat.pdf", plain_pdf())),
        ResourceFile(document=document("fiche.txt")),
    ]
    page.save()
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    forms = admin_client.get(url).context["form"].formsets["files"].forms
    hints = [form.fields["document"].help_text for form in forms]
    assert "Ce PDF n'est pas balisé" in hints[0]
    assert not hints[1]
    html = admin_client.get(url).content.decode()
    assert html.count("Ce PDF n&#x27;est pas balisé") == 1
