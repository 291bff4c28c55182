"""The engine that needs nothing but the database the site already has."""

from dataclasses import dataclass, field, replace
from math import ceil

from search.facets import FACETS
from search.hits import Found, hydrate, suggestions
from search.parse import LANGUAGES, concepts, words_of
from search.spelling import same_stem, tolerance
from search.text import fold
from search.types import Health, Result

from .counts import shown
from .memory import Memory
from .ranking import ordered
from .sql import text_index

NEAR_BELOW = 10
NEAR_SHOWN = 5


@dataclass(frozen=True)
class Match:
    """What the words of a query found: bits, scores, and how it was read."""

    bits: int
    scores: dict[int, float] = field(default_factory=dict)
    mode: str = "exact"
    corrected: tuple[tuple[str, str], ...] = ()
    concepts: dict = field(default_factory=dict)


class EmbeddedEngine:
    name = "embedded"

    def __init__(self):
        self.memory = Memory()

    # Reading

    def search(self, request):
        """Return the Result of a Request, in a handful of queries whatever it finds."""
        return self.search_all((request,))[0]

    def search_all(self, requests):
        """Return the Result of each Request, for the queries of one."""
        snapshot, library = self.memory.current()
        return hydrate(
            [self._found(Desk(request, snapshot, library)) for request in requests]
        )

    def _found(self, desk):
        request = desk.request
        match = self.match(desk)
        kept = match.bits & desk.narrowed()
        total = kept.bit_count()
        pages = max(1, ceil(total / request.size))
        page = min(request.page, pages)
        rows = ordered(desk.snapshot.rows_of(kept), request, match.scores)
        rows = rows[(page - 1) * request.size : page * request.size]
        near = self.near(desk, match, total) if page == 1 else ()
        book = desk.library.book(request.language)
        result = Result(
            total=total,
            page=page,
            pages=pages,
            facets=tuple(desk.facet(name, match.bits, book) for name in request.facets),
            mode=match.mode,
            corrected=match.corrected,
            engine=self.name,
        )
        page_ids, near_ids = (
            tuple(row.page_id for row in part) for part in (rows, near)
        )
        return Found(result, request, page_ids, near_ids, match.concepts, book)

    def match(self, desk):
        """Find the words: all of them, else corrected, else some of them."""
        if not desk.request.q:
            return Match(desk.scope)
        exact = self._find(desk)
        if exact.bits:
            return exact
        corrections = self._corrections(desk)
        if corrections:
            folded = {typed: fold(used) for typed, used in corrections.items()}
            fuzzy = self._find(desk, corrections=folded)
            if fuzzy.bits:
                return replace(
                    fuzzy, mode="fuzzy", corrected=tuple(corrections.items())
                )
        some = self._find(desk, any_word=True)
        return replace(some, mode="any") if some.bits else exact

    def _find(self, desk, *, any_word=False, corrections=None):
        reader = desk.request.language
        wanted = {
            language: concepts(
                desk.request.q,
                language,
                desk.library.thesaurus,
                reader=reader,
                corrections=corrections,
            )
            for language in LANGUAGES
        }
        scores = text_index().match(wanted, any_word=any_word)
        return Match(
            desk.snapshot.of_pages(scores) & desk.scope, scores, concepts=wanted
        )

    def _corrections(self, desk):
        """Return typed -> known word for the words that no public entry contains."""
        vocabulary = self.memory.spelling(desk.snapshot)
        found = {}
        for word in words_of(desk.request.q):
            if word in vocabulary or not tolerance(word):
                continue
            known = vocabulary.correction(word)
            if known and not same_stem(word, fold(known)):
                found[word] = known
        return found

    def near(self, desk, match, total):
        """Return rows with some of the words, where those with all of them are few."""
        many = max(map(len, match.concepts.values()), default=0) > 1
        if match.mode == "any" or total >= NEAR_BELOW or not total or not many:
            return ()
        some = self._find(desk, any_word=True)
        bits = some.bits & desk.narrowed() & ~match.bits
        rows = desk.snapshot.rows_of(bits)
        return ordered(rows, desk.request, some.scores)[:NEAR_SHOWN]

    def suggest(self, prefix, language, now, limit=8):
        """Return the Suggestions whose title has words that begin as typed."""
        starts = words_of(prefix)
        if not starts or len("".join(starts)) < 2:
            return ()
        snapshot, library = self.memory.current()
        visible = snapshot.at(now).visible[language]
        rows = [row for row in snapshot.rows_of(visible) if row.has_words(starts)]
        rows.sort(
            key=lambda row: (
                row.language != language,
                not row.folded.startswith(f" {starts[0]}"),
                len(row.title),
                row.page_id,
            )
        )
        return suggestions([row.page_id for row in rows[:limit]], now)

    def explain(self, request, limit=20):
        """Return the Match of a request and its best (score, Row) pairs."""
        snapshot, library = self.memory.current()
        match = self.match(Desk(request, snapshot, library))
        rows = ordered(snapshot.rows_of(match.bits), request, match.scores)
        return match, [(match.scores.get(row.page_id, 0), row) for row in rows[:limit]]

    def fresh_until(self, now):
        """Return when a status next changes or an entry expires, or None."""
        snapshot, _library = self.memory.current()
        return snapshot.at(now).until

    def health(self):
        snapshot, _library = self.memory.current()
        return Health(ok=True, engine=self.name, documents=len(snapshot.slots))

    # Writing, in the transaction that writes the entries

    def put(self, entries):
        text_index().put(entries)

    def delete(self, page_ids):
        text_index().delete(page_ids)

    def page_ids(self):
        return text_index().page_ids()

    # It is no replica: there is nothing to bring in line

    def discrepancies(self):
        return ()

    def sweep(self):
        return 0

    def rebuild(self):
        return 0


class Desk:
    """One request at work: which bits its types, language and choices stand for."""

    def __init__(self, request, snapshot, library):
        self.request, self.snapshot, self.library = request, snapshot, library
        self.view = snapshot.at(request.now)
        self.scope = self.view.visible[request.language]
        if request.types:
            self.scope &= self.any_of("type", request.types)
        self.chosen = {
            name: self.any_of(name, codes) for name, codes in request.selected.items()
        }

    def bits(self, name, code):
        kind = FACETS[name].kind
        if kind == "status":
            return self.view.status.get(code, 0)
        if kind == "recent":
            return self.view.recent.get(code, 0)
        if kind == "territory":
            reach = self.request.reach
            related = self.library.territories.related(code, reach)
            return self.snapshot.any_of(name, related)
        return self.snapshot.any_of(name, (code,))

    def any_of(self, name, codes):
        bits = 0
        for code in codes:
            bits |= self.bits(name, code)
        return bits

    def narrowed(self, *, without=None):
        """Return what every choice leaves, one facet's own choice set aside."""
        bits = self.scope
        for name, chosen in self.chosen.items():
            if name != without:
                bits &= chosen
        return bits

    def facet(self, name, found, book):
        """Return the Facet with its counts."""
        pool = found & self.narrowed(without=name)
        codes = (*self.codes(name), *self.request.selected.get(name, ()))
        counts = {code: (self.bits(name, code) & pool).bit_count() for code in codes}
        return shown(name, counts, self.request, book)

    def codes(self, name):
        """Return the codes worth counting."""
        if FACETS[name].kind == "status":
            return list(self.view.status)
        if FACETS[name].kind == "recent":
            return list(self.view.recent)
        codes = list(self.snapshot.bits.get(name, ()))
        if FACETS[name].kind == "territory":
            return self.library.territories.with_ancestors(codes)
        return codes
