"""The one object that reads a list's address.

The page, its JSON, CSV, feed and calendar, an alert and a block of a newsletter all ask
through it, so that what one sees is what one follows.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from .asking_place import PARAMETER, PlaceAsked, read_place
from .facets import FACETS, REACHES, SORTS, TRUE
from .types import Request

MAX_WORDS_LENGTH = 200
MAX_CODES = 30
MAX_PAGE = 10_000
PAGE_SIZE = 20
# The code that asks for every status, where a list opens with some of them.
ALL = "all"

_CODE = re.compile(r"[\w.:+-]{1,80}")
_YES = {"1", "on", "yes", "true"}


@dataclass(frozen=True)
class SearchQuery:
    """A validated search; `messages` tell the reader what of the address was not used.

    `opened` names the facet whose values are all shown; `place` is a place typed that is
    still to be chosen. They narrow nothing. `defaults` are the codes a list opens with:
    they are chosen, but no address and no sign says so.

    Build it with `from_request()`, or by hand for a block, an alert or a newsletter.
    """

    language: str
    q: str = ""
    types: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    defaults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reach: str = ""
    sort: str = ""
    default_sort: str = "newest"
    page: int = 1
    opened: str = ""
    messages: tuple[str, ...] = ()
    place: PlaceAsked | None = None

    @classmethod
    def from_request(
        cls,
        GET,
        *,
        language,
        types=(),
        facets=None,
        default_sort="newest",
        defaults=None,
    ):
        """Return the query that the parameters of an address ask for.

        Never raises: what cannot be read is left out, and `messages` says so. A code
        that nothing carries stays selected, with no result, so that the reader sees why.
        A place typed that means one territory is that choice, in place of any other.
        Without `facets` all are counted. `defaults` hold where the address says nothing
        of a facet; "all" asks for every code.
        """
        messages, defaults = [], defaults or {}
        facets = tuple(FACETS) if facets is None else tuple(facets)
        selected = _selection(GET, defaults, messages)
        reference, place = read_place(GET.get(PARAMETER, ""))
        if reference:
            selected["territory"] = (reference,)
        return cls(
            language=language,
            q=_words(GET.get("q", ""), messages),
            types=tuple(types),
            facets=facets,
            selected=selected,
            defaults=defaults,
            reach=_known(GET, "reach", REACHES),
            sort=_known(GET, "sort", SORTS),
            default_sort=default_sort,
            page=_page(GET.get("page", ""), messages),
            opened=_known(GET, "all", FACETS),
            messages=tuple(dict.fromkeys(messages)),
            place=place,
        )

    @property
    def effective_sort(self):
        """Return the sort to use: relevance means nothing without words."""
        if self.sort and (self.q or self.sort != "relevance"):
            return self.sort
        return "relevance" if self.q else self.default_sort

    @property
    def is_narrowed(self):
        """Return whether the reader asked for anything at all."""
        return bool(self.q or any(map(self.told, FACETS)))

    def told(self, name):
        """Return the codes of a facet as an address says them: none for the default."""
        codes = self.selected.get(name, ())
        if name in self.defaults:
            return () if set(codes) == set(self.defaults[name]) else codes or (ALL,)
        return codes

    def request(self, *, now: datetime | None = None, size=PAGE_SIZE) -> Request:
        """Return the query as an engine takes it, at `now`."""
        return Request(
            language=self.language,
            now=now or timezone.now(),
            q=self.q,
            types=self.types,
            selected=self.selected,
            facets=self.facets,
            reach=self.reach if self.selected.get("territory") else "",
            sort=self.effective_sort,
            page=self.page,
            size=size,
        )

    # Addresses

    def params(self, *, with_page=False):
        """Return the (name, value) pairs that say this query, in one fixed order."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, code) for name in FACETS for code in self.told(name)]
        if self.reach and self.selected.get("territory"):
            pairs.append(("reach", self.reach))
        if self.sort:
            pairs.append(("sort", self.sort))
        if with_page and self.page > 1:
            pairs.append(("page", str(self.page)))
        return pairs

    def querystring(self, **changes):
        """Return "?…" for this query with `changes`, or "" when nothing is asked."""
        query = replace(self, **changes) if changes else self
        pairs = query.params(with_page="page" in changes)
        if changes.get("opened"):
            pairs.append(("all", query.opened))
        return f"?{urlencode(pairs, safe=':')}" if pairs else ""

    def toggled(self, name, code):
        """Return the selection with that code added, or taken away if it was there."""
        codes = self.selected.get(name, ())
        if code in codes:
            codes = tuple(other for other in codes if other != code)
        else:
            codes = (*codes, code)
        others = {key: value for key, value in self.selected.items() if key != name}
        return {**others, name: codes} if codes else others


def _words(text, messages):
    text = unicodedata.normalize("NFC", text[: 10 * MAX_WORDS_LENGTH])
    text = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in text)
    text = " ".join(text.split())
    if len(text) > MAX_WORDS_LENGTH:
        messages.append(
            _("Your search was cut to its first %(count)d characters.")
            % {"count": MAX_WORDS_LENGTH}
        )
        text = text[:MAX_WORDS_LENGTH].strip()
    return text


def _known(GET, name, codes):
    """Return a parameter's value if it is one of `codes`, else ""."""
    value = GET.get(name, "")
    return value if value in codes else ""


def _selection(GET, defaults, messages):
    """Return facet name -> codes: as asked, else those that the list opens with."""
    selected = {}
    for name in FACETS:
        values = GET.getlist(name)
        codes = _codes(name, values, messages)
        if name in defaults and not codes and ALL not in values:
            codes = defaults[name]
        if codes:
            selected[name] = codes
    return selected


def _codes(name, values, messages):
    if FACETS[name].kind == "flag":
        return (TRUE,) if any(value.lower() in _YES for value in values) else ()
    values = [value for value in dict.fromkeys(values) if value]
    if FACETS[name].kind == "status" and ALL in values:
        return ()
    codes = tuple(value for value in values if _CODE.fullmatch(value))
    if len(codes) < len(values) or len(codes) > MAX_CODES:
        messages.append(
            _("A filter of this address could not be read: it is not used.")
        )
    return codes[:MAX_CODES]


def _page(value, messages):
    if not value:
        return 1
    if value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= MAX_PAGE:
        return int(value[:9])
    messages.append(_("There is no such page of results: here is the first one."))
    return 1
