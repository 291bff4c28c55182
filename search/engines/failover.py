"""Elasticsearch when it answers well, the embedded engine when it does not."""

import logging
import threading
import time

import elastic_transport
import elasticsearch
from django.db import DatabaseError, connections, transaction

from search.types import Health

from .elastic import ElasticEngine
from .elastic.engine import Behind, BeyondWindow
from .elastic.replica import Replica, WriteError

logger = logging.getLogger(__name__)

UNWELL = (
    elastic_transport.TransportError,
    elasticsearch.ApiError,
    WriteError,
    Behind,
)
# Seconds for a request: while a reader waits, while an editor waits, for a command.
READING, PUSHING, WORKING = 0.8, 2, 60
PROBE_EVERY = 0.5
FAST = 0.4
FAST_ENOUGH = 3


class Breaker:
    """Closed while all is well; opened by one failure, closed by a thread of its own.

    No reader's request tries whether the server is back: that would slow each of them.
    """

    def __init__(self, probe):
        self.probe = probe
        self.reason = ""
        self._lock = threading.Lock()

    @property
    def is_closed(self):
        return not self.reason

    def open(self, failure):
        with self._lock:
            if self.reason:
                return
            self.reason = f"{type(failure).__name__}: {failure}"[:200]
        logger.warning("search falls back", extra={"reason": self.reason})
        threading.Thread(target=self._watch, name="search-prober", daemon=True).start()

    def _watch(self):
        """Close after three fast answers in a row."""
        fast = 0
        while fast < FAST_ENOUGH:
            time.sleep(PROBE_EVERY)
            begun = time.monotonic()
            try:
                self.probe()
            except (*UNWELL, DatabaseError) as failure:
                fast = 0
                self.reason = f"{type(failure).__name__}: {failure}"[:200]
            else:
                fast = fast + 1 if time.monotonic() - begun < FAST else 0
            finally:
                connections.close_all()
        self.reason = ""
        logger.info("search is back on Elasticsearch")


class Failover:
    """The replica in front, the embedded engine behind; the same answers from both."""

    name = "elasticsearch"

    def __init__(self, embedded, hosts, prefix):
        self.embedded = embedded
        self.replica = Replica(hosts, prefix, READING)
        self.pusher = Replica(hosts, prefix, PUSHING)
        self.worker = Replica(hosts, prefix, WORKING)
        self.elastic = ElasticEngine(self.replica, embedded.memory)
        self.breaker = Breaker(lambda: self.elastic.probe(self.pusher))

    def _first(self, name, *arguments, **options):
        if self.breaker.is_closed:
            try:
                return getattr(self.elastic, name)(*arguments, **options)
            except BeyondWindow:
                pass
            except UNWELL as failure:
                self.breaker.open(failure)
        return getattr(self.embedded, name)(*arguments, **options)

    def search(self, request):
        return self._first("search", request)

    def search_all(self, requests):
        return self._first("search_all", requests)

    def suggest(self, prefix, language, now, limit=8):
        return self._first("suggest", prefix, language, now, limit)

    def explain(self, request, limit=20):
        return self._first("explain", request, limit)

    def fresh_until(self, now):
        return self._first("fresh_until", now)

    # Writing: the embedded engine in the transaction, the replica once it is committed

    def put(self, entries):
        self.embedded.put(entries)
        self._push_once_committed()

    def delete(self, page_ids):
        self.embedded.delete(page_ids)
        self._push_once_committed()

    def _push_once_committed(self):
        """Push once a transaction, however many changes it makes: one writes them all.

        A savepoint rolled back takes its callbacks along, so that only those that still
        wait are asked, and no mark of our own is kept.
        """
        waiting = transaction.get_connection().run_on_commit
        if all(callback != self.push_now for _savepoints, callback, _robust in waiting):
            transaction.on_commit(self.push_now, robust=True)

    def push_now(self):
        """Write what the replica lacks, if it is well; else the worker does, later."""
        if self.breaker.is_closed:
            try:
                self.pusher.push(refresh=True)
            except UNWELL as failure:
                self.breaker.open(failure)

    def sweep(self):
        """Write what the replica lacks, or make it where it cannot be used.

        Returns how many documents were written.
        """
        try:
            if self.worker.is_usable():
                return self.worker.push()
            return self.worker.rebuild()
        except UNWELL as failure:
            self.breaker.open(failure)
            return 0

    def rebuild(self):
        """Make the replica again beside the one in use; returns how many documents."""
        return self.worker.rebuild()

    def page_ids(self):
        return self.embedded.page_ids()

    def discrepancies(self):
        """Yield (kind, page id, is critical) for what the replica has otherwise."""
        try:
            if not self.worker.is_usable():
                yield "Elasticsearch was filled by another version", None, False
                return
            found = self.worker.versions()
        except UNWELL as failure:
            yield (
                f"Elasticsearch does not answer ({type(failure).__name__})",
                None,
                False,
            )
            return
        wanted = self.worker.expected_versions()
        for page_id in sorted({*found, *wanted}):
            if page_id not in wanted:
                yield "removed page is still in Elasticsearch", page_id, True
            elif page_id not in found:
                yield "entry is not in Elasticsearch", page_id, False
            elif found[page_id] != wanted[page_id]:
                yield "entry is out of date in Elasticsearch", page_id, False

    def health(self):
        """Return the Health of the engine that serves, and why it is not the first."""
        if self.breaker.is_closed:
            try:
                health = self.elastic.health()
                if health.ok:
                    return health
                reason = health.detail
            except UNWELL as failure:
                self.breaker.open(failure)
                reason = self.breaker.reason
        else:
            reason = self.breaker.reason
        own = self.embedded.health()
        return Health(
            True, own.engine, own.documents, reason or "Elasticsearch is back"
        )
