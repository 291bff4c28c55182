"""Which of two national variants comes first: the reader's country says, never the tongue.

The country is what the visitor chose in the address (`country=BE`, or a territory); it is
kept nowhere.
"""

from dataclasses import dataclass

from django.utils.functional import Promise

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
    chosen = request.GET.get("country", "").upper()
    if chosen in Country.values:
        return chosen
    return country_of_territory(request.GET.get("territory", ""))


def country_of_territory(reference):
    """Return the country a `scheme:code` lies in; "" across the border or unknown."""
    scheme, _colon, code = reference.partition(":")
    if scheme.startswith("insee") or scheme == "epci":
        return Country.FRANCE.value
    if scheme == "nis":
        return Country.BELGIUM.value
    if scheme in {"iso", "nuts"} and code[:2] in Country.values:
        return code[:2]
    return ""


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
