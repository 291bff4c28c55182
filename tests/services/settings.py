"""The test settings on the PostgreSQL and Redis servers that the suite started."""

import os

from hubsite.settings.addresses import database, redis_cache
from hubsite.settings.test import *  # noqa: F403
from hubsite.settings.test import CACHES, DATABASES

DATABASES["default"] = database(os.environ["DATABASE_URL"])
CACHES["default"] = redis_cache(os.environ["REDIS_URL"])
