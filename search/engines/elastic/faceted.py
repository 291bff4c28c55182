"""One faceted search, made for one request: a status or a territory depends on it."""

import zlib

from elasticsearch_dsl import A, Facet, FacetedSearch, Q, Search

from search.facets import FACETS
from search.labels import statuses

from .documents import WATERMARK
from .queries import in_status, visible

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


class Status(Terms):
    """Codes told from the dates, at the moment of asking."""

    def __init__(self, name, now):
        super().__init__(name)
        self.now = now

    def get_aggregation(self):
        filters = {code: in_status([code], self.now) for code in statuses()}
        return A("filters", filters=filters)

    def add_filter(self, codes):
        return in_status(codes, self.now)

    def counts(self, aggregation, known):
        buckets = aggregation["buckets"]
        return {code: buckets[code]["doc_count"] for code in statuses()}


class Places(Terms):
    """Territories: what a choice holds and what holds it, through the graph.

    Counted by the set of territories an entry names, of which there are few: the graph
    is read here, so that a change of it needs no new index, and nothing counts twice.
    """

    def __init__(self, name, graph, chosen):
        super().__init__(name)
        self.graph, self.chosen = graph, chosen

    def get_aggregation(self):
        return A("terms", field="territories", size=MOST_VALUES)

    def add_filter(self, codes):
        related = {one for code in codes for one in self.graph.related(code)}
        return Q("terms", **{self.field: sorted(related)})

    def counts(self, aggregation, known):
        used = {code for bucket in known["buckets"] for code in bucket["key"].split()}
        shown = set(self.graph.with_ancestors(sorted(used)))
        # What is chosen may have no row, and so be in nothing's relations but its own.
        chosen = {code: self.graph.related(code) for code in self.chosen}
        counts = dict.fromkeys(chosen, 0)
        for bucket in aggregation["buckets"]:
            codes = (shown & self.graph.related_to_any(bucket["key"])) - chosen.keys()
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
            "status": lambda name: Status(name, request.now),
            "territory": lambda name: Places(
                name, graph, request.selected.get(name, ())
            ),
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
