"""Parts of a file, so that a player can seek in it (RFC 9110, section 14).

One range a request: a server may answer several, or what it does not understand, with
the whole file.
"""

import re
from functools import wraps

from django.http import HttpResponse

SINGLE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.IGNORECASE)
CHUNK_BYTES = 64 * 1024


class Unsatisfiable(Exception):
    """The range lies beyond the end of the file."""


def in_ranges(view):
    """Let a view that answers with a file answer with the part of it that is asked."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        return partial(request, view(request, *args, **kwargs))

    return answer


def partial(request, response):
    """Return the response, its part (206), or the refusal of a part beyond it (416).

    `response` is that of the whole file: conditions of the request are met already.
    """
    if response.status_code != 200 or not response.has_header("Content-Length"):
        return response
    response["Accept-Ranges"] = "bytes"
    if request.method != "GET" or not is_same_file(request, response):
        return response
    size = int(response["Content-Length"])
    try:
        span = span_of(request.headers.get("Range", ""), size)
    except Unsatisfiable:
        response.close()
        headers = {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"}
        return HttpResponse(status=416, headers=headers)
    if span:
        first, last = span
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last - first + 1)
        response.streaming_content = pieces(response.file_to_stream, first, last)
    return response


def is_same_file(request, response):
    """Return whether If-Range, if it was sent, names the file as it is (13.1.5)."""
    known = request.headers.get("If-Range")
    # A weak validator never equals: its "W/" is part of the text.
    return known is None or known in (
        response.get("ETag"),
        response.get("Last-Modified"),
    )


def span_of(header, size):
    """Return (first, last) byte of the one range a header asks for, None if for none.

    Raises Unsatisfiable.
    """
    found = SINGLE.fullmatch(header)
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if first and last and int(last) < int(first):
        return None
    if not first:
        first, last = max(size - int(last), 0), size - 1
    else:
        first, last = int(first), min(int(last or size), size - 1)
    if first >= size:
        raise Unsatisfiable
    return first, last


def pieces(file, first, last):
    """Yield the bytes of an open file from the first to the last."""
    file.seek(first)
    left = last - first + 1
    while left and (piece := file.read(min(CHUNK_BYTES, left))):
        left -= len(piece)
        yield piece
