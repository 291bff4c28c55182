"""What alerts follow, in plain words: few queries, however many alerts."""

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page

from hubsite.i18n import unrestricted
from search.exits import narrowings
from search.labels import LabelBook
from search.models import SearchEntry
from search.pages import ListPage
from search.query import SearchQuery
from search.views import SEARCH_FACETS

WITH_DEADLINES = {"call", "event"}


@dataclass(frozen=True)
class Followed:
    """What one alert follows: `query` asks it, `title` and `filters` say it.

    `base` is the path of the list, the search or the page; `language` that of the title;
    `types` are the search types it may hold, all of them where empty.
    """

    query: SearchQuery
    title: str
    base: str
    language: str
    types: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    @property
    def text(self):
        return " · ".join([self.title, *self.filters])

    @property
    def url(self):
        """Return the path of the list as it is followed, or of the page."""
        return self.base + self._plain.querystring()

    @property
    def parameters(self):
        """Return what an alert keeps of the list's address: the order of items does not
        tell one list from another.
        """
        return self._plain.querystring().removeprefix("?")

    @property
    def has_deadlines(self):
        return not self.types or not WITH_DEADLINES.isdisjoint(self.types)

    @property
    def _plain(self):
        return replace(self.query, sort="", page=1)


def followed_by(alerts, language):
    """Return the Followed of each alert, or None where it is gone, in `language`."""
    with translation.override(language):
        lists, items = _lists(alerts, language), _items(alerts, language)
        found = [_followed(alert, language, lists, items) for alert in alerts]
        names = {name for one in found if one for name in one.query.selected}
        book = LabelBook.read(language, names) if names else None
        return [one and _with_filters(one, book) for one in found]


def _lists(alerts, language):
    """Return key -> list page in that language."""
    keys = {alert.list_key for alert in alerts if alert.list_key}
    pages = Page.objects.live().filter(
        unrestricted(), translation_key__in=keys, locale__language_code=language
    )
    return {
        page.translation_key: page
        for page in pages.specific()
        if isinstance(page, ListPage)
    }


def _items(alerts, language):
    """Return key -> entry of each followed page, in that language where it exists."""
    keys = {alert.item_key for alert in alerts if alert.item_key}
    entries = SearchEntry.objects.present().filter(translation_key__in=keys)
    found = {}
    for entry in entries.only("translation_key", "language", "title", "url", "type"):
        if entry.language == language or entry.translation_key not in found:
            found[entry.translation_key] = entry
    return found


def _followed(alert, language, lists, items):
    if alert.item_key:
        item = items.get(alert.item_key)
        query = SearchQuery(language=language)
        return item and Followed(
            query, item.title, item.url, item.language, (item.type,)
        )
    GET = QueryDict(alert.parameters)
    if alert.list_key:
        page = lists.get(alert.list_key)
        if page is None:
            return None
        query, title, base = page.read_query(GET), page.title, page.url
    else:
        query = SearchQuery.from_request(GET, language=language, facets=SEARCH_FACETS)
        title, base = gettext("The whole site"), reverse("search")
    types = query.types or query.selected.get("type", ())
    return Followed(query, title, base, language, tuple(types))


def _with_filters(followed, book):
    return replace(followed, filters=tuple(narrowings(followed.query, book)))
