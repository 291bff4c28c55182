"""Compare what search holds with what may be seen: the last lock against a leak."""

from dataclasses import dataclass

from .collect import entries_for, visible_ids
from .engines import get_engine
from .lexicon import fingerprint
from .models import SearchEntry, SearchState


@dataclass(frozen=True)
class Difference:
    """`critical`: something can be found that no visitor may see."""

    kind: str
    page_id: int | None
    detail: str
    critical: bool = False


def differences():
    """Return every Difference between pages, entries and engine; none when in line."""
    wanted = {entry.page_id: entry for entry in entries_for(visible_ids())}
    kept = SearchEntry.objects.present().in_bulk()
    indexed = get_engine().page_ids()
    found = [
        Difference("hidden page has an entry", pk, entry.title, critical=True)
        for pk, entry in kept.items()
        if pk not in wanted
    ]
    found += [
        Difference("removed page is still indexed", pk, "", critical=True)
        for pk in sorted(indexed - set(kept))
    ]
    found += [
        Difference("entry is not indexed", pk, kept[pk].title)
        for pk in sorted(set(kept) - indexed)
    ]
    for pk, entry in wanted.items():
        if pk not in kept:
            found.append(Difference("page has no entry", pk, entry.title))
        elif changed := _changed(entry, kept[pk]):
            detail = f"{entry.title}: {', '.join(changed)}"
            found.append(Difference("entry is out of date", pk, detail))
    state = SearchState.objects.filter(pk=1).first()
    if kept and (state is None or state.lexicon != fingerprint()):
        found.append(
            Difference("the lexicon changed since the index was made", None, "")
        )
    titles = {pk: entry.title for pk, entry in kept.items()}
    found += [
        Difference(kind, pk, titles.get(pk, ""), critical)
        for kind, pk, critical in get_engine().discrepancies()
    ]
    return found


def _changed(entry, kept):
    return [n for n in SearchEntry.CONTENT if getattr(entry, n) != getattr(kept, n)]
