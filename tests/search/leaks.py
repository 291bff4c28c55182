"""What hides a page, and every place where it might yet show through.

Each of HIDINGS is given the front page and publishes or keeps one page that speaks of
the `MARK`; no answer of a list may then contain that word. Both engines are tried:
tests/search/test_leaks.py and tests/services/test_leaks.py.
"""

from datetime import timedelta

from wagtail.models import Page, PageViewRestriction

from events.models import EventIndexPage
from hubsite.models import Keyword, PageKeyword

from .factories import event, index_page, noon, standard, territory, theme

MARK = "zanzibar"
# A word of the same page that may be echoed, so that MARK tells a leak.
WORD = "quokka"


def speaking(home, title=f"Quokka {MARK}", **fields):
    """Publish an event whose every text and every term has the MARK."""
    theme(f"theme-{MARK}", f"Thème {MARK}", f"Thema {MARK}")
    territory("x:reg")
    territory(f"x:{MARK}", territory("x:reg"))
    page = event(home, title, [f"theme-{MARK}"], [f"x:{MARK}"], slug="rencontre",
                 summary=f"Le {title}", **fields)  # fmt: skip
    tag, _new = Keyword.objects.get_or_create(
        slug=f"tag-{MARK}",
        defaults={"name": f"Mot {MARK}", "name_nl": f"Woord {MARK}"},
    )
    page.page_keywords.add(PageKeyword(tag=tag))
    page.save()
    return page


def closed(home, how="login"):
    """Publish a page that is not open to everybody."""
    page = standard(home, "Salle fermée")
    PageViewRestriction.objects.create(page=page, restriction_type=how, password="x")
    return page


def draft(home):
    speaking(home, live=False)


def scheduled(home):
    speaking(home, live=False, go_live_at=noon() + timedelta(days=1))


def expired(home):
    speaking(home, expire_at=noon())


def draft_of_a_public_page(home):
    page = event(home, "Réunion", ["pass"])
    page.title = page.summary = f"Quokka {MARK}"
    page.save_revision()


def older_text(home):
    page = speaking(home)
    page.title, page.summary = "Réunion", "Rien"
    page.page_themes, page.page_territories, page.page_keywords = [], [], []
    page.save_revision().publish()


def unpublished(home):
    speaking(home).unpublish()


def deleted(home):
    speaking(home).delete()


def restricted_by_login(home):
    page = speaking(home)
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def restricted_by_password(home):
    page = speaking(home)
    PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="x"
    )


def restricted_to_groups(home):
    page = speaking(home)
    PageViewRestriction.objects.create(page=page, restriction_type="groups")


def below_a_restricted_page(home):
    speaking(home)
    index = index_page(home, EventIndexPage)
    PageViewRestriction.objects.create(page=index, restriction_type="login")


def moved_below_a_restricted_page(home):
    page = speaking(home)
    page.move(closed(home), pos="last-child")


def moved_with_what_holds_it(home):
    speaking(home)
    index = index_page(home, EventIndexPage)
    Page.objects.get(pk=index.pk).move(closed(home, "groups"), pos="last-child")


def alias_of_a_restricted_page(home):
    page = speaking(home)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    page.create_alias(parent=home, update_slug="copie")


def alias_of_what_was_unpublished(home):
    page = speaking(home)
    page.create_alias(parent=home, update_slug="copie")
    page.unpublish()


HIDINGS = (
    draft,
    scheduled,
    expired,
    draft_of_a_public_page,
    older_text,
    unpublished,
    deleted,
    restricted_by_login,
    restricted_by_password,
    restricted_to_groups,
    below_a_restricted_page,
    moved_below_a_restricted_page,
    moved_with_what_holds_it,
    alias_of_a_restricted_page,
    alias_of_what_was_unpublished,
)

# Each address -> what a reader meets there.
PLACES = {
    f"/fr/recherche/?q={WORD}": "hits, highlights",
    "/fr/recherche/": "counts",
    "/nl/zoeken/": "what exists only in French",
    "/fr/recherche/?q=zanzibat": "corrections",
    f"/fr/recherche/?q=ouverte+{WORD}": "pages with some of the words",
    f"/fr/recherche/results.json?q={WORD}": "results, highlights, counts",
    "/fr/recherche/results.json": "results, counts",
    "/fr/recherche/results.csv": "rows",
    "/fr/recherche/feed.atom": "entries",
    "/fr/recherche/suggestions.json?q=quok": "suggestions",
    "/fr/etiquettes/": "tags",
}


def open_door(home):
    """Publish what anyone may read, beside what is hidden."""
    standard(home, "Porte ouverte", ["pass"])


def leaks(client, home):
    """Return the addresses whose answer contains the MARK."""
    index = EventIndexPage.objects.child_of(home).first()
    places = list(PLACES)
    if index:
        lists = ("", "results.json", "feed.atom", "calendar.ics")
        places += [index.url + name for name in lists]
    found = []
    for place in places:
        response = client.get(place)
        if response.status_code != 302:
            assert response.status_code == 200, place
        if MARK in response.content.decode().lower():
            found.append(place)
    return found
