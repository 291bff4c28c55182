"""The engine on Elasticsearch: the same answers as the embedded one."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from elasticsearch_dsl import Q, Search

from search.engines.counts import shown
from search.engines.embedded import NEAR_BELOW, NEAR_SHOWN, Match
from search.engines.memory import read_state
from search.hits import Found, hydrate, suggestions
from search.models import SearchEntry
from search.parse import LANGUAGES, concepts, words_of
from search.text import fold
from search.types import Health, Result

from .documents import WATERMARK, micros
from .faceted import EntrySearch
from .queries import ordered, visible, words_query
from .replica import WINDOW
from .spelling import Speller

EVERYTHING = Q("match_all")
# How long an answer may lack a change, before it is no answer.
PATIENCE = 2.0


class Behind(Exception):
    """The replica lacks changes for longer than a reader should notice."""


class BeyondWindow(Exception):
    """The page asked for lies deeper than Elasticsearch counts."""


@dataclass(frozen=True)
class Answer:
    """What a search found: the body of the server's answer, how the words were read."""

    search: EntrySearch
    plain: Mapping
    match: Match

    @property
    def aggregations(self):
        return self.plain["aggregations"]

    @property
    def page_ids(self):
        return [int(hit["_id"]) for hit in self.plain["hits"]["hits"]]

    @property
    def found(self):
        """How many the words found, whatever was chosen."""
        return self.aggregations["found"]["doc_count"]

    @property
    def total(self):
        return self.plain["hits"]["total"]["value"]


def as_it_came(search, body):
    """Return an answer's body: as objects its thousands of counts would take time."""
    return body


class ElasticEngine:
    name = "elasticsearch"

    def __init__(self, replica, memory):
        self.replica, self.memory = replica, memory
        self._usable = False
        self._behind_since = None
        self._boundary = (None, None, None)

    # Reading

    def search(self, request):
        """Return the Result; raise Behind, BeyondWindow or what the client raises."""
        return self.search_all((request,))[0]

    def search_all(self, requests):
        """Return the Result of each Request, for the database queries of one."""
        state = self._state()
        library = self.memory.library(state)
        return hydrate([self._found(one, state, library) for one in requests])

    def _found(self, request, state, library):
        answer = self._deep_enough(request, library)
        self._check_lag(answer.aggregations["whole"][WATERMARK]["value"], state)
        total = answer.total
        pages = max(1, ceil(total / request.size))
        page = min(request.page, pages)
        near = self._near(request, answer, library) if page == 1 else ()
        book = library.book(request.language)
        match = answer.match
        result = Result(
            total=total,
            page=page,
            pages=pages,
            facets=tuple(
                shown(name, self._counts(answer, name), request, book)
                for name in request.facets
            ),
            mode=match.mode,
            corrected=match.corrected,
            engine=self.name,
        )
        page_ids = tuple(answer.page_ids)
        return Found(result, request, page_ids, tuple(near), match.concepts, book)

    def _state(self):
        """Return the database's SearchState, sure that the indices can be used."""
        if not self._usable:
            self._usable = self.replica.is_usable()
            if not self._usable:
                raise Behind("the indices are missing or of another version")
        return read_state()

    def _check_lag(self, watermark, state):
        if watermark is not None and watermark >= state.seq:
            self._behind_since = None
            return
        self._behind_since = self._behind_since or time.monotonic()
        if time.monotonic() - self._behind_since > PATIENCE:
            raise Behind(f"change {watermark} of {state.seq}")

    def _deep_enough(self, request, library):
        """Return the Answer of the page asked for, or of the last there is."""
        reachable = min(request.page, max(1, WINDOW // request.size))
        answer = self._climb(replace(request, page=reachable), library)
        last = max(1, ceil(answer.total / request.size))
        wanted = min(request.page, last)
        if wanted == reachable:
            return answer
        if wanted > reachable:
            raise BeyondWindow
        return self._ask(replace(request, page=wanted), answer.match, library)

    def _climb(self, request, library):
        """Find the words: all of them, else corrected, else some of them."""
        if not request.q:
            return self._ask(request, Match(0), library)
        exact = self._ask(request, self._read(request, library), library)
        if exact.found:
            return exact
        corrections = Speller(request.now, self._where()).corrections(request.q)
        if corrections:
            folded = {typed: fold(used) for typed, used in corrections.items()}
            match = self._read(request, library, folded)
            match = replace(match, mode="fuzzy", corrected=tuple(corrections.items()))
            fuzzy = self._ask(request, match, library)
            if fuzzy.found:
                return fuzzy
        some = self._ask(request, replace(exact.match, mode="any"), library)
        return some if some.found else exact

    def _read(self, request, library, corrections=None):
        wanted = {
            language: concepts(
                request.q,
                language,
                library.thesaurus,
                reader=request.language,
                corrections=corrections,
            )
            for language in LANGUAGES
        }
        return Match(0, concepts=wanted)

    def _ask(self, request, match, library):
        search = self._search(request, match, library, any_word=match.mode == "any")
        start = (request.page - 1) * request.size
        asked = search._s[start : start + request.size].response_class(as_it_came)
        return Answer(search, asked.execute(), match)

    def _search(self, request, match, library, *, any_word, but=None):
        words = EVERYTHING
        if request.q:
            words = words_query(match.concepts, any_word=any_word)
        if but is not None:
            words = Q("bool", must=[words], must_not=[but])
        query, sort = ordered(words, request)
        return EntrySearch(request, query, sort, library.territories, **self._where())

    def _where(self):
        client = self.replica.client
        return {"using": client, "index": self.replica.prefix}

    def _counts(self, answer, name):
        return answer.search.counts(answer.aggregations, name)

    def _near(self, request, answer, library):
        """Return pages with some of the words, where those with all of them are few."""
        match, total = answer.match, answer.total
        many = max(map(len, match.concepts.values()), default=0) > 1
        if match.mode == "any" or total >= NEAR_BELOW or not total or not many:
            return ()
        bare = replace(request, facets=(), page=1)
        all_words = words_query(match.concepts)
        search = self._search(bare, match, library, any_word=True, but=all_words)
        return [int(hit.meta.id) for hit in search._s[:NEAR_SHOWN].execute().hits]

    def suggest(self, prefix, language, now, limit=8):
        """Return the Suggestions whose title has words that begin as typed."""
        starts = words_of(prefix)
        if not starts or len("".join(starts)) < 2:
            return ()
        state = self._state()
        search = Search(**self._where()).filter(visible(language, now)).source(False)
        for start in starts:
            search = search.filter("prefix", starts=start)
        opening = Q("prefix", opening=starts[0])
        search = search.query(
            "bool", should=[Q("constant_score", filter=opening)], minimum_should_match=0
        )
        search.aggs.bucket("whole", "global").metric(WATERMARK, "min", field=WATERMARK)
        search = search.sort(
            {f"foreign.{language}": "asc"},
            {"_score": "desc"},
            "title_length",
            "page_id",
        )
        response = search[:limit].execute()
        self._check_lag(response.aggregations.whole[WATERMARK].value, state)
        return suggestions([int(hit.meta.id) for hit in response.hits], now)

    def explain(self, request, limit=20):
        """Return the Match of a request and its best (score, SearchEntry) pairs."""
        library = self.memory.library(self._state())
        wide = replace(request, facets=(), selected={}, page=1, size=limit)
        answer = self._climb(wide, library)
        entries = SearchEntry.objects.in_bulk(answer.page_ids)
        pairs = [
            (hit["_score"] or 0, entries[int(hit["_id"])])
            for hit in answer.plain["hits"]["hits"]
            if int(hit["_id"]) in entries
        ]
        return answer.match, pairs

    def fresh_until(self, now):
        """Return when a status next changes or an entry expires, or None."""
        state = self._state()
        seq, since, until = self._boundary
        if seq != state.seq or not since <= now < (until or now.replace(year=9999)):
            until = self._next_boundary(now)
            self._boundary = (state.seq, now, until)
        return until

    def _next_boundary(self, now):
        search = Search(**self._where()).extra(size=0)
        search = search.filter("range", expires={"gt": micros(now)})
        search.aggs.bucket(
            "next",
            "composite",
            size=1,
            sources=[{"at": {"terms": {"field": "boundaries"}}}],
            after={"at": micros(now)},
        )
        buckets = search.execute().aggregations.next.buckets
        if not buckets:
            return None
        return now.fromtimestamp(buckets[0].key.at / 1_000_000, now.tzinfo)

    def health(self):
        """Return the Health; raise what the client raises."""
        if not self.replica.is_usable():
            return Health(False, self.name, detail="the indices are to be made")
        quick = self.replica.client.options(request_timeout=0.3)
        search = Search(using=quick, index=self.replica.prefix)
        search = search.filter("term", present=True)
        return Health(True, self.name, documents=search.count())

    def probe(self, writer):
        """Catch up through `writer`, then search as readers do; raise if that fails."""
        self._usable = writer.is_usable()
        if not self._usable:
            raise Behind("the indices are missing or of another version")
        writer.push(refresh=True)
        self._behind_since = None
        search = Search(using=writer.client, index=writer.prefix)
        search.query("match", body="hub").sort({"published": "desc"}).execute()
