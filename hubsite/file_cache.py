"""A cache in files whose writes cost little; apart from Redis's, which loads 5 MB."""

import random

from django.core.cache.backends.filebased import FileBasedCache


class SeldomCountedFileCache(FileBasedCache):
    """Counts its files at one write in a hundred: it exceeds its most by some hundreds.

    Django lists the whole folder at each write: with 5,000 files that takes longer than
    most pages take to make.
    """

    ONCE_IN = 100

    def _cull(self):
        if random.randrange(self.ONCE_IN) == 0:  # noqa: S311
            super()._cull()
