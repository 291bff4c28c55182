"""A public site: everything comes from the environment (`.env.example` lists it)."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import addresses
from .base import *  # noqa: F403
from .base import ANYMAIL, CACHES, DATABASES, MAIL_PROVIDER


def required(name):
    """Return an environment variable; raise ImproperlyConfigured when it is not set."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: see .env.example")
    return value


def on(name, default="1"):
    return os.environ.get(name, default) == "1"


DEBUG = False
SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
WAGTAILADMIN_BASE_URL = required("SITE_URL").rstrip("/")
_site = urlsplit(WAGTAILADMIN_BASE_URL)
ALLOWED_HOSTS = [_site.hostname, *os.environ.get("ALLOWED_HOSTS", "").split()]
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

# Without it: SQLite in DATA_DIR, which serves one machine well.
if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = addresses.database(os.environ["DATABASE_URL"])
# Without it: files in DATA_DIR, which every process of one machine sees.
if os.environ.get("REDIS_URL"):
    CACHES["default"] = addresses.redis_cache(os.environ["REDIS_URL"])

globals().update(addresses.mail_relay(required("SMTP_URL")))
EMAIL_TIMEOUT = 30
EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")

if MAIL_PROVIDER and ":" not in ANYMAIL["WEBHOOK_SECRET"]:
    raise ImproperlyConfigured("MAIL_PROVIDER needs WEBHOOK_SECRET: see .env.example")

SECURE_SSL_REDIRECT = on("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = on("HTTPS")
SECURE_HSTS_SECONDS = 31_536_000 if on("HTTPS") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = on("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = on("HSTS_SUBDOMAINS")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if on("BEHIND_PROXY", "0"):
    # Only behind a proxy that sets this header itself, whatever the client sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    TRUSTED_PROXIES = 1
SHARED_CACHE_SECONDS = int(os.environ.get("SHARED_CACHE_SECONDS", "0"))
SERVE_MEDIA = on("SERVE_MEDIA", "0")
DEMO = on("DEMO", "0")
CHECK_OUTSIDE_LINKS = on("CHECK_OUTSIDE_LINKS")
