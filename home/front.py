"""What the front page gathers: doors, what closes, what is new, who the hub is."""

from dataclasses import dataclass

from wagtail.models import Page, Site

from directory.models import Organisation
from funding.models import CallIndexPage
from hubsite.i18n import current_language, unrestricted
from hubsite.menus import chrome
from hubsite.surroundings import surroundings_of
from search.engines import get_engine
from search.query import SearchQuery

CLOSING_SHOWN = 3
NEW_SHOWN = 3
NEW_TYPES = ("news", "sheet", "resource")


@dataclass(frozen=True)
class Door:
    """An entry for one audience (R4.20)."""

    title: str
    text: str
    url: str


def stored_entries(home):
    """Return the values of the entries as they are stored, without reading pages."""
    return [block["value"] for block in home.entries.raw_data]


def doors(home):
    around = surroundings_of(home)
    for entry in stored_entries(home):
        for page in around.in_language([entry["page"]]):
            yield Door(entry["title"], entry["text"], page.url)


def front_context(home, request):
    """Return the context of the front page: two engine requests, three queries."""
    from .models import NewsIndexPage

    lists = {
        page.specific_class: page.url
        for page in Page.objects.child_of(home)
        .type(CallIndexPage, NewsIndexPage)
        .filter(unrestricted(), live=True, alias_of=None)
    }
    return {
        "entries": list(doors(home)),
        "closing": hits(("call",), CLOSING_SHOWN, "due", status=("closing",)),
        "new": hits(NEW_TYPES, NEW_SHOWN, "newest"),
        "calls_url": lists.get(CallIndexPage),
        "news_url": lists.get(NewsIndexPage),
        **who_we_are(request),
    }


def who_we_are(request):
    """Return the consortium and the other hubs: one query."""
    site = Site.find_for_request(request)
    own_name = chrome(site).name if site else ""
    known = list(
        Organisation.objects.filter(is_consortium_member=True)
        | Organisation.objects.filter(kind=Organisation.Kind.HUB).exclude(name=own_name)
    )
    return {
        "consortium": [each for each in known if each.is_consortium_member],
        "hubs": [each for each in known if not each.is_consortium_member],
    }


def hits(types, size, sort, **selected):
    query = SearchQuery(
        language=current_language(), types=types, selected=selected, default_sort=sort
    )
    return get_engine().search(query.request(size=size)).hits
