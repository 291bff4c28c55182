"""EcoIndex of a page: its rank among those of the web (collectif Green IT, cnumr.org)."""

from bisect import bisect_right

# Twentieths of the pages measured: below each number lie 5 % more of them.
ELEMENTS = (
    0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237,
    1459, 1801, 2479, 594601,
)  # fmt: skip
REQUESTS = (
    0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281,
    3920,
)  # fmt: skip
KILOBYTES = (
    0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32,
    1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54,
    223212.26,
)  # fmt: skip


def ecoindex(elements, requests, kilobytes):
    """Return the score, 0 to 100; A is above 80. Elements inside an `<svg>` do not count."""
    rank = (
        3 * _rank(ELEMENTS, elements)
        + 2 * _rank(REQUESTS, requests)
        + _rank(KILOBYTES, kilobytes)
    )
    return 100 - 5 * rank / 6


def _rank(limits, value):
    """Return in which twentieth `value` lies, and how far into it."""
    place = bisect_right(limits, value)
    if place == len(limits):
        return place - 1
    below, above = limits[place - 1 : place + 1]
    return place - 1 + (value - below) / (above - below)
