"""Getting a file from an address outside, which nobody may turn against the hub.

Only http(s), only public addresses, the very one that was looked at, at each
redirection; so many bytes, so many seconds and no more.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

import certifi

REDIRECTED = (301, 302, 303, 307, 308)
CHUNK = 64 * 1024
# Ways to write an IPv4 address that a router may take for that very address.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """An address that the server must not talk to."""


class Failed(Exception):
    """Nothing usable came back; the text is a short code, such as `status_404`."""


@dataclass(frozen=True)
class Limits:
    """The most that one file may cost, its redirections together."""

    size: int = 20 * 1024 * 1024
    seconds: float = 60
    redirections: int = 4


@dataclass(frozen=True)
class Fetched:
    """What came back; `url` is the last address, after redirections."""

    body: bytes
    url: str
    content_type: str = ""


def is_public(address):
    """Tell whether an IP address, a text, is one of the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if ip.version == 6 and ip in NAT64:
        inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if inside:
        ip = inside
    return ip.is_global and not ip.is_multicast


def public_address(host, port):
    """Return an address of `host` to connect to; raises Refused for any other kind."""
    found = {
        info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    }
    for address in found:
        if not is_public(address):
            raise Refused(address)
    return sorted(found)[0]


def checked(url):
    """Return the parts of an http(s) address; raises Refused for any other."""
    try:
        parts = urlsplit(url)
        # Reading a port that is no number raises.
        usable = (
            parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        )
    except ValueError:
        usable = False
    if not usable or not url.isprintable() or " " in url:
        raise Refused(url)
    return parts


def download(url, *, headers=None, method="GET", limits=None, find=public_address):
    """Return the Fetched file at `url`; raises Refused, or Failed with a reason code.

    `headers` go to the host of `url` and to no other it redirects to. `find` gives the
    address to connect to for a host and a port, or raises Refused.
    """
    limits = limits or Limits()
    ends, home = monotonic() + limits.seconds, checked(url)
    try:
        for _step in range(limits.redirections + 1):
            parts = checked(url)
            own = headers if same_origin(parts, home) else None
            with answering(parts, method, own, ends, find) as response:
                location = response.getheader("Location")
                if response.status not in REDIRECTED or not location:
                    return read(response, url, limits.size, ends)
            url, method = urljoin(url, location), "GET"
    except (OSError, http.client.HTTPException, UnicodeError) as failure:
        late = monotonic() >= ends
        raise Failed("too_slow" if late else type(failure).__name__) from failure
    raise Failed("too_many_redirections")


def same_origin(parts, home):
    return (parts.scheme, parts.netloc) == (home.scheme, home.netloc)


@contextmanager
def answering(parts: SplitResult, method, headers, ends, find):
    """Give the response whose headers have come; the connection ends with the block."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = find(parts.hostname, port)
    patience = max(0.01, ends - monotonic())
    link = socket.create_connection((address, port), timeout=min(10, patience))
    # A server that sends a byte now and then would never meet a timeout for silence.
    guard = threading.Timer(patience, hang_up, [link])
    try:
        guard.start()
        if parts.scheme == "https":
            safe = ssl.create_default_context(cafile=certifi.where())
            # The old object keeps no file any more: hang up on the new one.
            link = safe.wrap_socket(link, server_hostname=parts.hostname)
            guard.cancel()
            guard = threading.Timer(max(0.01, ends - monotonic()), hang_up, [link])
            guard.start()
        talk = http.client.HTTPConnection(parts.hostname, port)
        talk.sock = link
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": "hub-connector"}
        sent |= {"Accept-Encoding": "identity", "Connection": "close"}
        talk.request(method, target, headers={**sent, **(headers or {})})
        with talk.getresponse() as response:
            yield response
    finally:
        guard.cancel()
        link.close()


def hang_up(link):
    """Cut a connection from another thread, so that whoever reads from it goes on."""
    try:
        socket.socket.shutdown(link, socket.SHUT_RDWR)
    except OSError:
        return


def read(response, url, most, ends):
    """Return the Fetched body, never holding more than `most` bytes."""
    if response.status != 200:
        raise Failed(f"status_{response.status}")
    if response.getheader("Content-Encoding", "identity") != "identity":
        raise Failed("encoded")
    if (response.length or 0) > most:
        raise Failed("too_large")
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > most:
            raise Failed("too_large")
    if monotonic() >= ends:
        raise Failed("too_slow")
    if response.length:
        raise Failed("cut_short")
    return Fetched(bytes(body), url, response.getheader("Content-Type", ""))
