"""Files made from a page when asked for, and what they weigh (RGESN 4.11).

A link to a file tells its weight, which nobody knows before the file is made: the worker
makes those of the pages that changed.
"""

from collections.abc import Callable

from django.apps import apps
from django.core.cache import cache
from wagtail.models import Page

from .cache import raise_generation
from .jobs import STOPPING


class MakesFiles:
    """A page that can be taken away as files."""

    def files_to_make(self) -> dict[str, Callable[[], bytes]]:
        """Return {last part of its address: what makes it}."""
        raise NotImplementedError

    def made_file(self, name):
        """Return the bytes of a file; its weight is kept for the links that lead to it."""
        content = self.files_to_make()[name]()
        cache.set(self.weight_key(name), len(content), None)
        return content

    def weight_of(self, name):
        """Return the weight of a file in bytes, None before it was made."""
        return cache.get(self.weight_key(name))

    def weight_key(self, name):
        changed = (
            f"{self.last_published_at:%Y%m%d%H%M%S}" if self.last_published_at else ""
        )
        return f"weight-{self.pk}-{changed}-{name}"


def make_missing_files():
    """Make the files whose weight is not known; return how many were made."""
    made = 0
    for model in apps.get_models():
        if not (issubclass(model, MakesFiles) and issubclass(model, Page)):
            continue
        for page in model.objects.live().public().iterator(chunk_size=50):
            if STOPPING.is_set():
                break
            made += make_files_of(page)
    if made:
        raise_generation()
    return made


def make_files_of(page):
    """Make the files of one page whose weight is not known; return how many."""
    missing = [name for name in page.files_to_make() if page.weight_of(name) is None]
    for name in missing:
        page.made_file(name)
    return len(missing)
