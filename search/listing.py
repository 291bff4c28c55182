"""What a list's template shows: every choice with the address that makes it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from . import asking_place
from .exits import EXITS
from .facets import FACETS, REACHES, SORTS
from .query import ALL

# What a long facet shows until a reader uses it or asks for the rest.
SHOWN_VALUES = 4
SHOWN_FACETS = 3


@dataclass(frozen=True)
class Choice:
    """Something to click: `url` makes the choice, or undoes it where `selected`."""

    code: str
    label: str
    url: str
    count: int = 0
    selected: bool = False


@dataclass(frozen=True)
class FacetChoices:
    """`more_url` leads to all `total` values, where `values` are the most frequent.

    A facet far down the list has no `values` before it is asked for.
    """

    name: str
    label: str
    values: tuple[Choice, ...]
    is_used: bool
    total: int = 0
    more_url: str = ""


@dataclass(frozen=True)
class Chip:
    """A choice made; `url` is the list without it."""

    facet: str
    facet_label: str
    label: str
    url: str


@dataclass(frozen=True)
class Opening:
    """What a list shows of a facet unless asked otherwise, and what else there is.

    `shown` are labels; `others` lead to each other code alone, to the default, to all.
    """

    shown: tuple[str, ...]
    others: tuple[Choice, ...]


@dataclass(frozen=True)
class Pagination:
    """`numbers` holds Choices and, for a gap, None."""

    previous: str
    next: str
    numbers: tuple[Choice | None, ...]


def listing_context(query, result, *, base, exits, sorts=("newest",), labels=None):
    """Return the context of a list's template.

    `base` is the list's address without parameters; `sorts` are the orders it offers
    without words; `labels` say what it calls a facet where that is not the usual name.
    """
    choices = chips(query, result, base)
    facets = _facets(query, result, base, labels or {})
    return {
        "narrowed": narrowed(choices, query.page),
        "query": query,
        "result": result,
        "hits": result.hits,
        "near": result.near,
        "facets": tuple(facet for facet in facets if facet.values),
        "more_facets": tuple(facet for facet in facets if not facet.values),
        "openings": tuple(openings(query, result, base)),
        "reaches": reaches(query, base),
        "chips": choices,
        "clear_url": base,
        "sort_options": sort_options(query, base, sorts),
        "pagination": pagination(query, result, base),
        "exits": {
            name: base + EXITS[name].file + query.querystring() for name in exits
        },
        "hidden_fields": [pair for pair in query.params() if pair[0] != "q"],
        "asks_place": "territory" in query.facets,
        "place_choices": asking_place.choices(query, query.place.places, base)
        if query.place
        else (),
        "noindex": bool(
            query.is_narrowed or query.opened or query.page > 1 or query.place
        ),
    }


def narrowed(choices, page):
    """Return what tells this list from the whole one, for the title of its window."""
    told = [choice.label for choice in choices]
    if page > 1:
        told.append(f"{_('page')} {page}")
    return ", ".join(told)


def _facets(query, result, base, labels):
    """Return the FacetChoices: the first ones and those asked for with their values."""
    facets = [facet for facet in result.facets if facet.values]
    last = SHOWN_FACETS if len(facets) > SHOWN_FACETS + 2 else len(facets)
    return tuple(
        _facet(query, facet, base, labels, is_near=place < last)
        for place, facet in enumerate(facets)
    )


def _facet(query, facet, base, labels, *, is_near):
    shown = _shown(query, facet, is_near=is_near)
    values = tuple(
        Choice(
            code=value.code,
            label=value.label,
            url=base
            + query.querystring(selected=query.toggled(facet.name, value.code)),
            count=value.count,
            selected=value.selected,
        )
        for value in facet.values
        if value.code in shown
    )
    total = len(facet.values)
    is_cut = len(values) < total
    more_url = base + query.querystring(opened=facet.name) if is_cut else ""
    label = str(labels.get(facet.name, facet.label))
    return FacetChoices(facet.name, label, values, facet.is_used, total, more_url)


def openings(query, result, base):
    """Yield the Opening of each facet that the list opens with some codes of."""
    for facet in result.facets:
        if usual := query.defaults.get(facet.name):
            ways = [((v.code,), v.label) for v in facet.values if v.code not in usual]
            labels = [value.label for value in facet.values if value.code in usual]
            yield Opening(
                shown=tuple(v.label for v in facet.values if v.selected),
                others=tuple(
                    _opening(query, facet, codes, label, base)
                    for codes, label in (
                        (usual, ", ".join(labels)),
                        *ways,
                        ((), _("all")),
                    )
                    if set(codes) != set(query.selected.get(facet.name, ()))
                ),
            )


def _opening(query, facet, codes, label, base):
    count = sum(v.count for v in facet.values if v.code in codes or not codes)
    selected = {**query.selected, facet.name: codes}
    return Choice(
        ",".join(codes), label, base + query.querystring(selected=selected), count
    )


def reaches(query, base):
    """Return a Choice for each way a chosen territory can narrow; none without one."""
    if not query.selected.get("territory"):
        return ()
    return tuple(
        Choice(
            code=code,
            label=str(label),
            url=base + query.querystring(reach=code),
            selected=code == query.reach,
        )
        for code, label in REACHES.items()
    )


def _shown(query, facet, *, is_near):
    """Return the codes to show: all of a facet in use, else the most frequent or none."""
    is_wanted = facet.is_used or query.opened == facet.name
    if not (is_near or is_wanted):
        return set()
    codes = [
        value.code for value in sorted(facet.values, key=lambda value: -value.count)
    ]
    if is_wanted or len(codes) < SHOWN_VALUES + 3:
        return set(codes)
    return set(codes[:SHOWN_VALUES])


def chips(query, result, base):
    """Return a Chip for every choice made, offered by this list or not."""
    labels = {
        (facet.name, value.code): value.label
        for facet in result.facets
        for value in facet.values
    }
    found = []
    if query.q:
        found.append(Chip("q", _("words"), query.q, base + query.querystring(q="")))
    for name in FACETS:
        for code in query.told(name):
            if code == ALL:
                continue
            found.append(
                Chip(
                    facet=name,
                    facet_label=str(FACETS[name].label),
                    label=labels.get((name, code), code),
                    url=base + query.querystring(selected=query.toggled(name, code)),
                )
            )
    return tuple(found)


def sort_options(query, base, sorts):
    offered = {*sorts, query.sort, *(["relevance"] if query.q else [])}
    codes = [code for code in SORTS if code in offered]
    return tuple(
        Choice(
            code=code,
            label=str(SORTS[code]),
            url=base + query.querystring(sort=code),
            selected=code == query.effective_sort,
        )
        for code in codes
    )


def pagination(query, result, base):
    """Return the Pagination, or None where one page holds everything."""
    if result.pages < 2:
        return None
    here, last = result.page, result.pages

    def url(number):
        return base + (query.querystring(page=number) or "?")

    near = {1, last, *range(max(1, here - 2), min(last, here + 2) + 1)}
    numbers, before = [], 0
    for number in sorted(near):
        if number - before > 1:
            numbers.append(None)
        numbers.append(Choice(str(number), str(number), url(number), 0, number == here))
        before = number
    return Pagination(
        previous=url(here - 1) if here > 1 else "",
        next=url(here + 1) if here < last else "",
        numbers=tuple(numbers),
    )
