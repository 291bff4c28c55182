"""What a process remembers between two searches, and how it learns of changes.

One query a search tells whether anything changed; only what changed is then read.
"""

from functools import cached_property
from threading import Lock

from django.utils import timezone

from search.labels import LabelBook
from search.models import SearchEntry, SearchState
from search.parse import thesaurus
from search.spelling import Vocabulary

from .bitsets import Row, Snapshot
from .territories import TerritoryGraph


class Library:
    """Labels, territories and synonyms: read when asked, replaced when one changes."""

    def __init__(self, token):
        self.token = token
        self._books = {}

    def book(self, language):
        if language not in self._books:
            self._books[language] = LabelBook.read(language)
        return self._books[language]

    @cached_property
    def territories(self):
        return TerritoryGraph.load()

    @cached_property
    def thesaurus(self):
        return thesaurus()


def read_state():
    """Return the SearchState as the database has it now."""
    # Every search asks: for Django to write the query takes longer than to answer it.
    rows = SearchState.objects.raw(
        f"SELECT * FROM {SearchState._meta.db_table} WHERE id = 1"  # noqa: S608
    )
    return next(iter(rows), None) or SearchState()


class Memory:
    def __init__(self):
        self._lock = Lock()
        self._snapshot = None
        self._library = None
        self._spelling = (None, None)

    def current(self):
        """Return (Snapshot, Library) as the database has them now."""
        state = read_state()
        library = self.library(state)
        with self._lock:
            self._snapshot = _caught_up(self._snapshot, state)
            return self._snapshot, library

    def library(self, state):
        """Return the Library of that state, read again when a label has changed."""
        with self._lock:
            if self._library is None or self._library.token != state.vocabulary:
                self._library = Library(state.vocabulary)
            return self._library

    def spelling(self, snapshot):
        """Return the Vocabulary of the entries of that snapshot."""
        token, vocabulary = self._spelling
        if token != snapshot.token or vocabulary is None:
            vocabulary = Vocabulary()
            entries = SearchEntry.objects.present().exclude(
                expire_at__lte=timezone.now()
            )
            for words in entries.values_list("words", flat=True).iterator():
                vocabulary.add(words.split())
            self._spelling = (snapshot.token, vocabulary)
        return vocabulary


def _caught_up(snapshot, state):
    token = state.history[-1] if state.history else ""
    if snapshot is not None and snapshot.token == token:
        return snapshot
    known = snapshot is not None and snapshot.token in state.history
    wasteful = known and len(snapshot.rows) > 2 * len(snapshot.slots) + 1000
    entries = SearchEntry.objects.order_by("page_id")
    if known and not wasteful:
        entries = entries.filter(seq__gt=snapshot.seq)
    else:
        snapshot, entries = Snapshot(), entries.present()
    rows, removed = [], []
    for is_removed, *values in entries.values_list("removed", *Row.FIELDS):
        if is_removed:
            removed.append(values[0])
        else:
            rows.append(Row.of(values))
    return snapshot.changed(state.seq, token, rows, removed)
