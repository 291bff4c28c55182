"""`make test`: quick, isolated, silent."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, STORAGES

DATA_DIR = Path(tempfile.mkdtemp(prefix="hub-test-"))
atexit.register(shutil.rmtree, DATA_DIR, ignore_errors=True)
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
DATABASES["default"]["NAME"] = DATA_DIR / "hub.sqlite3"
# In memory, unless a developer keeps one between runs (`pytest --reuse-db`).
DATABASES["default"]["TEST"] = {"NAME": os.environ.get("TEST_DATABASE")}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
PAGE_CACHE = False
# Whatever a developer's shell names; the services suite starts a server of its own.
ELASTICSEARCH_HOSTS = []
AIDES_TERRITOIRES_TOKEN = ""
