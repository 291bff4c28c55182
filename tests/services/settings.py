"""The test settings on the servers that the suite started."""

import os

from hubsite.settings.addresses import database, redis_cache, search_hosts
from hubsite.settings.test import *  # noqa: F403
from hubsite.settings.test import CACHES, DATABASES

if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = database(os.environ["DATABASE_URL"])
if os.environ.get("REDIS_URL"):
    CACHES["default"] = redis_cache(os.environ["REDIS_URL"])
ELASTICSEARCH_HOSTS = search_hosts(os.environ.get("ELASTICSEARCH_URL", ""))
# Beside the site that the suite serves from the same server.
ELASTICSEARCH_PREFIX = "tests"
ELASTICSEARCH_ENGINE = "tests.services.on_elasticsearch.Following"
