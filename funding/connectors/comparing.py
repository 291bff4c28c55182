"""What a reading of a source changes here: thought out first, then shown or done."""

from collections import Counter
from dataclasses import dataclass, field

from funding.history import as_text

from .dating import dates_of
from .models import ImportedCall, ImportRun
from .record import DATES, TEXTS, WORDS, Broken, SourceCall
from .writing import compared

Outcome = ImportRun.Outcome


@dataclass
class Changed:
    """A known call that its source changed: fields to write, to judge, left out."""

    imported: ImportedCall
    told: SourceCall
    dates: dict = field(default_factory=dict)
    queued: dict = field(default_factory=dict)
    locked: list = field(default_factory=list)


@dataclass
class Plan:
    """What a run does: `same` and `seen` are known calls that need no word."""

    new: list[SourceCall] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: list[ImportedCall] = field(default_factory=list)
    vanished: list[ImportedCall] = field(default_factory=list)
    back: list[ImportedCall] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)


def compare(lexicon, reading):
    """Return the Plan that brings the hub to what the Reading of a source says."""
    plan = Plan(broken=list(reading.broken))
    known = {
        one.source_id: one
        for one in lexicon.connector.calls.select_related("page").order_by("pk")
    }
    seen = {row.source_id for row in reading.broken}
    for told in reading.calls:
        seen.add(told.source_id)
        imported = known.get(told.source_id)
        if imported is None:
            plan.new.append(told)
            continue
        if imported.vanished_at:
            plan.back.append(imported)
        if imported.fingerprint == told.fingerprint():
            plan.same.append(imported)
        else:
            plan.changed.append(change_of(imported, told, lexicon))
    if reading.is_whole:
        plan.vanished = [
            one
            for source_id, one in known.items()
            if source_id not in seen and not one.vanished_at
        ]
    return plan


def change_of(imported, told, lexicon):
    """Return the Changed of a call; a page that was thrown away is left alone."""
    changed = Changed(imported, told)
    if imported.page is None:
        return changed
    was = imported.told()
    old, new = was.said(), told.said()
    fields = [name for name in (*DATES, *TEXTS, WORDS) if old[name] != new[name]]
    changed.locked = [name for name in fields if name in imported.locked]
    fields = [name for name in fields if name not in imported.locked]
    if not fields:
        return changed
    page = imported.page.get_latest_revision_as_object()
    here = dates_of(page, imported.round_key)
    before = dates_of_facts(was)
    now = dates_of_facts(told)
    for name in fields:
        if name in TEXTS:
            if compared(name, getattr(page, name)) != as_text(getattr(told, name)):
                changed.queued[name] = getattr(told, name)
        elif name == WORDS:
            if lexicon.moves(page, was.words(), told.words()):
                changed.queued[name] = new[name]
        elif here[name] == now[name]:
            continue
        elif here[name] == before[name] and not page.locked:
            changed.dates[name] = now[name]
        else:
            # An editor gave this date another value: nobody else overwrites it.
            changed.queued[name] = now[name]
    return changed


def dates_of_facts(told):
    """Return the dates a source tells, as a page holds them."""
    return {name: getattr(told, name) for name in DATES[:3]} | {
        "rolling": bool(told.rolling)
    }


def report(plan, unknown_funders=(), unknown_words=(), unread=()):
    """Return (counts, lines) of a Plan, as ImportRun keeps them."""
    lines = [
        *_lines_left_out(plan.broken, unread),
        *_lines_of(plan),
        *(_line(Outcome.FUNDER, title, names) for title, names in unknown_funders),
        *(_line(Outcome.WORD, word, facet) for facet, word in unknown_words),
    ]
    counts = Counter(str(line["what"]) for line in lines)
    touched = [c for c in plan.changed if c.dates or c.queued or c.locked]
    counts[str(Outcome.SAME)] = len(plan.same) + len(plan.changed) - len(touched)
    return dict(counts), lines


def _line(what, title="", detail=""):
    return {"what": what, "title": title, "detail": detail}


def _lines_left_out(broken, unread):
    for row in broken:
        reason = f"{row.reason}:{row.value}"
        yield {**_line(Outcome.BROKEN, row.source_id, reason), "line": row.line}
    for header in unread:
        yield _line(Outcome.COLUMN, detail=header)


def _lines_of(plan):
    for told in plan.new:
        yield _line(Outcome.NEW, told.title, str(told.deadline_on or ""))
    for changed in plan.changed:
        for what, fields in (
            (Outcome.DATES, changed.dates),
            (Outcome.QUEUED, changed.queued),
            (Outcome.LOCKED, changed.locked),
        ):
            if fields:
                yield _line(what, changed.told.title, " ".join(fields))
    for what, rows in ((Outcome.VANISHED, plan.vanished), (Outcome.BACK, plan.back)):
        for row in rows:
            yield _line(what, str(row))
