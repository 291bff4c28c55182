"""ZIP archives sent as they are made: no file is held whole or written again."""

import zipfile

from django.http import StreamingHttpResponse
from django.utils import timezone

CHUNK_BYTES = 64 * 1024


class Outgoing:
    """A file that is only written to; what it took waits until it is sent."""

    def __init__(self):
        self.waiting = []

    def write(self, data):
        self.waiting.append(bytes(data))
        return len(data)

    def flush(self):
        """Do nothing: zipfile asks for it."""

    def taken(self):
        data = b"".join(self.waiting)
        self.waiting.clear()
        return data


def archive_response(named, sheets, filename):
    """Return `archive` as a download named `filename` (RFC 6266)."""
    response = StreamingHttpResponse(
        archive(named, sheets), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def archive(named, sheets):
    """Yield the bytes of the archive, a piece at a time.

    `named` is {path in the archive: (owner, row with a document)}, `sheets` {path: text
    or bytes}, which come first.
    """
    out = Outgoing()
    now = timezone.localtime().timetuple()[:6]
    with zipfile.ZipFile(out, "w") as made:
        for name, text in sheets.items():
            made.writestr(zipfile.ZipInfo(name, now), text)
        for name, (_work, file) in named.items():
            with (
                file.document.file.open("rb") as source,
                made.open(zipfile.ZipInfo(name, now), "w") as target,
            ):
                while piece := source.read(CHUNK_BYTES):
                    target.write(piece)
                    yield out.taken()
    yield out.taken()
