"""Ask both engines the same questions; run inside the site."""

import random

from django.utils import timezone
from django.utils.translation import override

from search.engines import get_engine
from search.facets import FACETS
from search.models import SearchEntry
from search.query import SearchQuery


def questions(count, seed):
    """Yield generated requests: no word to two, in words that entries hold, choices."""
    chance = random.Random(seed)
    texts = SearchEntry.objects.present().order_by("page_id")
    words = " ".join(f"{t} {s}" for t, s in texts.values_list("title", "summary"))
    words = sorted({word for word in words.split() if word.isalpha()})
    codes = {}
    for facets in texts.values_list("facets", flat=True):
        for name, values in facets.items():
            codes.setdefault(name, set()).update(values)
    codes["status"] = {"open", "closing", "upcoming", "closed"}
    # Of the gazetteer, some with a row and some without, and one that there is not.
    codes["territory"] |= {"insee-com:59599", "nis:41002", "epci:200093201"}
    codes["territory"] |= {"insee-dep:59", "nuts:BE231", "insee-com:99999"}
    for _number in range(count):
        names = chance.sample(
            sorted(codes.keys() & FACETS.keys()), chance.choice([0, 1, 2])
        )
        yield SearchQuery(
            language=chance.choice(["fr", "nl"]),
            q=" ".join(chance.sample(words, chance.choice([0, 1, 1, 2]))),
            selected={n: (chance.choice(sorted(codes[n])),) for n in names},
            facets=tuple(FACETS),
            sort=chance.choice(["", "newest", "due"]),
        ).request(now=timezone.now())


def different(count=200, seed=4):
    """Return the questions that the engines answer otherwise, of those asked."""
    engine = get_engine()
    engine.replica.timeout = 30
    # What a test before this one changed while the server was away.
    engine.replica.push(refresh=True)
    found = []
    for request in questions(count, seed):
        with override(request.language):
            own = engine.embedded.search(request)
            other = engine.elastic.search(request)
        # By relevance only what is found must be equal; every other order, too.
        pages = [[hit.page_id for hit in one.hits] for one in (own, other)]
        if request.sort == "relevance":
            pages = [sorted(ids) if own.pages == 1 else [] for ids in pages]
        if pages[0] != pages[1] or any(
            getattr(own, name) != getattr(other, name)
            for name in ("total", "pages", "facets", "mode", "corrected")
        ):
            found.append((request.q, dict(request.selected), own.total, other.total))
    return found
