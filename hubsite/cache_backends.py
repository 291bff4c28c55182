"""Caches that cost a page little: files counted now and then, a Redis that may be away."""

import logging
import random

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class SeldomCountedFileCache(FileBasedCache):
    """Counts its files at one write in a hundred: it exceeds its most by some hundreds.

    Django lists the whole folder at each write: with 5,000 files that takes longer than
    most pages take to make.
    """

    ONCE_IN = 100

    def _cull(self):
        if random.randrange(self.ONCE_IN) == 0:  # noqa: S311
            super()._cull()


class ForgivingRedisCache(RedisCache):
    """Answer as an empty cache that keeps nothing while the server does not answer.

    Wagtail asks the cache for each address it writes, so an error there would be an
    error on every page.
    """

    def _or(self, missing, method, *args, **kwargs):
        try:
            return method(*args, **kwargs)
        except RedisError:
            logger.warning("the cache does not answer")
            return missing

    def add(self, *args, **kwargs):
        return self._or(False, super().add, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._or(default, super().get, key, default, version)

    def set(self, *args, **kwargs):
        return self._or(None, super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, super().delete, *args, **kwargs)

    def get_many(self, *args, **kwargs):
        return self._or({}, super().get_many, *args, **kwargs)

    def set_many(self, *args, **kwargs):
        return self._or([], super().set_many, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._or(None, super().delete_many, *args, **kwargs)
