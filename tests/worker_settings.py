"""The site as a worker under test sees it: a database file and a relay on this host."""

import os
from pathlib import Path

from hubsite.settings.addresses import database
from hubsite.settings.test import *  # noqa: F403
from hubsite.settings.test import DATABASES

DATA_DIR = Path(os.environ["BENCH_FOLDER"])
DATABASES["default"]["NAME"] = DATA_DIR / "bench.sqlite3"
EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ["BENCH_PORT"])
if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = database(os.environ["DATABASE_URL"])
