"""What every request passes: an identity for the logs, a guard, and the page cache."""

import gzip
import logging
import re
import time
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.urls import resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from wagtail.models import Page

from hubsite.cache import cache_errors, generation, next_boundary
from hubsite.errors import bad_request, too_long
from hubsite.logs import request_id, scrub_path
from hubsite.serving import serve_page

VALID_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
LONGEST_PATH, LONGEST_QUERY, LONGEST_CACHED_QUERY = 1000, 4000, 300
LARGEST_STORED = 1_000_000
COMPRESSED_TYPES = ("text/", "application/json", "application/atom+xml")
COMPRESSED_TYPES += ("application/xml", "application/ld+json", "application/feed+json")

access_log = logging.getLogger("hubsite.access")


class LanguageMiddleware(LocaleMiddleware):
    """Lead from an address without a language to the page it means, never to a 404."""

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if answer is response or is_answered(request, urlsplit(answer.url).path):
            return answer
        return response


def is_answered(request, path):
    """Return whether a view or a page of the site stands at `path`."""
    found = resolve(path)
    if found.func is not serve_page:
        return True
    try:
        return bool(Page.route_for_request(request, found.args[0]))
    except Http404:
        return False


class RequestIdMiddleware:
    """Give the request an id (its proxy's, if sane), log what came of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if VALID_REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(request.id)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.id
            access_log.info(
                "request",
                extra={
                    "method": request.method,
                    "path": scrub_path(request.path),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - start) * 1000, 1),
                },
            )
        finally:
            request_id.reset(token)
        return response


class GuardMiddleware:
    """Refuse what no page can answer, before it reaches a database or a template."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query:
            return bad_request(request)
        if len(request.path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            return too_long(request)
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response.setdefault("Content-Security-Policy", settings.ADMIN_POLICY)
        return response


@dataclass
class StoredPage:
    """A rendered page as the cache keeps it; `body` is gzipped if `compressed`."""

    body: bytes
    compressed: bool
    headers: list
    etag: str
    fresh_until: float
    seconds: int = field(default=0)

    def answer(self, request):
        """Return the response to `request`: whole, compressed, or 304."""
        known = parse_etags(request.headers.get("If-None-Match", ""))
        gzipped = self.compressed and accepts_gzip(request)
        etag = self.etag[:-1] + '-gz"' if gzipped else self.etag
        if known and (known == ["*"] or matches(self.etag, known)):
            response = HttpResponseNotModified()
            kept = ("Vary", "Content-Language", "Cache-Control")
            self.copy_headers(response, kept)
        else:
            body = self.body
            if self.compressed and not gzipped:
                body = gzip.decompress(body)
            response = HttpResponse(b"" if request.method == "HEAD" else body)
            self.copy_headers(response)
            response["Content-Length"] = len(body)
            if gzipped:
                response["Content-Encoding"] = "gzip"
        response["ETag"] = etag
        return response

    def copy_headers(self, response, names=None):
        for name, value in self.headers:
            if names is None or name in names:
                response[name] = value


def matches(etag, known):
    """Return whether a validator that the visitor holds is this page's, in any coding."""
    bare = etag.strip('"')
    given = {tag.removeprefix("W/").strip('"').removesuffix("-gz") for tag in known}
    return bare in given


def accepts_gzip(request):
    return "gzip" in request.headers.get("Accept-Encoding", "")


class TextGZipMiddleware(GZipMiddleware):
    """Compress the text that the page cache does not keep; files are left as they are.

    Django pads each answer by a random length, against guesses at what it hides (BREACH).
    """

    def process_response(self, request, response):
        kind = response.get("Content-Type", "")
        if response.streaming or not kind.startswith(COMPRESSED_TYPES):
            return response
        return super().process_response(request, response)


class PageCacheMiddleware:
    """Serve public pages as rendered once, to every visitor who is not logged in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not settings.PAGE_CACHE or not self.may_be_stored(request):
            response = without_body_for_head(request, self.get_response(request))
            if settings.SELECTION_COOKIE in request.COOKIES:
                response.setdefault("Cache-Control", "private, no-cache")
            return response
        current = generation()
        key = current and page_key(request, current)
        stored = key and read(key)
        if stored and time.time() < stored.fresh_until:
            return stored.answer(request)
        response = self.get_response(request)
        if not is_public(response):
            return without_body_for_head(request, response)
        stored = to_store(response)
        if key and request.method == "GET" and stored.seconds > 0:
            write(key, stored)
        return stored.answer(request)

    def may_be_stored(self, request):
        return (
            request.method in {"GET", "HEAD"}
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and settings.SELECTION_COOKIE not in request.COOKIES
            and "Authorization" not in request.headers
            and "Range" not in request.headers
            and len(request.META.get("QUERY_STRING", "")) <= LONGEST_CACHED_QUERY
            and not request.path.startswith(settings.PAGE_CACHE_EXCEPT)
        )


def page_key(request, current):
    """Return the cache key of an address; raises DisallowedHost for a foreign host."""
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    digest = blake2b(address.encode(errors="replace"), digest_size=16).hexdigest()
    return f"page:{current}:{digest}"


def read(key):
    try:
        return cache.get(key)
    except cache_errors():
        return None


def write(key, stored):
    try:
        cache.set(key, stored, stored.seconds)
    except cache_errors():
        logging.getLogger(__name__).warning("a page could not be stored")


def is_public(response):
    """Return whether a response is the same for every visitor and may be kept."""
    control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and len(response.content) <= LARGEST_STORED
    )


def to_store(response):
    """Return the public response as it is kept, with its validator and its end."""
    body = response.content
    compressed = (
        response.get("Content-Type", "").startswith(COMPRESSED_TYPES)
        and "Content-Encoding" not in response
        and len(body) > 500
    )
    if compressed:
        patch_vary_headers(response, ["Accept-Encoding"])
    now = timezone.now()
    ends = [now + timedelta(seconds=settings.PAGE_CACHE_SECONDS)]
    ends += [
        moment
        for moment in (getattr(response, "hub_fresh_until", None), next_boundary(now))
        if moment
    ]
    seconds = max(0, int((min(ends) - now).total_seconds()))
    if "Cache-Control" not in response:
        response["Cache-Control"] = control_header(seconds)
    etag = response.get("ETag") or f'"{blake2b(body, digest_size=12).hexdigest()}"'
    unkept = {"content-length", "etag", "date", "x-request-id"}
    return StoredPage(
        body=gzip.compress(body, 6, mtime=0) if compressed else body,
        compressed=compressed,
        headers=[(n, v) for n, v in response.items() if n.lower() not in unkept],
        etag=etag.removeprefix("W/"),
        fresh_until=now.timestamp() + seconds,
        seconds=seconds,
    )


def control_header(seconds):
    """Return the Cache-Control of a page that stays fresh for `seconds`.

    Browsers ask each time, which costs a 304; a proxy in front may keep a page for
    SHARED_CACHE_SECONDS, at most until the next boundary.
    """
    shared = min(settings.SHARED_CACHE_SECONDS, seconds)
    return "public, max-age=0, must-revalidate" + (
        f", s-maxage={shared}" if shared else ""
    )


def without_body_for_head(request, response):
    """Empty the response to a HEAD request; servers are not all kind enough to."""
    if request.method == "HEAD" and not response.streaming:
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response
