"""Every territory of France and Belgium, to look up: nothing here touches the database.

Some 38,000 places are one text in memory, a line each, searched as bytes: a few
milliseconds a question, and neither rows nor objects for places nobody asks for. A
territory becomes a row (`hubsite.territories`) once a page or an organisation names it.
Sources, dates and licences stand in data/README.md.
"""

import csv
import gzip
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .i18n import InLanguage

DATA = Path(__file__).parent / "data"
UPPER = DATA / "territories.csv"
LOCAL = DATA / "places.txt.gz"

# What the codes of a scheme stand for, and the edition of the list they come from.
KINDS = {"insee-com": "commune", "nis": "commune", "epci": "epci"}
EDITIONS = {
    "insee-reg": "2026", "insee-dep": "2026", "insee-com": "2026", "epci": "2026",
    "nis": "2025", "nuts": "2021",
}  # fmt: skip
# Whatever lies in two departments must not make one of them hold the other's communes.
NEVER_THROUGH = "epci:"

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o"})
_WORD = re.compile(r"[a-z0-9]+")
_SPACES = bytes.maketrans(b"|~", b"  ")
_SAINTS = {"saint": "st", "sint": "st", "sainte": "ste"}


@dataclass(frozen=True)
class Place:
    """A territory as the code lists have it; `parents` are references, `label` text.

    `size` is how many digits the number of its inhabitants has, 0 where not known.
    """

    reference: str
    kind: str
    label_fr: str
    label_nl: str
    parents: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    size: int = 0

    label = InLanguage()

    @property
    def edition(self):
        """Return the year of the code list, "" where it has none."""
        return EDITIONS.get(self.reference.partition(":")[0], "")


def key_of(name):
    """Return a name as it is compared: small plain letters, one space, "st" for saint."""
    folded = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    return " ".join(_SAINTS.get(word, word) for word in _WORD.findall(plain))


def line_of(place, names, former=()):
    """Return the line of the text that `Gazetteer` reads."""
    known = "".join(f"|{key}" for key in dict.fromkeys(map(key_of, names)) if key)
    past = "".join(f"~{key}" for key in dict.fromkeys(map(key_of, former)) if key)
    fields = (
        place.reference,
        ""
        if place.kind == KINDS.get(place.reference.partition(":")[0])
        else place.kind,
        place.label_fr,
        "" if place.label_nl == place.label_fr else place.label_nl,
        " ".join(place.parents),
        "".join(f"#{code}" for code in place.postcodes) + "#",
        str(place.size),
        known + "|" + past + "~",
    )
    return "\t".join(fields)


def _place(line):
    reference, kind, label_fr, label_nl, parents, postcodes, size, _ = line.split("\t")
    return Place(
        reference,
        kind or KINDS[reference.partition(":")[0]],
        label_fr,
        label_nl or label_fr,
        tuple(parents.split()),
        tuple(filter(None, postcodes.split("#"))),
        int(size),
    )


class Gazetteer:
    """The text and the questions to it: bytes, a line of `line_of` for each place."""

    def __init__(self, text):
        self.text = b"\n" + text
        self.place = lru_cache(maxsize=500)(self._read)

    def _read(self, reference):
        """Return the Place of a `scheme:code`, None where there is none."""
        if not reference or set(reference) & set("\t\n"):
            return None
        start = self.text.find(f"\n{reference}\t".encode()) + 1
        if not start:
            return None
        return _place(self.text[start : self.text.find(b"\n", start)].decode())

    def matching(self, mark, words=()):
        """Yield the Place of each line with `mark` in it, in the file's order.

        "|" stands before each name in use, "~" before each former one, "#" before each
        postcode. Each of `words`, keys too, must begin a word of a name.
        """
        mark, position = mark.encode(), 0
        starts = [b" " + word.encode() for word in words]
        while (position := self.text.find(mark, position)) >= 0:
            begin = self.text.rfind(b"\n", 0, position) + 1
            position = self.text.find(b"\n", position)
            line = self.text[begin:position]
            names = line[line.rfind(b"\t") :].translate(_SPACES) if starts else b""
            if all(start in names for start in starts):
                yield _place(line.decode())

    def ancestors(self, reference):
        """Return the references of whatever holds a territory, its nearest first."""
        seen, waiting = [], [reference]
        while waiting:
            here = waiting.pop(0)
            if here.startswith(NEVER_THROUGH) and here != reference:
                continue
            place = self.place(here)
            for parent in place.parents if place else ():
                if parent not in seen:
                    seen.append(parent)
                    waiting.append(parent)
        return tuple(seen)


def upper_places():
    """Return the Places above communes as their file has them."""
    with UPPER.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return [
        Place(
            f"{row['scheme']}:{row['code']}",
            row["kind"],
            row["label_fr"],
            row["label_nl"],
            tuple(row["parents"].split()),
        )
        for row in rows
    ]


@cache
def gazetteer():
    """Return the Gazetteer of this process, read when first asked: some 30 ms, 4 MB."""
    upper = "".join(
        line_of(place, (place.label_fr, place.label_nl, *_short(place))) + "\n"
        for place in upper_places()
    )
    with gzip.open(LOCAL) as local:
        local.readline()
        return Gazetteer(upper.encode() + local.read())


def _short(place):
    """Return the town an arrondissement is named after, and France: all that people type."""
    return [
        re.sub(r"^(?:arrondissement (?:de |d')?|toute la |heel )", "", label)
        for label in (place.label_fr, place.label_nl)
    ]
