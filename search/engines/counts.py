"""From counts to the facet shown: labels, order, and what stays visible at nought."""

from search.facets import FACETS
from search.text import fold
from search.types import Facet, FacetValue

BY_LABEL = ("territory", "tag", "funder")


def shown(name, counts, request, book):
    """Return the Facet of these counts by code; what is chosen shows even at nought."""
    selected = request.selected.get(name, ())
    values = [
        FacetValue(code, book.get(name, code, request.types), count, code in selected)
        for code in dict.fromkeys((*counts, *selected))
        if (count := counts.get(code, 0)) or code in selected
    ]
    rank = book.order(name)
    last = len(rank)
    values.sort(key=lambda value: (rank.get(value.code, last), value.code))
    if name in BY_LABEL:
        values.sort(key=lambda value: fold(value.label))
    return Facet(name, str(FACETS[name].label), tuple(values))
