"""Which of two national variants comes first: the reader's country says, never the tongue.

The country is what the visitor chose in the address (`country=BE`, or a territory); it is
kept nowhere. Lists order variants by the same rule (`search.hits`).
"""

from dataclasses import dataclass

from django.utils.functional import Promise

from hubsite.countries import chosen_country

from .kinds import Country


@dataclass(frozen=True)
class Variant:
    """One of the equivalents: `page` (None for the page being read) and its country."""

    page: object
    country: str
    label: str | Promise
    is_chosen: bool


def country_of(request):
    """Return the code of the country chosen in the address, or "" where none is."""
    chosen = request.GET.getlist
    return chosen_country(chosen("country"), chosen("territory"))


def in_order_of_country(resource, others, country):
    """Return the Variants of a resource, the chosen country's first; () if it has none.

    Without a choice the page being read comes first: it is what the visitor opened.
    """
    if not others:
        return ()
    pairs = [(None, resource.country)]
    pairs += [(page, page.resourcepage.country) for page in others]
    variants = [
        Variant(
            page,
            code,
            Country(code).label if code else "",
            bool(code) and code == country,
        )
        for page, code in pairs
    ]
    return tuple(sorted(variants, key=lambda variant: not variant.is_chosen))
