"""Correct a word that nothing contains, as the embedded engine does.

The server proposes the words near to it. Its list still holds words of what was removed,
so that each is counted again among what may be seen; the choice is made here.
"""

from collections import Counter

from elasticsearch_dsl import Q, Search

from search.models import SearchEntry
from search.parse import words_of
from search.spelling import best_correction, same_stem, tolerance
from search.text import fold

from .documents import micros

PROPOSALS = 50
SAMPLE = 100


class Speller:
    """The spelling of one moment; `where` says which client and index to ask."""

    def __init__(self, now, where):
        self.where = where
        self.public = Q("range", expires={"gt": micros(now)})

    def corrections(self, q):
        """Return typed -> known word for the words that no public entry contains."""
        words = [word for word in words_of(q) if tolerance(word)]
        known = self._frequencies(words)
        unknown = [word for word in words if not known[word]]
        proposed = self._proposals(unknown)
        frequencies = self._frequencies(
            {one for some in proposed.values() for one in some}
        )
        found = {}
        for word in unknown:
            used = {one: frequencies[one] for one in proposed[word] if frequencies[one]}
            best = best_correction(word, used)
            if best and not same_stem(word, best):
                found[word] = self._usual_spelling(best)
        return found

    def _frequencies(self, words):
        """Return folded word -> how many public entries contain it."""
        if not words:
            return {}
        filters = {word: Q("term", spelling=word) for word in words}
        search = Search(**self.where).filter(self.public).extra(size=0)
        search.aggs.bucket("words", "filters", filters=filters)
        buckets = search.execute().aggregations.words.buckets
        return {word: buckets[word].doc_count for word in words}

    def _proposals(self, words):
        search = Search(**self.where).extra(size=0)
        for number, word in enumerate(words):
            term = {"field": "spelling", "suggest_mode": "always", "sort": "frequency"}
            term |= {"max_edits": tolerance(word), "prefix_length": 1}
            term |= {"min_word_length": 4, "size": PROPOSALS, "max_inspections": 20}
            search = search.suggest(f"word{number}", word, term=term)
        if not words:
            return {}
        answer = search.execute().suggest.to_dict()
        return {
            word: [
                option["text"]
                for part in answer[f"word{number}"]
                for option in part["options"]
            ]
            for number, word in enumerate(words)
        }

    def _usual_spelling(self, folded):
        search = (
            Search(**self.where).filter(self.public).filter("term", spelling=folded)
        )
        found = search.sort("page_id").source(False)[:SAMPLE].execute()
        ids = [int(hit.meta.id) for hit in found]
        entries = SearchEntry.objects.present().filter(pk__in=ids)
        spelt = Counter(
            word
            for words in entries.values_list("words", flat=True)
            for word in words.split()
            if fold(word) == folded
        )
        return spelt.most_common(1)[0][0] if spelt else folded
