"""Which parts of an issue matter to whom.

An item concerns a reader who named no theme or territory, or who named one that it
carries, or lies around; an item that carries none concerns everyone. A part whose pages
all concern others is left out with its words, and so is a part for trained helpers from
the mail to others.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace

from search.chosen import territories

from .models import Campaign, Delivery, Subscriber


@dataclass(frozen=True)
class Reader:
    """What a subscriber said: codes of themes, references of territories, whether they
    followed one of the hub's courses.
    """

    themes: frozenset = frozenset()
    territories: frozenset = frozenset()
    is_trained: bool = False


# Who gets every part.
EVERYONE = Reader(is_trained=True)


@dataclass(frozen=True)
class Selection:
    """The `parts` that a reader gets; `name` is the same for the same parts.

    `is_bare` says that the issue shows pages and none of them concerns the reader, or
    that it has no part for the reader at all.
    """

    parts: tuple
    name: str = ""
    is_bare: bool = False


class Selector:
    """Choose among the parts of an issue; the territories are read once."""

    def __init__(self, parts):
        self.parts = tuple(parts)
        self.has_pages = any(part.items for part in self.parts)
        self._graph = territories() if self.has_pages else None

    def concerns(self, item, reader):
        """Return whether an item matters to a reader."""
        themes, places = item.facets.get("theme"), item.facets.get("territory")
        if reader.themes and themes and reader.themes.isdisjoint(themes):
            return False
        if not (reader.territories and places):
            return True
        around = (self._graph.related(one) for one in reader.territories)
        return not set().union(*around).isdisjoint(places)

    def select(self, reader):
        """Return the Selection for `reader`."""
        kept, marks = [], []
        for part in self.parts:
            if part.is_for_trained and not reader.is_trained:
                marks.append("0" * max(1, len(part.items)))
                continue
            items = tuple(i for i in part.items if self.concerns(i, reader))
            marks.append("".join("10"[i not in items] for i in part.items))
            if items or not part.items:
                kept.append(replace(part, items=items))
        name = " ".join(marks)
        is_bare = "1" not in name if self.has_pages else not kept
        if "0" not in name:
            return Selection(self.parts)
        digest = hashlib.sha256(name.encode()).hexdigest()
        return Selection(tuple(kept), digest, is_bare)


def had_already(issue):
    """Return the Deliveries that brought an issue, or may have, before the sending was
    cancelled: another sending must not bring it twice.
    """
    cancelled = Campaign.objects.filter(issue=issue, state=Campaign.State.CANCELLED)
    states = (Delivery.State.SENT, Delivery.State.IN_DOUBT)
    rows = Delivery.objects.filter(campaign__in=cancelled, state__in=states)
    return rows.exclude(subscriber=None)


def readers(issue, language):
    """Return {Reader: ids of those who chose so} of all that an issue is sent to."""
    receiving = Subscriber.objects.receiving().filter(language=language)
    receiving = receiving.exclude(pk__in=had_already(issue).values("subscriber"))
    themes = defaultdict(set)
    links = Subscriber.themes.through.objects.filter(subscriber__in=receiving)
    for pk, code in links.values_list("subscriber_id", "theme__code"):
        themes[pk].add(code)
    found = defaultdict(list)
    rows = receiving.order_by("pk")
    rows = rows.values_list("pk", "territories", "is_trained_helper")
    for pk, places, is_trained in rows.iterator():
        chosen = frozenset(themes.get(pk, ())), frozenset(places)
        found[Reader(*chosen, is_trained)].append(pk)
    return dict(found)


def selections(issue, selector, language, *, send_bare=False):
    """Return ([(Selection, ids of its readers)], how many get nothing) of a language."""
    found, left_out = {}, 0
    for reader, ids in readers(issue, language).items():
        selection = selector.select(reader)
        if selection.is_bare and not send_bare:
            left_out += len(ids)
            continue
        found.setdefault(selection.name, (selection, []))[1].extend(ids)
    return list(found.values()), left_out
