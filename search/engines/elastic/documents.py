"""What Elasticsearch keeps of an entry.

Texts go there as the stems that Python made, so that both engines read words alike and
an analyser of the server's version decides nothing.
"""

import json
import zlib
from collections import defaultdict

from django.conf import settings
from elasticsearch_dsl import Mapping

from search.engines.bitsets import searchable
from search.engines.sql import COLUMNS
from search.facets import FACETS
from search.labels import statuses
from search.lexicon import fingerprint
from search.models import SearchEntry
from search.recent import leaves_at
from search.text import analyse, fold

NEVER = 2**62
WATERMARK = "watermark"
# Facets that no document holds: they depend on the moment of asking.
TOLD_AT_NOW = {"status", "recent"}


def languages():
    return [code for code, _name in settings.LANGUAGES]


def micros(moment):
    """Return microseconds since 1970 of an aware moment, 0 for none."""
    return round(moment.timestamp() * 1_000_000) if moment else 0


# The fields


def mapping():
    """Return the Mapping that every language's index has."""
    made = Mapping()
    made.meta("dynamic", "strict")
    made.meta("_source", excludes=[*COLUMNS, "spelling", "starts"])
    for name in COLUMNS:
        made.field(name, "text", analyzer="whitespace")
    made.field("spelling", "text", analyzer="whitespace", norms=False,
               index_options="docs")  # fmt: skip
    made.field("starts", "text", analyzer="whitespace", norms=False,
               index_options="docs", index_prefixes={"min_chars": 1, "max_chars": 10})  # fmt: skip
    for name in ("opening", "language", "territories"):
        made.field(name, "keyword")
    for name in ("page_id", "version", "published", "due", "expires", "boundaries",
                 "amount", "title_length", WATERMARK):  # fmt: skip
        made.field(name, "long")
    for name in ("present", "dated"):
        made.field(name, "boolean")
    made.field("facet", "object", properties=_all(_facets(), "keyword"))
    made.field("during", "object", properties=_all(statuses(), "long_range"))
    made.field("shown_from", "object", properties=_all(languages(), "long"))
    made.field("foreign", "object", properties=_all(languages(), "byte"))
    made.meta("_meta", made_with=_made_with(made))
    return made


def _all(names, kind):
    return {name: {"type": kind} for name in names}


def _facets():
    return [name for name, spec in FACETS.items() if spec.kind not in TOLD_AT_NOW]


def _made_with(mapping):
    """Return what changes when an index must be made again."""
    fields = json.dumps(mapping.to_dict(), sort_keys=True).encode()
    return f"{fingerprint()}-{zlib.crc32(fields):08x}"


def made_with():
    """Return the mark of an index that this code can use."""
    return mapping().to_dict()["_meta"]["made_with"]


# The documents


def documents_of(keys):
    """Return (page id, language, version, document) of all entries of these groups.

    A group is what is one item in several languages. Its newest change is the version
    of each of its documents, because each depends on the others: a reader sees one.
    Removed entries become empty documents, which no late write can bring back to life.
    """
    groups = defaultdict(list)
    for entry in SearchEntry.objects.filter(translation_key__in=keys):
        groups[entry.translation_key].append(entry)
    made = []
    for group in groups.values():
        version = max(entry.seq for entry in group)
        present = {entry.language: entry for entry in group if not entry.removed}
        for entry in group:
            content = {"page_id": entry.page_id, "version": version}
            if not entry.removed:
                content.update(_content(entry), **_visibility(entry, present))
            made.append((entry.page_id, entry.language, version, content))
    return made


def _content(entry):
    words = searchable(entry.title).split()
    facets = {**entry.facets, "type": [entry.type]}
    known = _facets()
    content = {name: analyse(getattr(entry, name), entry.language) for name in COLUMNS}
    return {
        **content,
        "present": True,
        "language": entry.language,
        "facet": {name: codes for name, codes in facets.items() if name in known},
        "territories": " ".join(sorted(entry.facets.get("territory", ()))) or None,
        "during": _during(entry.timeline),
        "boundaries": _boundaries(entry),
        "published": micros(entry.published_at),
        "due": micros(entry.due_at),
        "amount": entry.amount,
        "dated": bool(entry.due_at) and "rolling" not in entry.flags,
        "spelling": " ".join(sorted({fold(word) for word in entry.words.split()})),
        "starts": " ".join(words),
        "opening": words[0] if words else None,
        "title_length": len(entry.title),
    }


def _visibility(entry, present):
    """Return from when on each language's readers see this entry, not a translation."""
    shown_from, foreign = {}, {}
    for reader in languages():
        order = list(dict.fromkeys([reader, *languages()]))
        before = order[: order.index(entry.language)]
        rivals = [present[code] for code in before if code in present]
        ends = [micros(rival.expire_at) or NEVER for rival in rivals]
        shown_from[reader] = max(ends, default=0)
        foreign[reader] = int(reader != entry.language)
    return {
        "shown_from": shown_from,
        "foreign": foreign,
        "expires": micros(entry.expire_at) or NEVER,
    }


def _during(timeline):
    """Return status -> the intervals during which it holds."""
    intervals = defaultdict(list)
    known = statuses()
    ends = [*(at for at, _status in timeline[1:]), NEVER / 1_000_000]
    for (at, status), end in zip(timeline, ends, strict=False):
        start = None if at is None else round(at * 1_000_000)
        until = None if end is None else round(end * 1_000_000)
        if status in known and until is not None and (start is None or start < until):
            bounds = {} if start is None else {"gte": start}
            intervals[status].append({**bounds, "lt": until})
    return dict(intervals)


def _boundaries(entry):
    found = {round(at * 1_000_000) for at, _status in entry.timeline if at}
    if entry.expire_at:
        found.add(micros(entry.expire_at))
    found.update(map(micros, leaves_at(entry.published_at)))
    return sorted(found)
