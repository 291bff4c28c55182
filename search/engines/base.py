"""What every engine offers, and which one serves."""

import os
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from search.types import Health, Request, Result, Suggestion


class Engine(Protocol):
    name: str

    def search(self, request: Request) -> Result: ...

    def search_all(self, requests: Iterable[Request]) -> tuple[Result, ...]:
        """Return the Result of each, reading once what they share."""

    def suggest(
        self, prefix: str, language: str, now: datetime, limit: int = 8
    ) -> tuple[Suggestion, ...]: ...

    def put(self, entries: Iterable) -> None:
        """Make these entries findable, in place of older versions of the same pages."""

    def delete(self, page_ids: Iterable[int]) -> None:
        """Make those pages unfindable."""

    def page_ids(self) -> set[int]:
        """Return what the engine holds, for `search_check`."""

    def discrepancies(self) -> Iterable[tuple[str, int | None, bool]]:
        """Yield (kind, page id, is critical) for what a replica has otherwise."""

    def sweep(self) -> int:
        """Bring a replica in line; returns how many documents were written."""

    def rebuild(self) -> int:
        """Make a replica again while readers use it; returns its documents."""

    def explain(self, request: Request, limit: int = 20) -> tuple:
        """Return how the words were read, and the best (score, entry) pairs."""

    def fresh_until(self, now: datetime) -> datetime | None:
        """Return when a status next changes or an entry expires."""

    def health(self) -> Health: ...


@cache
def get_engine() -> Engine:
    """Return the engine of this process: ELASTICSEARCH_URL decides."""
    from .embedded import EmbeddedEngine

    if not settings.ELASTICSEARCH_HOSTS:
        return EmbeddedEngine()
    made = import_string(settings.ELASTICSEARCH_ENGINE)
    return made(
        EmbeddedEngine(), settings.ELASTICSEARCH_HOSTS, settings.ELASTICSEARCH_PREFIX
    )


def get_truth():
    """Return the engine that reads the database itself, whichever serves readers."""
    engine = get_engine()
    return getattr(engine, "embedded", engine)


# A child has no use for its parent's connections and threads.
os.register_at_fork(after_in_child=get_engine.cache_clear)
