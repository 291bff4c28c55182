"""The site map in both languages, and the titles that tell one list from another."""

import pytest
from wagtail.models import Page

from search.site_map import pages_of_lists

pytestmark = pytest.mark.demo


@pytest.mark.parametrize(
    ("path", "sections", "unlisted"),
    [
        (
            "/fr/plan-du-site/",
            ["/fr/kit/reunir-les-acteurs/", "/fr/agenda/"],
            "/fr/agenda/",
        ),
        ("/nl/sitemap/", ["/nl/toolkit/", "/nl/ecodesign/"], "/nl/materiaal/"),
    ],
)
def test_site_map_holds_the_sections_and_not_their_lists(
    demo, client, path, sections, unlisted
):
    text = client.get(path).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    for section in [*sections, unlisted]:
        assert f'href="{section}"' in main
    assert main.count(f'href="{unlisted}') == 1


def test_site_map_closes_every_list_it_opens(demo, client):
    text = client.get("/fr/plan-du-site/").content.decode()
    assert text.count("<ul") == text.count("</ul>")
    assert text.count("<li>") == text.count("</li>")


def test_site_map_asks_as_much_however_many_pages(
    demo, client, django_assert_num_queries, django_assert_max_num_queries
):
    client.get("/fr/plan-du-site/")
    with django_assert_max_num_queries(8) as first:
        client.get("/fr/plan-du-site/")
    few = len(first)
    page = Page.objects.get(slug="ecoconception", locale__language_code="fr").specific
    for number in range(20):
        page.copy(
            update_attrs={"slug": f"copie-{number}"},
            keep_live=True,
            copy_revisions=False,
        )
    client.get("/fr/plan-du-site/")
    with django_assert_num_queries(few):
        text = client.get("/fr/plan-du-site/").content.decode()
    assert "/fr/copie-19/" in text


def test_every_list_hands_its_pages_to_search():
    names = {model.__name__ for model in pages_of_lists()}
    assert {"CallPage", "EventPage", "ResourcePage", "NewsPage"} <= names
    assert "KitStepPage" not in names


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/fr/recherche/", "<title>Rechercher –"),
        ("/fr/recherche/?page=2", "<title>page 2 – Rechercher –"),
        ("/nl/zoeken/?page=2", "<title>pagina 2 – Zoeken –"),
        ("/fr/recherche/?q=mot", "<title>mot – Rechercher –"),
    ],
)
def test_title_tells_one_list_from_another(demo, client, path, title):
    assert title in client.get(path).content.decode()
