"""What every request passes: identity, guard, page cache, health, errors, logs."""

import gzip
import json
import logging
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.cache import cache
from django.http import FileResponse, HttpResponse
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Page, Site

from hubsite import cache as page_cache
from hubsite import health
from hubsite.logs import JsonFormatter, scrub
from hubsite.middleware import PageCacheMiddleware, TextGZipMiddleware

BODY = b"<!doctype html><title>Bonjour</title>" + b"<p>texte</p>" * 200


class Origin:
    """Counts how often a page is rendered; answers what it is told to."""

    def __init__(self, **headers):
        self.rendered, self.headers, self.body = 0, headers, BODY
        self.fresh_until = None

    def __call__(self, request):
        self.rendered += 1
        response = HttpResponse(self.body, headers=self.headers)
        if self.fresh_until:
            response.hub_fresh_until = self.fresh_until
        return response


@pytest.fixture
def origin(settings, db):
    settings.PAGE_CACHE = True
    cache.clear()
    return Origin()


def get(origin, path="/fr/", method="get", **headers):
    request = getattr(RequestFactory(headers=headers), method)(path)
    if "cookie" in headers:
        name, _, value = headers["cookie"].partition("=")
        request.COOKIES[name] = value
    return PageCacheMiddleware(origin)(request)


def test_page_is_rendered_once(origin):
    assert get(origin).content == get(origin).content == BODY
    assert origin.rendered == 1


def test_page_is_stored_for_each_address(origin):
    get(origin, "/fr/")
    get(origin, "/fr/?page=2")
    get(origin, "/nl/")
    assert origin.rendered == 3


def test_page_is_rendered_again_after_the_generation_is_raised(
    origin, django_capture_on_commit_callbacks, db
):
    get(origin)
    with django_capture_on_commit_callbacks(execute=True):
        page_cache.raise_generation()
    get(origin)
    assert origin.rendered == 2


def test_page_ends_at_its_own_boundary(origin):
    origin.fresh_until = timezone.now() + timedelta(seconds=30)
    get(origin)
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        get(origin)
    assert origin.rendered == 2


def test_page_ends_at_a_status_boundary(origin, monkeypatch):
    boundary = timezone.now() + timedelta(seconds=30)
    monkeypatch.setattr(page_cache, "_boundaries", [lambda now: boundary])
    get(origin)
    with time_machine.travel(boundary + timedelta(seconds=1)):
        get(origin)
    assert origin.rendered == 2


def test_visitor_who_is_logged_in_bypasses_the_cache(origin):
    get(origin)
    response = get(origin, cookie="sessionid=abc")
    assert origin.rendered == 2
    assert "ETag" not in response


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "private"},
        {"Cache-Control": "max-age=0, no-store"},
        {"Vary": "Cookie"},
    ],
)
def test_private_page_is_never_stored(origin, headers):
    origin.headers = headers
    get(origin)
    get(origin)
    assert origin.rendered == 2


def test_page_that_sets_a_cookie_is_never_stored(origin):
    def answer(request):
        response = Origin.__call__(origin, request)
        response.set_cookie("csrftoken", "x")
        return response

    get(answer)
    get(answer)
    assert origin.rendered == 2


def test_known_page_is_answered_304_without_rendering(origin):
    etag = get(origin)["ETag"]
    assert not etag.startswith("W/")
    response = get(origin, if_none_match=etag)
    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert origin.rendered == 1


def test_unchanged_page_is_304_even_after_a_publish(origin):
    etag = get(origin)["ETag"]
    cache.clear()
    assert get(origin, if_none_match=etag).status_code == 304
    origin.body = BODY + b"!"
    cache.clear()
    assert get(origin, if_none_match=etag).status_code == 200


def test_compressed_page_has_its_own_validator(origin):
    plain = get(origin)
    packed = get(origin, accept_encoding="br, gzip")
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert int(packed["Content-Length"]) == len(packed.content)
    assert "Accept-Encoding" in packed["Vary"]
    assert get(origin, if_none_match=packed["ETag"]).status_code == 304
    assert origin.rendered == 1


def test_head_has_the_length_and_no_body(origin):
    response = get(origin, method="head")
    assert response.content == b""
    assert int(response["Content-Length"]) == len(BODY)


def test_page_is_public_and_revalidated(origin, settings):
    assert get(origin)["Cache-Control"] == "public, max-age=0, must-revalidate"
    settings.SHARED_CACHE_SECONDS = 10
    assert get(origin, "/nl/")["Cache-Control"].endswith("s-maxage=10")


def test_page_is_served_while_the_cache_is_down(origin, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert get(origin).content == BODY
    page_cache._write_generation()


@pytest.mark.django_db
@pytest.mark.usefixtures("origin")
class TestGeneration:
    @pytest.fixture(autouse=True)
    def _on_commit(self, django_capture_on_commit_callbacks):
        self.commits = django_capture_on_commit_callbacks

    def changed_by(self, change):
        before = page_cache.generation()
        with self.commits(execute=True):
            change()
        return page_cache.generation() != before

    def page(self):
        return Page.objects.filter(depth=2).first()

    def test_publishing_raises_it(self):
        page = self.page()
        assert self.changed_by(lambda: page.save_revision().publish())

    def test_unpublishing_raises_it(self):
        assert self.changed_by(self.page().unpublish)

    def test_saving_a_draft_does_not(self):
        page = self.page()
        page.title = "Another"
        assert not self.changed_by(page.save_revision)

    def test_moving_and_deleting_raise_it(self):
        root = self.page()
        child = root.add_child(instance=Page(title="a", slug="a"))
        other = root.add_child(instance=Page(title="b", slug="b"))
        assert self.changed_by(lambda: child.move(other, pos="last-child"))
        assert self.changed_by(other.delete)

    def test_changing_the_site_raises_it(self):
        assert self.changed_by(Site.objects.first().save)


# Requests of the whole stack


@pytest.mark.django_db
def test_request_id_is_kept_when_sane_and_made_otherwise(client):
    given = client.get("/healthz", headers={"X-Request-ID": "abc-12345678"})
    assert given["X-Request-ID"] == "abc-12345678"
    for bad in ("short", "with space 12", "x" * 65, "évil-12345"):
        response = client.get("/healthz", headers={"X-Request-ID": bad})
        assert response["X-Request-ID"] != bad
        assert len(response["X-Request-ID"]) == 32


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fr/%00/", 400),
        ("/fr/?q=a%00b", 400),
        ("/fr/" + "a" * 1001, 414),
        ("/fr/?q=" + "a" * 4001, 414),
    ],
)
def test_bad_input_is_refused_in_the_visitors_language(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert "Cette adresse est" in response.content.decode()
    dutch = client.get(path.replace("/fr/", "/nl/"))
    assert "Dit adres is" in dutch.content.decode()
    assert dutch.content.decode().startswith("<!doctype html>")
    assert '<html lang="nl">' in dutch.content.decode()


def test_foreign_host_is_refused(client):
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_healthz_asks_nothing_of_the_database(client):
    response = client.get("/healthz")
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_names_each_part(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert set(response.json()["parts"]) == {
        *("database", "migrations", "cache", "disk", "search", "worker")
    }


@pytest.mark.django_db
def test_readyz_fails_without_disk_space(client, monkeypatch):
    monkeypatch.setattr(health, "SMALLEST_FREE_SPACE", 10**18)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["parts"]["disk"]["status"] == "failed"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_missing_page_answers_in_the_language_of_its_address(client, language):
    other = {"fr": "nl", "nl": "fr"}[language]
    response = client.get(
        f"/{language}/nothing-here/", headers={"Accept-Language": other}
    )
    assert response.status_code == 404
    assert response["Content-Language"] == language
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_admin_has_a_policy_of_its_own(client):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "object-src 'none'" in policy


# Logs


def test_log_line_holds_no_personal_data():
    record = logging.makeLogRecord(
        {
            "msg": "sent to %s from 10.1.2.3",
            "args": ("aida.benali@example.org",),
            "path": "/fr/lettre/c/MTIzNDU2Nzg5MDEyMzQ1Njc4OTA:1tXyZ9:abcdefGHIJKL/",
        }
    )
    line = JsonFormatter().format(record)
    entry = json.loads(line)
    assert entry["message"] == "sent to [mail] from [address]"
    assert entry["path"] == "/fr/lettre/c/[token]/"


def test_ordinary_words_are_not_scrubbed():
    path = "/fr/ressources/accompagner-les-demarches-administratives-en-ligne/"
    assert scrub(path) == path


def compress(response, **headers):
    request = RequestFactory(headers={"accept-encoding": "gzip", **headers}).get("/")
    return TextGZipMiddleware(lambda request: response)(request)


def test_page_that_is_not_stored_is_compressed_too():
    response = compress(HttpResponse(BODY))
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == BODY


def test_page_compressed_for_the_cache_is_not_compressed_again(origin):
    request = RequestFactory(headers={"accept-encoding": "gzip"}).get("/fr/")
    response = TextGZipMiddleware(PageCacheMiddleware(origin))(request)
    assert gzip.decompress(response.content) == BODY


@pytest.mark.parametrize(
    "file",
    [
        FileResponse(BytesIO(BODY), content_type="text/plain"),
        HttpResponse(BODY, content_type="application/pdf"),
    ],
)
def test_file_is_not_compressed(file):
    assert "Content-Encoding" not in compress(file)
