"""Players of other sites: nothing is asked of them before the reader says so.

A link always stands. Where the hub's settings name the link's host (`EMBED_HOSTS`), a
button beside it shows the player in the page: the same page with `?play=`, so that it
works without JavaScript, and only that answer may hold a frame of that host.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

_YOUTUBE = re.compile(r"(?:youtube\.com/watch\?(?:.*&)?v=|youtu\.be/)([\w-]{11})")
_VIMEO = re.compile(r"vimeo\.com/(\d+)")
_PEERTUBE = re.compile(r"^https://([\w.-]+)/(?:w|videos/watch)/([\w-]+)")


@dataclass(frozen=True)
class Embed:
    """A player: the service's name, the host its frame is loaded from, its address."""

    service: str
    host: str
    src: str


def embed_for(url):
    """Return the Embed of a video's address, or None where it may only be linked."""
    host = urlsplit(url).hostname or ""
    if not host or host not in settings.EMBED_HOSTS:
        return None
    if found := _YOUTUBE.search(url):
        frame = "www.youtube-nocookie.com"
        return Embed("YouTube", frame, f"https://{frame}/embed/{found[1]}")
    if found := _VIMEO.search(url):
        frame = "player.vimeo.com"
        return Embed("Vimeo", frame, f"https://{frame}/video/{found[1]}?dnt=1")
    if found := _PEERTUBE.match(url):
        return Embed(host, host, f"https://{host}/videos/embed/{found[2]}")
    return None
