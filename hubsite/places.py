"""What somebody typed, and the places that may be meant: names, postcodes, both.

French and Belgian, in either language, with or without accents, hyphens, articles, and
"St" for "Saint". Former communes lead to those of today.
"""

import re
from dataclasses import dataclass, field
from itertools import islice

from .gazetteer import gazetteer, key_of

LONGEST = 100
SHOWN = 20
# What is looked at before giving up on order: "st" begins a word of 4,000 names.
LOOKED_AT = 300

_POSTCODE = re.compile(r"\d{4,5}")
_DEPARTMENT = re.compile(r"\d{2,3}|2[ab]")
_CEDEX = re.compile(r"\bcedex(?: \d{1,2})?\b")
# "B-8500 Kortrijk", "F 59200".
_COUNTRY = re.compile(r"\b(?:b|be|f|fr) (?=\d{4})")


@dataclass(frozen=True)
class Found:
    """`places` in the order to offer them.

    `is_sure` where there is one and it is what was typed; `is_cut` where there are more.
    """

    places: tuple = ()
    is_sure: bool = False
    is_cut: bool = False


@dataclass(frozen=True)
class Typed:
    """What was typed, read: `inside` is what follows a comma or a bracket."""

    name: str = ""
    postcodes: tuple[str, ...] = ()
    department: str = ""
    inside: str = ""
    words: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, text):
        head, _mark, tail = re.sub(r"[,;(]", ",", text[:LONGEST], count=1).partition(
            ","
        )
        key = _COUNTRY.sub("", _CEDEX.sub(" ", key_of(head)))
        postcodes, department, words = [], "", []
        for word in (*key.split(), *_numbers(tail)):
            if _POSTCODE.fullmatch(word):
                postcodes.append(word)
            elif _DEPARTMENT.fullmatch(word) and _department(word):
                department = word.upper()
            else:
                words.append(word)
        inside = "" if re.search(r"\d", tail) else key_of(tail)
        return cls(" ".join(words), tuple(postcodes), department, inside, tuple(words))

    def fits(self, place):
        """Return whether a place lies where the reader says."""
        if not (self.department or self.inside):
            return True
        above = gazetteer().ancestors(place.reference)
        if self.department and f"insee-dep:{self.department}" not in above:
            return False
        names = [one for ref in above if (one := gazetteer().place(ref))]
        known = [" " + key_of(f"{one.label_fr} {one.label_nl}") for one in names]
        wanted = [f" {word}" for word in self.inside.split()]
        return any(all(word in text for word in wanted) for text in known)


def find(text):
    """Return what was Found for a commune, a postcode or any other territory's name."""
    typed = Typed.read(text)
    by_code = _by_postcode(typed)
    if by_code and by_code.is_sure or typed.postcodes and not typed.name:
        return by_code or Found()
    if not typed.name:
        place = _department(typed.department)
        return Found((place,), is_sure=True) if place else Found()
    by_name = _exactly(typed) or _nearly(typed) or _without_ends(typed)
    if by_code:
        places = dict.fromkeys((*by_code.places, *by_name.places))
        return _offered(list(places))
    return by_name


def suggest(text, limit=8):
    """Return the Places to offer while somebody types, () for less than two letters."""
    typed, digits = Typed.read(text), text.strip()
    if digits.isdecimal() and digits.isascii():
        marks = (f"#{digits}#", f"#{digits}") if len(digits) > 2 else ()
        ways = (_offered(_marked(mark, typed)) for mark in marks)
        found = [place for way in ways for place in way.places]
    elif len(typed.name) < 2:
        found = find(text).places if typed.postcodes else ()
    else:
        ways = (_exactly(typed), _nearly(typed))
        found = [place for way in ways if way for place in way.places]
    return tuple(dict.fromkeys(found))[:limit]


def whereabouts(place):
    """Return the names of the departments, provinces or whatever is next above."""
    above = [one for ref in place.parents if (one := gazetteer().place(ref))]
    if above and above[0].kind == "arrondissement":
        above = [one for ref in above[0].parents if (one := gazetteer().place(ref))][:1]
    named = [one for one in above if one.kind not in ("epci", "programme")]
    return ", ".join(one.label for one in named[:3])


def _department(code):
    return gazetteer().place(f"insee-dep:{code.upper()}") if code else None


def _numbers(text):
    return re.findall(r"\b(?:\d{2,5}|2[ab])\b", key_of(text))


def _by_postcode(typed):
    places = [
        place for code in typed.postcodes for place in _marked(f"#{code}#", typed)
    ]
    if not places:
        return None
    if named := [place for place in places if _is_named(place, typed)]:
        return _offered(named, is_sure=len(named) == 1)
    return _offered(places)


def _is_named(place, typed):
    known = f"{key_of(place.label_fr)} {key_of(place.label_nl)}".split()
    return all(any(word.startswith(one) for word in known) for one in typed.words)


def _marked(mark, typed):
    """Return the places whose line holds `mark` and that lie where the reader says."""
    return [place for place in gazetteer().matching(mark) if typed.fits(place)]


def _exactly(typed):
    """Return what has that very name: communes before all else of the same name."""
    now = _marked(f"|{typed.name}|", typed)
    places = list(dict.fromkeys((*now, *_marked(f"~{typed.name}~", typed))))
    communes = [place for place in places if place.kind == "commune"]
    if not places:
        return None
    if len(communes) == 1 or len(places) == 1:
        return Found((*communes, *places)[:1], is_sure=True)
    return _offered(places, first=set(now))


def _nearly(typed):
    """Return what begins with what was typed, then what has all its words."""
    if len(typed.name) < 2:
        return None
    begin = list(islice(_worded((f"|{typed.name}",), typed), LOOKED_AT))
    if len(begin) >= SHOWN:
        return _offered(begin)
    longest = max(typed.words, key=len)
    marks = [f"{start}{longest}" for start in ("|", " ", "~")]
    others = islice(_worded(marks, typed), LOOKED_AT)
    places = list(dict.fromkeys((*begin, *others)))
    return _offered(places, first=set(begin)) if places else None


def _worded(marks, typed):
    for mark in marks:
        for place in gazetteer().matching(mark, typed.words):
            if typed.fits(place):
                yield place


def _without_ends(typed):
    """Return what begins alike, for a name whose end is misspelt."""
    for end in range(1, 4):
        if len(typed.name) - end < 4:
            break
        mark = f"|{typed.name[:-end].rstrip()}"
        found = islice(gazetteer().matching(mark), LOOKED_AT)
        if places := list(filter(typed.fits, found)):
            return _offered(places)
    return Found()


def _offered(places, *, first=(), is_sure=False):
    """Put communes, and large ones, first."""
    places = sorted(
        dict.fromkeys(places),
        key=lambda place: (
            bool(first) and place not in first,
            place.kind != "commune",
            -place.size,
            -len(place.postcodes),
            place.reference,
        ),
    )
    return Found(tuple(places[:SHOWN]), is_sure, len(places) > SHOWN)
