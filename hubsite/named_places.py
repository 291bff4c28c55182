"""The one place that words of a list name: found for sure, or not at all.

`hubsite.places` offers whatever a reader may mean, and the reader chooses. Nobody chooses
here: a name that two places have, or a number that two code lists have, gives nothing.
"""

import re

from .gazetteer import gazetteer, key_of

LONGEST = 200
# What kind of place a word says it is, as `key_of` writes the word.
KINDS = {
    "commune": "commune", "ville": "commune", "gemeente": "commune", "stad": "commune",
    "epci": "epci", "intercommunalite": "epci",
    "departement": "department", "department": "department",
    "province": "province", "provincie": "province",
    "arrondissement": "arrondissement",
    "region": "region", "regio": "region", "gewest": "region",
    "pays": "country", "land": "country", "country": "country",
}  # fmt: skip
SCHEMES = ("iso", "insee-reg", "insee-dep", "insee-com", "epci", "nis", "nuts")

_TAIL = re.compile(r"(.+?)\s*\(([^()]+)\)")
_HEAD = re.compile(
    r"(\w+)\s+(?:de\s+la\s+|de\s+l['’]|du\s+|des\s+|de\s+|d['’]|van\s+)?(.+)"
)
_NUMBERED = re.compile(r"(\d[\dab]{1,4})\s*[-–—:]?\s+(.+)", re.IGNORECASE)
_CODE = re.compile(r"\d[\dab]\d{0,7}|be\d{2,3}[a-d]?|fr|be|eu", re.IGNORECASE)


def place_named(text):
    """Return the one Place that a name or a code stands for, or None.

    Understood beside names in either language: `scheme:code`, codes of INSEE, NIS, NUTS
    and EPCI, postcodes, "Vienne (86)", "Vienne (département)", "Provincie Luik", "59 Nord".
    """
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        return None
    found = gazetteer().place(text) or _only(_meant_by(text))
    if found:
        return found
    if tail := _TAIL.fullmatch(text):
        return _within(tail[1], tail[2])
    if numbered := _NUMBERED.fullmatch(text):
        return _within(numbered[2], numbered[1])
    head = _HEAD.fullmatch(text)
    return _within(head[2], head[1]) if head and key_of(head[1]) in KINDS else None


def _meant_by(text):
    """Return the places of this code or name; those that have it as their label go first."""
    if _CODE.fullmatch(text):
        listed = (gazetteer().place(f"{scheme}:{text.upper()}") for scheme in SCHEMES)
        return [*filter(None, listed), *gazetteer().matching(f"#{text}#")]
    places = _of_name(text)
    exact = [
        place
        for place in places
        if text.casefold() in (place.label_fr.casefold(), place.label_nl.casefold())
    ]
    return exact or places


def _of_name(text):
    """Return the places of this name; not those that have it but for their article."""
    key = key_of(text)
    longer = {f"{article} {key}" for article in ("la", "le", "les", "l")}
    return [
        place
        for place in (gazetteer().matching(f"|{key}|") if key else ())
        if key_of(place.label_fr.partition(" (")[0]) not in longer
    ]


def _within(text, hint):
    """Return the one place of that name which is, or lies in, what the hint says."""
    places, kind = _of_name(text), KINDS.get(key_of(hint))
    if kind:
        exact = [place for place in _meant_by(text) if place.kind == kind]
        return _only(exact) or _only([one for one in places if one.kind == kind])
    return _only([place for place in places if _fits(place, hint)])


def _fits(place, hint):
    """Tell whether a place has a number or a postcode, or lies in what has it or is it."""
    if hint in place.postcodes:
        return True
    around = [place.reference, *gazetteer().ancestors(place.reference)]
    if _CODE.fullmatch(hint):
        numbers = {
            f"insee-dep:{hint.upper()}",
            f"{place.reference[: -len(hint)]}{hint}",
        }
        return bool(numbers & set(around))
    above = filter(None, map(gazetteer().place, around[1:]))
    return any(
        key_of(hint) in (key_of(one.label_fr), key_of(one.label_nl)) for one in above
    )


def _only(places):
    """Return the place if there is one; a region of one department stands for both."""
    found = {place.reference: place for place in places}
    for place in places:
        if place.kind == "department" and set(place.parents) & set(found):
            found.pop(place.reference, None)
    return next(iter(found.values())) if len(found) == 1 else None
