"""Read the addresses of other services from one variable each, as hosts give them."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(url):
    """Return Django's settings for `postgresql://user:password@host:port/name?option=…`.

    Raises ImproperlyConfigured for any other kind of database.
    """
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


def redis_cache(url):
    """Return Django's settings for the cache at `redis://host:port/number`."""
    return {
        "BACKEND": "hubsite.cache_backends.ForgivingRedisCache",
        "LOCATION": url,
        # A cache that is slower than rendering a page is no help.
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }


def mail_relay(url):
    """Return Django's settings for a relay.

    `smtp+starttls://user:password@host:587`, `smtps://…:465` (encrypted from the start)
    or, on a trusted machine only, `smtp://host:25`. Raises ImproperlyConfigured for
    anything else.
    """
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
    if parts.scheme not in ports:
        raise ImproperlyConfigured(
            "SMTP_URL must begin with smtp+starttls:// or smtps://"
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
    }


def search_hosts(urls):
    """Return the addresses of Elasticsearch's nodes from one text, spaces between.

    `http://host:9200` or `https://user:password@host:9200`; none where the text is
    empty. Raises ImproperlyConfigured for anything else.
    """
    hosts = []
    for url in urls.split():
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ImproperlyConfigured("ELASTICSEARCH_URL must begin with http(s)://")
        port = parts.port or (443 if parts.scheme == "https" else 9200)
        user, at, _host = parts.netloc.rpartition("@")
        hosts.append(f"{parts.scheme}://{user}{at}{parts.hostname}:{port}")
    return hosts
