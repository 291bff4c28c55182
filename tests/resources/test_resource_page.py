"""The page of a resource: what readers see of it, and what its country decides."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page, PageViewRestriction

from search.facets import FACETS
from tests.search.factories import resource, territory, translated

from .factories import in_full

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def pair(home_fr, home_nl):
    """FranceConnect and itsme in French, and FranceConnect's page in Dutch."""
    french = resource(home_fr, "FranceConnect", country="FR")
    belgian = resource(home_fr, "Itsme", country="BE", variant_of=french)
    section = french.get_parent().copy_for_translation(home_nl.locale)
    section.save_revision().publish()
    dutch = translated(
        french, section, "FranceConnect in het Nederlands", kind="card", format="pdf",
        licence="CC-BY-SA-4.0", authors="Hub", languages=["fr"], country="FR",
    )  # fmt: skip
    return french, belgian, dutch


def test_page_shows_all_that_belongs_to_a_resource(client, home_fr):
    page = in_full(home_fr, "Guichet", number=2, activities=["role_play"])
    text = text_of(client.get(page.url))
    for words in (
        "Fichier 1", "1 ko", "CC0 1.0", "Digipunt", "Carnet", "Les Passeurs",
        "Testé", "Drôme", "Une médiathèque", "version 1.1", "Plus court", "Utile",
        "une agente, Ain", "Mise en situation",
    ):  # fmt: skip
        assert words in text, words
    origin = Page.objects.get(slug="guichet-origine")
    assert "Adapté dans" in text_of(client.get(origin.url))


def test_page_of_a_bare_resource_has_no_empty_section(client, home_fr):
    text = text_of(client.get(resource(home_fr, "Nue").url))
    for words in ("Adapté", "Ce qui a changé", "Un outil par pays", "Transcription"):
        assert words not in text, words


def test_rows_cost_no_query_of_their_own(client, home_fr):
    def count(page):
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.url, {"fresh": "1"}).status_code == 200
        return len(queries)

    assert count(in_full(home_fr, "Deux", 2)) == count(in_full(home_fr, "Vingt", 20))


def test_page_with_rows_of_every_kind_asks_few_queries(
    client, home_fr, django_assert_max_num_queries
):
    page = in_full(home_fr, "Guichet", 3, themes=["basics"])
    client.get(page.url)
    with django_assert_max_num_queries(14):
        client.get(page.url)


@pytest.mark.demo
@pytest.mark.parametrize("key", ["R16", "R22", "X1"])
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_pages_of_the_demo_ask_few_queries(
    demo, client, django_assert_max_num_queries, key, language
):
    page = demo(key, language)
    # The illustration costs one more: drawing it is not what is tried here.
    type(page).objects.filter(pk=page.pk).update(image=None)
    client.get(page.url)
    with django_assert_max_num_queries(13):
        client.get(page.url)


def order(client, page, **chosen):
    """Return the countries in the order shown, and whether one was chosen."""
    html = client.get(page.url, chosen).content.decode()
    block = html.partition('class="variants')[2].partition("</ul>")[0]
    return re.findall(r'<small class="muted">(.*?)</small>', block), "chosen" in block


def test_country_decides_which_variant_comes_first(client, pair):
    french, belgian, _dutch = pair
    assert order(client, french) == (["France", "Belgique"], False)
    assert order(client, belgian) == (["Belgique", "France"], False)
    assert order(client, french, country="BE") == (["Belgique", "France"], True)
    assert order(client, belgian, country="fr") == (["France", "Belgique"], True)
    assert order(client, french, country="DE") == (["France", "Belgique"], False)


@pytest.mark.parametrize(
    ("reference", "first"),
    [
        ("nis:02000", "Belgique"),
        ("nuts:BE25", "Belgique"),
        ("iso:BE", "Belgique"),
        ("insee-dep:26", "France"),
        ("programme:interreg-fwvl", "France"),
        ("nothing", "France"),
    ],
)
def test_territory_of_the_reader_says_the_country(client, pair, reference, first):
    assert order(client, pair[0], territory=reference)[0][0] == first


def test_language_never_decides_the_country(client, pair):
    _french, _belgian, dutch = pair
    assert order(client, dutch) == (["Frankrijk", "België"], False)
    assert order(client, dutch, country="BE") == (["België", "Frankrijk"], True)


@pytest.mark.parametrize(
    ("chosen", "first"),
    [
        ({}, "Itsme"),
        ({"territory": "nis:54007"}, "Itsme"),
        ({"territory": "insee-dep:59"}, "FranceConnect"),
        ({"territory": "programme:interreg-fwvl"}, "Itsme"),
        ({"country": ["FR", "BE"]}, "Itsme"),
    ],
)
def test_lists_put_the_variant_of_the_readers_country_first(
    client, home_fr, chosen, first
):
    area = territory("programme:interreg-fwvl")
    for reference in ("nis:54007", "insee-dep:59"):
        territory(reference, area)
    fields = {"territories": ["programme:interreg-fwvl"], "content_date": "2026-03-01"}
    french = resource(home_fr, "FranceConnect", country="FR", **fields)
    fields["content_date"] = "2026-03-02"
    resource(home_fr, "Fiche entre les deux", slug="entre", **fields)
    fields["content_date"] = "2026-03-03"
    resource(home_fr, "Itsme", country="BE", variant_of=french, **fields)
    url = french.get_parent().url
    html = client.get(url, chosen).content.decode()
    shown = re.findall(r"<h3><a href=[^>]*>(.*?)</a>", html)
    assert shown[0] == first
    assert shown[1] == "Fiche entre les deux"
    assert "français · Belgique" in html
    data = client.get(f"{url}results.json", chosen).json()
    assert [hit["title"] for hit in data["results"]] == shown


def test_no_cookie_remembers_the_country(client, pair):
    assert client.get(pair[0].url, {"country": "BE"}).cookies == {}


@pytest.fixture
def video(home_fr, settings):
    settings.EMBED_HOSTS = ["tube.example"]
    page = in_full(home_fr, "Film", transcript="<p>Bonjour à tous.</p>")
    link = page.links.get()
    link.url = "https://tube.example/w/abc123"
    link.save()
    return page


def test_a_player_is_loaded_on_demand_only(client, video):
    response = client.get(video.url)
    assert "<iframe" not in text_of(response)
    assert "tube.example" not in response["Content-Security-Policy"]
    link = video.links.get()
    asked = re.search(r'href="(\?play=\d+)#', text_of(response))[1]
    response = client.get(video.url + asked)
    text = text_of(response)
    assert 'src="https://tube.example/videos/embed/abc123"' in text
    assert link.url in text
    assert "Bonjour à tous." in text
    assert "frame-src https://tube.example" in response["Content-Security-Policy"]


def test_a_host_that_the_hub_does_not_name_is_only_linked(client, video, settings):
    settings.EMBED_HOSTS = []
    text = text_of(client.get(video.url, {"play": video.links.get().pk}))
    assert "<iframe" not in text
    assert "https://tube.example/w/abc123" in text


@pytest.mark.parametrize("play", ["x", "999999", "-1"])
def test_a_wrong_player_shows_the_page(client, video, play):
    response = client.get(video.url, {"play": play})
    assert response.status_code == 200
    assert "<iframe" not in text_of(response)


def test_licence_is_told_to_machines_and_the_credit_to_copy(client, home_fr):
    page = in_full(home_fr, "Guichet")
    text = text_of(client.get(page.url))
    uri = "https://creativecommons.org/licenses/by-sa/4.0/"
    assert f'<link rel="license" href="{uri}">' in text
    assert f'href="{uri}deed.fr" rel="license" property="dcterms:license"' in text
    assert '<dd property="cc:attributionName">Hub</dd>' in text
    address = f'<link property="cc:attributionURL" href="{page.full_url}">'
    assert address in text
    # The licences of an illustration or of an origin are not those of the page.
    assert len(re.findall(r'rel="license"', text)) == 2
    assert 'id="credit-html">« &lt;a href=' in text.replace("\xa0", " ")
    assert "(adapté de « Carnet »" in text.replace("\xa0", " ")


@pytest.mark.parametrize(("language", "name"), [("fr", "métier"), ("nl", "beroep")])
def test_filter_of_trades_has_the_name_of_a_thing(language, name):
    with translation.override(language):
        assert str(FACETS["trade"].label) == name


def test_facets_say_country_activity_and_trade(home_fr):
    from hubsite.models import Audience, PageAudience

    both = resource(home_fr, "Partout", activities=["quiz"])
    trade = Audience.objects.create(
        code="direction", label_fr="d", label_nl="d", is_trade=True
    )
    both.page_audiences = [PageAudience(term=trade)]
    both.save()
    facets = both.facets()
    assert facets["country"] == ("FR", "BE")
    assert facets["activity"] == ("quiz",)
    assert facets["trade"] == ("direction",)
    assert resource(home_fr, "Ici", country="BE").facets()["country"] == ("BE",)
    closed = resource(home_fr, "Fermée", licence="CC-BY-NC-ND-4.0")
    assert closed.facets()["permission"] == ("share",)


@pytest.mark.parametrize("how", ["draft", "closed"])
def test_a_work_that_visitors_may_not_read_is_not_named(client, home_fr, how):
    page = in_full(home_fr, "Guichet", number=2)
    origin = Page.objects.get(slug="guichet-origine")
    assert "Guichet d'origine" in client.get(page.url).text.replace("&#x27;", "'")
    if how == "draft":
        origin.unpublish()
    else:
        PageViewRestriction.objects.create(page=origin, restriction_type="login")
    for path in ("", "amb.json"):
        text = client.get(page.url + path).text.replace("&#x27;", "'")
        assert "Guichet d'origine" not in text
        assert "guichet-origine" not in text
        assert "n'est pas, ou n'est plus, publiée ici" in text
    assert "d'origine" not in type(page).objects.get(pk=page.pk).credit().text()
