"""Files are served in parts, so that a player can seek (RFC 9110, section 14)."""

from contextlib import closing

import pytest

from resources.models import ResourceFile
from tests.resources.factories import document
from tests.search.factories import resource

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 1000
SIZE = len(CONTENT)


@pytest.fixture
def film(home_fr):
    """A video that a published page shows, and that page."""
    made = document("film.mp4", CONTENT)
    page = resource(home_fr, "Film")
    page.files = [ResourceFile(document=made)]
    page.save()
    return made, page


def get(client, url, range_="", method="get", **headers):
    """Return the response and its bytes."""
    if range_:
        headers["range"] = range_
    with closing(getattr(client, method)(url, headers=headers)) as response:
        body = b"".join(response.streaming_content) if response.streaming else b""
    return response, body or getattr(response, "content", b"")


def test_whole_file_says_that_parts_may_be_asked(client, film):
    response, body = get(client, film[0].url)
    assert response.status_code == 200
    assert response["Accept-Ranges"] == "bytes"
    assert body == CONTENT


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=100-199", 100, 199),
        ("Bytes=65530-200000", 65530, 200000),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        (f"bytes=10-{SIZE * 2}", 10, SIZE - 1),
        ("bytes=-5", SIZE - 5, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
    ],
)
def test_a_part(client, film, asked, first, last):
    response, body = get(client, film[0].url, asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "video/mp4"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert body == CONTENT[first : last + 1]


@pytest.mark.parametrize(
    "asked", [f"bytes={SIZE}-", "bytes=999999-1000000", "bytes=-0"]
)
def test_a_part_beyond_the_end_is_refused(client, film, asked):
    response, body = get(client, film[0].url, asked)
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{SIZE}"
    assert body == b""


@pytest.mark.parametrize(
    "asked",
    ["bytes=", "bytes=-", "bytes=9-2", "bytes=a-b", "lines=0-1", "bytes=0-1,4-5"],
)
def test_what_is_no_single_range_gives_the_whole_file(client, film, asked):
    response, body = get(client, film[0].url, asked)
    assert response.status_code == 200
    assert body == CONTENT


def test_a_part_of_another_version_is_never_sent(client, film):
    url = film[0].url
    known = get(client, url)[0]
    for validator in (known["ETag"], known["Last-Modified"]):
        response, _body = get(client, url, "bytes=1-2", **{"if-range": validator})
        assert response.status_code == 206
    for validator in ('"other"', f"W/{known['ETag']}", "Sat, 01 Jan 2000 00:00:00 GMT"):
        response, body = get(client, url, "bytes=1-2", **{"if-range": validator})
        assert (response.status_code, body) == (200, CONTENT)
    response, body = get(client, url, "bytes=1-2", **{"if-none-match": known["ETag"]})
    assert (response.status_code, body) == (304, b"")


def test_head_ignores_a_range(client, film):
    response, _body = get(client, film[0].url, "bytes=1-2", method="head")
    assert response.status_code == 200
    assert response["Content-Length"] == str(SIZE)


def test_each_file_has_its_own_validator(client, film):
    other = document("autre.mp4", b"autre")
    film[1].files.add(ResourceFile(document=other))
    film[1].save()
    tags = {get(client, one.url)[0]["ETag"] for one in (film[0], other)}
    assert len(tags) == 2


def test_no_part_of_a_private_file(client, admin_client, film):
    made, page = film
    page.unpublish()
    assert get(client, made.url, "bytes=0-9")[0].status_code == 404
    response, body = get(admin_client, made.url, "bytes=0-9")
    assert (response.status_code, body) == (206, CONTENT[:10])
    assert response["Cache-Control"] == "private, no-cache"
