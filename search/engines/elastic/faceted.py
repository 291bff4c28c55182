"""One faceted search, made for one request: a status or a territory depends on it."""

import zlib

from elasticsearch_dsl import A, Facet, FacetedSearch, Q, Search

from search.facets import FACETS
from search.labels import statuses
from search.recent import WINDOWS

from .documents import WATERMARK
from .queries import in_status, published_in, visible

# More values than any facet has; counted whole, so that both engines agree.
MOST_VALUES = 10_000


class Terms(Facet):
    """Codes that are equal."""

    def __init__(self, name):
        self.name, self.field = name, f"facet.{name}"

    def get_aggregation(self):
        return A("terms", field=self.field, size=MOST_VALUES)

    def add_filter(self, codes):
        return Q("terms", **{self.field: list(codes)})

    def counts(self, aggregation, known):
        """Return code -> count."""
        return {one["key"]: one["doc_count"] for one in aggregation["buckets"]}


class AtNow(Terms):
    """Codes told from dates: `query` says of some codes what carries them at `now`."""

    def __init__(self, name, codes, query, now):
        super().__init__(name)
        self.codes, self.query, self.now = codes, query, now

    def get_aggregation(self):
        filters = {code: self.query([code], self.now) for code in self.codes}
        return A("filters", filters=filters)

    def add_filter(self, codes):
        return self.query(codes, self.now)

    def counts(self, aggregation, known):
        buckets = aggregation["buckets"]
        return {code: buckets[code]["doc_count"] for code in self.codes}


class Places(Terms):
    """Territories: what a choice holds and what holds it, through the graph.

    Counted by the set of territories an entry names, of which there are few: the graph
    is read here, so that a change of it needs no new index, and nothing counts twice.
    """

    def __init__(self, name, graph, request):
        super().__init__(name)
        self.graph, self.reach = graph, request.reach
        self.chosen = request.selected.get(name, ())

    def get_aggregation(self):
        return A("terms", field="territories", size=MOST_VALUES)

    def add_filter(self, codes):
        related = {
            one for code in codes for one in self.graph.related(code, self.reach)
        }
        return Q("terms", **{self.field: sorted(related)})

    def counts(self, aggregation, known):
        used = {code for bucket in known["buckets"] for code in bucket["key"].split()}
        shown = set(self.graph.with_ancestors(sorted(used)))
        # What is chosen may have no row, and so be in nothing's relations but its own.
        chosen = {code: self.graph.related(code, self.reach) for code in self.chosen}
        counts = dict.fromkeys(chosen, 0)
        for bucket in aggregation["buckets"]:
            concerned = self.graph.concerned_by(bucket["key"], self.reach)
            codes = (shown & concerned) - chosen.keys()
            named = bucket["key"].split()
            codes.update(c for c, wide in chosen.items() if not wide.isdisjoint(named))
            for code in codes:
                counts[code] = counts.get(code, 0) + bucket["doc_count"]
        return counts


class EntrySearch(FacetedSearch):
    """The search of a Request; `words` and `sort` come from search.elastic.queries.

    Choices are a post filter, and a filter of every other facet's counts; who may see
    what is part of the query, which no count escapes.
    """

    def __init__(self, request, words, sort, graph, **where):
        self.request, self.where = request, where
        special = {
            "status": lambda name: AtNow(name, statuses(), in_status, request.now),
            "recent": lambda name: AtNow(name, WINDOWS, published_in, request.now),
            "territory": lambda name: Places(name, graph, request),
        }
        self.facets = {
            name: special.get(FACETS[name].kind, Terms)(name)
            for name in (*request.facets, *request.selected)
        }
        super().__init__(query=words, filters=dict(request.selected), sort=sort)

    def search(self):
        search = Search(**self.where).source(False).extra(track_total_hits=True)
        # One copy of each shard for all pages of a list: scores differ between copies.
        search = search.params(
            preference=f"reader-{zlib.crc32(self.request.q.encode())}",
            allow_partial_search_results=False,
        )
        search = search.filter(visible(self.request.language, self.request.now))
        if self.request.types:
            search = search.filter("terms", **{"facet.type": self.request.types})
        return search

    def query(self, search, words):
        return search.query(words)

    def aggregate(self, search):
        """Count each facet under the choices made in all others."""
        chosen = [name for name in self.request.facets if name in self._filters]
        free = [name for name in self.request.facets if name not in self._filters]
        for own, names in ((None, free), *((name, [name]) for name in chosen)):
            others = [q for name, q in self._filters.items() if name != own]
            bucket = search.aggs.bucket(
                _group(own), "filter", filter=Q("bool", filter=others)
            )
            for name in names:
                bucket.bucket(name, self.facets[name].get_aggregation())
        search.aggs.bucket("found", "filter", filter=Q("match_all"))
        whole = search.aggs.bucket("whole", "global")
        whole.metric(WATERMARK, "min", field=WATERMARK)
        if "territory" in self.request.facets:
            whole.bucket("territories", "terms", field="territories", size=MOST_VALUES)

    def counts(self, aggregations, name):
        """Return code -> count of one facet from the answer's plain aggregations."""
        group = _group(name if name in self._filters else None)
        known = aggregations["whole"].get("territories")
        return self.facets[name].counts(aggregations[group][name], known)


def _group(name):
    return f"chosen_{name}" if name else "free"
