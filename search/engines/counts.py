"""From counts to the facet shown: labels, order, and what stays visible at nought."""

from search.facets import FACETS
from search.text import fold
from search.types import Facet, FacetValue

BY_LABEL = ("territory", "tag", "funder")


def shown(name, counts, request, book):
    """Return the Facet of these counts by code; what is chosen shows even at nought."""
    selected = request.selected.get(name, ())
    counts = {code: count for code, count in counts.items() if count}
    codes = list(dict.fromkeys((*counts, *selected)))
    labels = book.labels(name, codes, request.types)
    values = [
        FacetValue(code, label, counts.get(code, 0), code in selected)
        for code, label in zip(codes, labels, strict=True)
    ]
    rank = book.order(name)
    last = len(rank)
    by_label = name in BY_LABEL
    values.sort(
        key=lambda value: (
            fold(value.label) if by_label else "",
            rank.get(value.code, last),
            value.code,
        )
    )
    return Facet(name, str(FACETS[name].label), tuple(values))
