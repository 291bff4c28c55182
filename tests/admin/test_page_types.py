"""Every type of page, made by hand in the admin as an editor makes it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset
from wagtail_localize.models import Translation

from events.models import EventIndexPage, EventPage
from funding.models import CallIndexPage, CallPage
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from hubsite.translations.states import stale_since
from newsletter.models import NewsletterIndexPage, NewsletterIssuePage
from resources.models import (
    ExperienceIndexPage,
    ExperiencePage,
    KitPage,
    KitStepPage,
    ResourceIndexPage,
    ResourcePage,
)

from .forms import CLASSIFIED, filled, rows_of

TYPES = {
    "standard": (StandardPage, None),
    "news-section": (NewsIndexPage, None),
    "news": (NewsPage, "news"),
    "kit": (KitPage, None),
    "step": (KitStepPage, "step"),
    "resource-section": (ResourceIndexPage, None),
    "resource": (ResourcePage, "resource"),
    "sheet-section": (ExperienceIndexPage, None),
    "sheet": (ExperiencePage, "sheet"),
    "call-section": (CallIndexPage, None),
    "call": (CallPage, "call"),
    "event-section": (EventIndexPage, None),
    "event": (EventPage, "event"),
    "issue-section": (NewsletterIndexPage, None),
    "issue": (NewsletterIssuePage, "issue"),
}
LEAVES = [kind for kind, (_model, parent) in TYPES.items() if parent] + ["standard"]


@pytest.fixture
def parents(home_fr, home_nl, section):
    """Return a function that gives the parents of a kind, in both languages."""
    return lambda kind: (
        section(TYPES[kind][1]) if TYPES[kind][1] else (home_fr, home_nl)
    )


@pytest.fixture
def create(admin_client, parents):
    """Return a function that makes a page by the form, and gives it back."""

    def make(kind, word="Bonjour", action="action-publish", **more):
        model = TYPES[kind][0]
        args = [model._meta.app_label, model._meta.model_name, parents(kind)[0].pk]
        url = reverse("wagtailadmin_pages:add", args=args)
        assert admin_client.get(url).status_code == 200
        response = admin_client.post(url, filled(kind, word, **more) | {action: "1"})
        assert response.status_code == 302, errors(response)
        return model.objects.get(slug=f"{word.lower()}-{kind}")

    return make


def errors(response):
    form = response.context["form"]
    sets = {n: s.errors for n, s in form.formsets.items() if not s.is_valid()}
    return form.errors.as_json(), sets


def save(client, kind, page, word, action="action-publish", **more):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled(kind, word, **more) | {action: "1", "slug": page.slug}
    if kind in CLASSIFIED:
        data = {n: v for n, v in data.items() if not n.startswith("page_themes-")}
        data |= rows_of(client.get(url).content, "page_themes")
    response = client.post(url, data)
    assert response.status_code == 302, errors(response)
    return type(page).objects.get(pk=page.pk)


def submit(client, page, nl):
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert client.post(url, {"locales": [nl.pk]}).status_code == 302
    return page.get_translation(nl)


def translate_texts(client, page):
    """Fill every text of the translator's editor, as its script does."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    for segment in translation.source.stringsegment_set.select_related("string"):
        text = f"NL {segment.string.data}"
        if segment.context.path == "slug":
            text = f"nl-{segment.string.data}"
        url = reverse(
            "wagtail_localize:edit_string_translation",
            args=[translation.pk, segment.pk],
        )
        response = client.put(
            url, f"value={text}", content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code == 201
    return translation


@pytest.mark.parametrize("kind", TYPES)
def test_page_is_made_translated_and_published(
    kind, create, admin_client, nl, on_commit
):
    with on_commit():
        page = create(kind)
    assert page.live
    assert page.title == f"Bonjour {kind}"
    dutch = submit(admin_client, page, nl)
    assert not dutch.live
    synced = Translation.objects.filter(
        source__object_id=page.translation_key, enabled=True
    ).exists()
    with on_commit():
        if synced:
            translate_texts(admin_client, page)
            url = reverse("wagtailadmin_pages:edit", args=[dutch.pk])
            admin_client.post(url, {"action": "publish"})
        else:
            save(admin_client, kind, dutch, "Dag")
    dutch = type(page).objects.get(pk=dutch.pk)
    assert dutch.live
    assert dutch.title == (f"NL Bonjour {kind}" if synced else f"Dag {kind}")
    assert dutch.locale == nl
    assert dutch.content_date == page.content_date
    assert dutch.translated_from is not None
    assert stale_since(dutch) is None


@pytest.mark.parametrize("kind", LEAVES)
def test_page_is_scheduled_unpublished_and_restored(kind, create, admin_client):
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    page = create(kind, go_live_at=tomorrow)
    assert not page.live
    assert page.approved_schedule
    first = page.revisions.get()
    args = [page.pk, first.pk]
    admin_client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=args))
    page = save(admin_client, kind, page, "Salut", go_live_at="")
    assert page.live
    admin_client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    page.refresh_from_db()
    assert not page.live
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    form = admin_client.get(url)
    assert f"Bonjour {kind}" in form.content.decode()
    page = save(admin_client, kind, page, "Bonjour", go_live_at="")
    assert page.live
    assert page.title == f"Bonjour {kind}"


@pytest.mark.parametrize("kind", TYPES)
def test_page_is_previewed_before_it_is_saved_and_after(
    kind, create, admin_client, nl, parents
):
    model = TYPES[kind][0]
    args = [model._meta.app_label, model._meta.model_name, parents(kind)[0].pk]
    url = reverse("wagtailadmin_pages:preview_on_add", args=args)
    assert admin_client.post(url, filled(kind, "Essai")).json()["is_valid"]
    assert "Essai" in admin_client.get(url).content.decode()
    page = create(kind)
    dutch = submit(admin_client, page, nl)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    if translation.enabled:
        translate_texts(admin_client, page)
        url = reverse("wagtail_localize:preview_translation", args=[translation.pk])
        assert f"NL Bonjour {kind}" in admin_client.get(url).content.decode()
    else:
        url = reverse("wagtailadmin_pages:view_draft", args=[dutch.pk])
        assert f"Bonjour {kind}" in admin_client.get(url).content.decode()


@pytest.mark.parametrize("kind", sorted(CLASSIFIED))
def test_theme_is_asked_for_on_publication_only(kind, create, admin_client, parents):
    model = TYPES[kind][0]
    args = [model._meta.app_label, model._meta.model_name, parents(kind)[0].pk]
    url = reverse("wagtailadmin_pages:add", args=args)
    assert 'name="page_themes-0-' not in admin_client.get(url).content.decode()
    unclassified = {"page_themes": inline_formset([])}
    assert not create(kind, "Essai", action="action-save", **unclassified).live
    data = filled(kind, "Salut", **unclassified) | {"action-publish": "1"}
    response = admin_client.post(url, data, headers={"accept-language": "fr"})
    assert response.status_code == 200
    (refusal,) = response.context["form"].formsets["page_themes"].non_form_errors()
    assert refusal == "Choisissez au moins un thème avant de publier."
    assert refusal in response.content.decode()


def test_home_is_edited_by_hand(admin_client, home_fr):
    page = save(admin_client, "home", home_fr, "Accueil")
    assert page.title == "Accueil home"


@pytest.mark.parametrize("kind", TYPES)
def test_page_stands_only_where_it_belongs(kind, home_fr, section):
    model = TYPES[kind][0]
    for other in ("call", "event"):
        parent = section(other)[0].specific
        allowed = model in parent.allowed_subpage_models()
        assert allowed is (TYPES[kind][1] == other)
    assert model not in Page.objects.get(depth=1).specific.allowed_subpage_models() or (
        model is HomePage
    )
