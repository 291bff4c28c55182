"""`make run`: one machine, SQLite, the embedded search engine, no other service."""

import os
import secrets

from .addresses import mail_relay
from .base import *  # noqa: F403
from .base import DATA_DIR, logging_settings

DEBUG = False
DEMO = SERVE_MEDIA = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
# What else HOST stands for, as `make run` tells.
ALLOWED_HOSTS += os.environ.get("ALLOWED_HOSTS", "").split()
WAGTAILADMIN_BASE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")

# Without a relay, mails become files that the outbox shows.
if os.environ.get("SMTP_URL"):
    globals().update(mail_relay(os.environ["SMTP_URL"]))
    EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"

LOGGING = logging_settings(
    {
        "class": "logging.handlers.WatchedFileHandler",
        "filename": DATA_DIR / "site.log",
        "delay": True,
    }
)


def _secret_key():
    """Return this site's own key, made at the first start and kept in DATA_DIR."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = _secret_key()
