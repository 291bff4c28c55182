"""A public site: everything comes from the environment (`.env.example` lists it)."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import CACHES, DATABASES


def required(name):
    """Return an environment variable; raise ImproperlyConfigured when it is not set."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: see .env.example")
    return value


def on(name, default="1"):
    return os.environ.get(name, default) == "1"


def database(url):
    """Return Django's settings for `postgresql://user:password@host:port/name?option=…`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


DEBUG = False
SECRET_KEY = required("SECRET_KEY")
WAGTAILADMIN_BASE_URL = required("SITE_URL").rstrip("/")
_site = urlsplit(WAGTAILADMIN_BASE_URL)
ALLOWED_HOSTS = [_site.hostname, *os.environ.get("ALLOWED_HOSTS", "").split()]
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

# Without it: SQLite in DATA_DIR, which serves one machine well.
if os.environ.get("DATABASE_URL"):
    DATABASES["default"] = database(os.environ["DATABASE_URL"])
# Without it: files in DATA_DIR, which every process of one machine sees.
if os.environ.get("REDIS_URL"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["REDIS_URL"],
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }

_smtp = urlsplit(required("SMTP_URL"))
SMTP = {
    "EMAIL_HOST": _smtp.hostname,
    "EMAIL_PORT": _smtp.port or {"smtps": 465}.get(_smtp.scheme, 587),
    "EMAIL_HOST_USER": unquote(_smtp.username or ""),
    "EMAIL_HOST_PASSWORD": unquote(_smtp.password or ""),
    "EMAIL_USE_SSL": _smtp.scheme == "smtps",
    "EMAIL_USE_TLS": _smtp.scheme == "smtp+starttls",
}
globals().update(SMTP)
EMAIL_TIMEOUT = 30
EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL")

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
