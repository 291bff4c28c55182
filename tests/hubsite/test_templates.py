"""Every kind of page renders whole, in both languages, at a constant cost."""

import json
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from directory.models import Organisation, Person
from events.models import EventIndexPage, EventPage
from funding.models import CallIndexPage, CallPage, Round
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from hubsite.models import HubSettings, MenuLink, PageTheme, Theme
from newsletter.models import NewsletterIndexPage, NewsletterIssuePage
from resources.models import (
    ExperienceIndexPage,
    ExperiencePage,
    KitPage,
    KitStepPage,
    ResourceIndexPage,
    ResourcePage,
)
from tests.conftest import dutch_home, french_home

DETAIL_QUERIES = 14
LIST_QUERIES = 18


def organisation():
    return Organisation.objects.get_or_create(
        code="rivelaine", defaults={"name": "Rivelaine", "kind": "company"}
    )[0]


def fields_of(model):
    """Return what a page of that type needs to be saved."""
    now = timezone.now()
    return {
        CallPage: lambda: {
            "kind": "aap",
            "funder": organisation(),
            "rounds": [Round(deadline_on=timezone.localdate())],
            "official_url": "https://example.org/",
            "amount_max": 45000,
        },
        EventPage: lambda: {
            "kind": "webinar",
            "modality": "online",
            "starts_at": now,
            "ends_at": now + timezone.timedelta(hours=1),
            "languages": ["fr"],
        },
        ResourcePage: lambda: {
            "kind": "card",
            "format": "pdf",
            "licence": "CC-BY-SA-4.0",
            "authors": "Hub",
            "languages": ["fr", "nl"],
        },
        ExperiencePage: lambda: {
            "structure": organisation(),
            "context": "<p>Un foyer.</p>",
        },
        KitPage: lambda: {"licence": "CC-BY-SA-4.0"},
        KitStepPage: lambda: {
            "licence": "CC-BY-SA-4.0",
            "checklist": [("item", "Un budget est voté.")],
        },
        NewsPage: lambda: {
            "author": Person.objects.get_or_create(code="maud", name="Maud")[0]
        },
    }.get(model, dict)()


SECTIONS = {
    StandardPage: None,
    KitPage: None,
    KitStepPage: KitPage,
    ResourcePage: ResourceIndexPage,
    ExperiencePage: ExperienceIndexPage,
    CallPage: CallIndexPage,
    EventPage: EventIndexPage,
    NewsPage: NewsIndexPage,
    NewsletterIssuePage: NewsletterIndexPage,
}


def add(parent, model, slug, **fields):
    page = model(
        title=slug.capitalize(),
        slug=slug,
        summary="Un résumé.",
        locale=parent.locale,
        **{**fields_of(model), **fields},
    )
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def translated(page, parent):
    """Return the Dutch page of the same content."""
    return add(
        parent, type(page), f"{page.slug}-nl", translation_key=page.translation_key
    )


def plant():
    """Return the two homes, and below them a section and a page of every kind."""
    home_fr = french_home()
    home_nl = dutch_home(home_fr)
    pages = {}
    theme = Theme.objects.create(code="rights", label_fr="droits", label_nl="rechten")
    for model, index in SECTIONS.items():
        parent_fr, parent_nl = home_fr, home_nl
        if index and (index, "fr") not in pages:
            pages[index, "fr"] = add(home_fr, index, index.__name__.lower())
            pages[index, "nl"] = translated(pages[index, "fr"], home_nl)
        if index:
            parent_fr, parent_nl = pages[index, "fr"], pages[index, "nl"]
        page = add(parent_fr, model, f"un-{model.__name__.lower()}")
        PageTheme.objects.create(page=page, term=theme)
        pages[model, "fr"], pages[model, "nl"] = page, translated(page, parent_nl)
    return (home_fr, home_nl), pages


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker):
    """Plant once: every test begins and ends with these pages as they are."""
    with django_db_blocker.unblock(), transaction.atomic():
        homes, pages = plant()
        yield [home.pk for home in homes], {key: p.pk for key, p in pages.items()}
        transaction.set_rollback(True)


@pytest.fixture
def home_fr(planted, db):
    return HomePage.objects.get(pk=planted[0][0])


@pytest.fixture
def home_nl(planted, db):
    return HomePage.objects.get(pk=planted[0][1])


@pytest.fixture
def site_tree(planted, db):
    """The planted pages by (model, language)."""
    return {
        (model, language): model.objects.get(pk=pk)
        for (model, language), pk in planted[1].items()
    }


@pytest.fixture
def menu(site_tree, home_fr):
    hub = HubSettings.for_site(home_fr.get_site())
    page = site_tree[CallIndexPage, "fr"]
    MenuLink.objects.create(settings=hub, page=page, zone="header")
    hub.save()
    return hub


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_page_renders_in_its_language_with_its_twin(
    client, site_tree, menu, language
):
    other = {"fr": "nl", "nl": "fr"}[language]
    for (model, code), page in site_tree.items():
        if code != language:
            continue
        response = client.get(page.url)
        html = response.content.decode()
        assert response.status_code == 200, model
        assert f'<html lang="{language}">' in html
        assert f'<link rel="canonical" href="{page.full_url}">' in html
        twin = site_tree[model, other]
        alternate = f'<link rel="alternate" hreflang="{other}" href="{twin.full_url}">'
        assert alternate in html
        assert 'hreflang="x-default"' in html
        assert html.count("<h1") == 1
        assert "Set-Cookie" not in response.headers


def test_no_page_has_inline_style_or_script(client, site_tree, menu):
    for page in site_tree.values():
        html = client.get(page.url).content.decode()
        assert not re.search(r"<style|\sstyle=|\son\w+=", html), page
        scripts = re.findall(r"<script([^>]*)>", html)
        assert all("src=" in s or "application/ld+json" in s for s in scripts), page


def test_structured_data_is_json_that_no_text_can_leave(client, site_tree):
    page = site_tree[NewsPage, "fr"]
    page.title = "</script><b>R&D"
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    source = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    graph = json.loads(source.group(1))["@graph"]
    assert {"Organization", "BreadcrumbList"} <= {part["@type"] for part in graph}
    assert "</script><b>" not in html


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_detail_pages_cost_few_queries(client, site_tree, menu, language):
    for (model, code), page in site_tree.items():
        if code == language and model in SECTIONS and model is not KitStepPage:
            assert queries_of(client, page.url) <= DETAIL_QUERIES, model


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_home_and_kit_steps_keep_to_their_budget(
    client, site_tree, menu, home_fr, home_nl, language
):
    home = home_fr if language == "fr" else home_nl
    assert queries_of(client, home.url) <= 20
    assert queries_of(client, site_tree[KitStepPage, language].url) <= 18


@pytest.mark.parametrize("model", [NewsPage, CallPage, KitStepPage])
def test_lists_cost_the_same_with_twenty_children(client, site_tree, menu, model):
    section = site_tree[SECTIONS[model], "fr"]
    add(section, model, "deux")
    few = queries_of(client, section.url)
    section = type(section).objects.get(pk=section.pk)
    for number in range(18):
        add(section, model, f"page-{number}")
    assert queries_of(client, section.url) == few <= LIST_QUERIES


def test_forty_blocks_cost_what_one_costs(client, site_tree, menu):
    page = site_tree[StandardPage, "fr"]
    targets = [site_tree[CallPage, "fr"], site_tree[NewsPage, "fr"]]
    block = [
        ("paragraph", f'<p><a linktype="page" id="{targets[0].pk}">a</a></p>'),
        ("read_also", [target.pk for target in targets]),
    ]

    def cost(times):
        fresh = StandardPage.objects.get(pk=page.pk)
        fresh.body = json.dumps(
            [{"type": kind, "value": value} for kind, value in block * times]
        )
        fresh.save_revision().publish()
        return queries_of(client, page.url)

    assert cost(1) == cost(40)


def test_links_lead_to_the_page_in_the_reader_s_language(client, site_tree):
    target = site_tree[CallPage, "fr"]
    page = site_tree[StandardPage, "nl"]
    page.body = [
        ("paragraph", f'<p><a linktype="page" id="{target.pk}">oproep</a></p>')
    ]
    page.save_revision().publish()
    html = client.get(page.url).content.decode()
    assert f'<a href="{site_tree[CallPage, "nl"].url}">oproep</a>' in html


def test_read_also_keeps_silent_on_restricted_pages(client, site_tree):
    hidden = site_tree[NewsPage, "fr"]
    hidden.view_restrictions.create(restriction_type="login")
    page = site_tree[StandardPage, "fr"]
    page.body = json.dumps([{"type": "read_also", "value": [hidden.pk]}])
    page.save_revision().publish()
    assert hidden.title not in client.get(page.url).content.decode()


def test_a_restriction_covers_the_pages_below_it(client, site_tree):
    site_tree[NewsIndexPage, "fr"].view_restrictions.create(restriction_type="login")
    assert client.get(site_tree[NewsPage, "fr"].url).status_code == 302
    assert client.get(site_tree[CallPage, "fr"].url).status_code == 200


def test_the_switcher_leads_above_an_untranslated_page_and_says_so(client, site_tree):
    lonely = add(site_tree[NewsIndexPage, "fr"], NewsPage, "seule")
    html = client.get(lonely.url).content.decode()
    section = site_tree[NewsIndexPage, "nl"]
    assert f'<a href="{section.url}" hreflang="nl">' in html
    assert '<details class="language">' in html
    assert 'rel="alternate" hreflang="nl"' not in html


def test_the_switcher_keeps_the_filters_of_a_list(client, site_tree):
    section = site_tree[NewsIndexPage, "fr"]
    html = client.get(f"{section.url}?theme=rights").content.decode()
    assert f'href="{site_tree[NewsIndexPage, "nl"].url}?theme=rights"' in html


def test_a_stale_translation_tells_its_readers(client, site_tree):
    source, page = site_tree[NewsPage, "fr"], site_tree[NewsPage, "nl"]
    NewsPage.objects.filter(pk=page.pk).update(translated_from=timezone.now())
    assert 'class="notice"' not in client.get(page.url).content.decode()
    source.title = "Nouveau titre"
    source.save_revision().publish()
    assert 'class="notice"' in client.get(page.url).content.decode()


def test_the_menu_follows_what_editors_publish(
    client, site_tree, menu, home_fr, django_capture_on_commit_callbacks
):
    page = site_tree[CallIndexPage, "fr"]
    assert page.title in client.get(home_fr.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    html = client.get(home_fr.url).content.decode()
    assert 'id="menu-links"' not in html


def test_the_sitemap_names_every_language_of_a_page(client, site_tree):
    sitemap = client.get("/sitemap.xml").content.decode()
    for page in site_tree.values():
        assert f"<loc>{page.full_url}</loc>" in sitemap
    assert 'hreflang="x-default"' in sitemap


@pytest.mark.parametrize("path", ["/fr/rien/", "/nl/niets/"])
def test_a_lost_reader_gets_help_in_the_language_of_the_address(
    client, site_tree, path
):
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{path[1:3]}">' in html
    assert 'role="search"' in html
    assert 'rel="canonical"' not in html


def test_an_author_s_page_lists_each_article_once(client, site_tree):
    html = client.get("/nl/auteurs/maud/").content.decode()
    assert site_tree[NewsPage, "nl"].url in html
    assert site_tree[NewsPage, "fr"].url not in html


def test_a_call_hands_out_its_deadline_as_a_calendar(client, site_tree):
    response = client.get(f"{site_tree[CallPage, 'fr'].url}calendar.ics")
    assert response["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in response.content


def test_a_page_is_found_by_its_whole_address_only(client, site_tree):
    page = site_tree[CallPage, "fr"]
    wrong = page.url.replace("callindexpage", "newsindexpage")
    assert client.get(wrong).status_code == 404
    Page.objects.filter(pk=page.pk).update(live=False)
    assert client.get(page.url).status_code == 404
