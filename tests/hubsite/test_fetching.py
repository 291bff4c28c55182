"""What the server fetches, and what it never talks to."""

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hubsite.fetching import Failed, Limits, Refused, download, is_public


class Answers(BaseHTTPRequestHandler):
    """Answer each path by the function of the test's table; keep what was sent."""

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        self.server.table[self.path](self)

    do_POST = do_GET

    def log_message(self, *args):
        """Keep the tests' output silent."""

    def plain(self, body=b"hello", status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(table):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.table, server.seen = table, []
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}
    )
    thread.start()
    try:
        yield server, f"http://source.example:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def here(host, port):
    """Stand for the resolver: every name of the test is this machine."""
    if host == "inside.example":
        raise Refused("10.0.0.1")
    return "127.0.0.1"


def moved(to, status=302):
    return lambda answer: answer.plain(b"", status, Location=to)


def test_a_file_comes_with_its_type_and_last_address():
    table = {
        "/": moved("/there?x=1", 307),
        "/there?x=1": lambda answer: answer.plain(Content_Type="text/csv"),
    }
    with serving(table) as (server, url):
        fetched = download(f"{url}/", find=here)
    assert (fetched.body, fetched.content_type) == (b"hello", "text/csv")
    assert fetched.url == f"{url}/there?x=1"
    assert server.seen[0][1]["Host"].startswith("source.example:")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://a.example/", "http://", "//a.example/", "",
        "http://a.example:99999/", "http://a.example:x/", "http://[::1", "javascript:1",
        "http://a.example/\r\nX: y", "http://a.example/a b",
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0/",
        "http://2130706433/", "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:192.168.0.1]/", "http://[64:ff9b::7f00:1]/",
    ],
)  # fmt: skip
def test_what_is_not_an_open_web_address_is_refused(url):
    with pytest.raises(Refused):
        download(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True),
        ("10.1.2.3", False), ("172.16.0.1", False), ("100.64.0.1", False),
        ("224.0.0.1", False), ("fe80::1%eth0", False), ("fc00::1", False),
        ("::ffff:127.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::", False),
        ("0.0.0.0", False), ("255.255.255.255", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_open_internet_are_public(address, public):
    assert is_public(address) is public


def test_every_address_of_a_name_must_be_public(monkeypatch):
    answers = [(2, 1, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answers)
    with pytest.raises(Refused):
        download("http://rebinding.example/")


@pytest.mark.parametrize(
    "to", ["http://inside.example/", "file:///etc/passwd", "gopher://x/"]
)
def test_a_redirection_is_looked_at_like_the_first_address(to):
    with serving({"/": moved(to)}) as (_server, url), pytest.raises(Refused):
        download(f"{url}/", find=here)


def test_redirections_have_an_end():
    with serving({"/": moved("/")}) as (server, url):
        with pytest.raises(Failed, match="too_many_redirections"):
            download(f"{url}/", find=here)
        assert len(server.seen) == Limits().redirections + 1


def test_a_secret_stays_with_its_host():
    table = {"/here": lambda a: a.plain(), "/kept": moved("/here")}
    with serving(table) as (other, elsewhere):
        table = {"/": moved(f"{elsewhere}/here")}
        with serving(table) as (first, url):
            download(f"{url}/", headers={"Authorization": "Bearer s"}, find=here)
        download(f"{elsewhere}/kept", headers={"Authorization": "Bearer s"}, find=here)
    assert first.seen[0][1]["Authorization"] == "Bearer s"
    carried = [(path, headers.get("Authorization")) for path, headers in other.seen]
    assert carried == [("/here", None), ("/kept", "Bearer s"), ("/here", "Bearer s")]


def endless(answer):
    answer.send_response(200)
    answer.end_headers()
    try:
        for _piece in range(1000):
            answer.wfile.write(b"x" * 1000)
    except OSError:
        return


@pytest.mark.parametrize(
    "answer",
    [endless, lambda answer: answer.plain(b"", Content_Length="999999999")],
    ids=["without a length", "said beforehand"],
)
def test_a_file_that_is_too_large_is_left(answer):
    with (
        serving({"/": answer}) as (_server, url),
        pytest.raises(Failed, match="too_large"),
    ):
        download(f"{url}/", limits=Limits(size=10_000), find=here)


def drip(answer):
    """Send something every now and then, so that no silence is ever long."""
    try:
        for _piece in range(40):
            answer.wfile.write(b"HTTP/1.1 200 OK\r\nX: " if not _piece else b"a")
            time.sleep(0.05)
    except OSError:
        return


def drip_body(answer):
    answer.send_response(200)
    answer.end_headers()
    drip(answer)


@pytest.mark.parametrize("answer", [drip, drip_body])
def test_a_server_that_drips_is_left_in_time(answer):
    begun = time.monotonic()
    with (
        serving({"/": answer}) as (_server, url),
        pytest.raises(Failed, match="too_slow"),
    ):
        download(f"{url}/", limits=Limits(seconds=0.3), find=here)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda a: a.plain(status=404), "status_404"),
        (lambda a: a.plain(Content_Encoding="gzip"), "encoded"),
        (lambda a: a.plain(Content_Length="50"), "IncompleteRead|cut_short"),
        (lambda a: a.wfile.write(b"nonsense\r\n\r\n"), "BadStatusLine"),
    ],
)
def test_what_cannot_be_used_is_said(answer, reason):
    with serving({"/": answer}) as (_server, url), pytest.raises(Failed, match=reason):
        download(f"{url}/", find=here)


def test_a_closed_door_is_said():
    with serving({}) as (_server, url):
        address = url
    with pytest.raises(Failed, match="ConnectionRefusedError"):
        download(f"{address}/", find=here)
