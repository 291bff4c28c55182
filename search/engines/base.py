"""What every engine offers, and which one serves."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Protocol

from search.types import Health, Request, Result, Suggestion


class Engine(Protocol):
    name: str

    def search(self, request: Request) -> Result: ...

    def suggest(
        self, prefix: str, language: str, now: datetime, limit: int = 8
    ) -> tuple[Suggestion, ...]: ...

    def put(self, entries: Iterable) -> None:
        """Make these entries findable, in place of older versions of the same pages."""

    def delete(self, page_ids: Iterable[int]) -> None:
        """Make those pages unfindable."""

    def page_ids(self) -> set[int]:
        """Return what the engine holds, for `search_check`."""

    def health(self) -> Health: ...


@cache
def get_engine() -> Engine:
    """Return the engine of this process."""
    from .embedded import EmbeddedEngine

    return EmbeddedEngine()
