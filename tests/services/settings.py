"""The test settings on the servers that the suite started."""

import os

from hubsite.settings.addresses import database, redis_cache, search_hosts
from hubsite.settings.test import *  # noqa: F403
from hubsite.settings.test import CACHES, DATABASES

# Tests run in several processes, each with its own of everything.
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = database(os.environ["DATABASE_URL"])
    DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ["MIGRATED_DATABASE"]}
if os.environ.get("REDIS_URL"):
    # Number 0 is the site's that the suite serves.
    server = os.environ["REDIS_URL"].rpartition("/")[0]
    CACHES["default"] = redis_cache(f"{server}/{PROCESS + 1}")
ELASTICSEARCH_HOSTS = search_hosts(os.environ.get("ELASTICSEARCH_URL", ""))
# Beside the site that the suite serves from the same server.
ELASTICSEARCH_PREFIX = f"tests{PROCESS}"
ELASTICSEARCH_ENGINE = "tests.services.on_elasticsearch.Following"
