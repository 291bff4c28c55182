"""Whether works under several licences may become one work, and under which licence.

Each licence accepts some licences for what is made out of it (after the adapter's
licence chart of Creative Commons, the clause on later versions of BY-SA and BY-NC-SA,
and the compatibility of BY-SA 4.0 with the Free Art License). A work made out of
several may carry what all of them accept.
"""

from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from .table import LICENCES, Licence, licence_for

# Licences that accept each other although neither is a version of the other.
_COMPATIBLE = {frozenset(("CC-BY-SA-4.0", "LAL-1.3"))}


@dataclass(frozen=True)
class Verdict:
    """What `merge` found.

    `licences` are those the result may carry, the least restrictive first (empty when
    it may not be published); `reasons` say why not, `notes` what to mind when it may,
    in plain words of the language that was active.
    """

    licences: tuple[Licence, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def allowed(self):
        return bool(self.licences)

    @property
    def licence(self):
        """Return the licence to advise, the least restrictive; None when not allowed."""
        return self.licences[0] if self.licences else None


def merge(licences):
    """Return the Verdict on one work made out of works under these licences.

    `licences` are SPDX ids or Licence values, in any order, repeated or not; an id that
    is empty or unknown counts as all rights reserved. One licence alone asks whether a
    work under it may be adapted. Raises ValueError when there is none.
    """
    sources = sorted(
        {one if isinstance(one, Licence) else licence_for(one) for one in licences},
        key=_rank,
    )
    if not sources:
        raise ValueError("no licence to merge")
    reasons = tuple(_refusals(sources)) or tuple(_conflicts(sources))
    if reasons:
        return Verdict(reasons=reasons)
    accepted = tuple(
        target
        for target in sorted(LICENCES.values(), key=_freedom)
        if (target.current or target in sources)
        and all(_accepts(source, target) for source in sources)
    )
    return Verdict(licences=accepted, notes=tuple(_notes(sources)))


def _rank(licence):
    return list(LICENCES).index(licence.spdx)


def _freedom(licence):
    """Sort by what is asked of the next person, then newest first."""
    return (
        not licence.is_free,
        not licence.adapt,
        not licence.sell,
        licence.share_alike,
        -licence.version,
        _rank(licence),
    )


def _accepts(source, target):
    """Return whether what is made out of `source` may be published under `target`."""
    if not source.adapt or not target.share or target.family == "pdm":
        return False
    if source.is_free:
        return True
    if target.is_free:
        return False
    if source.share_alike:
        return _keeps(source, target)
    if not source.sell and target.sell:
        return False
    # The Open Licence takes what is free or its own: it says nothing of locks that a
    # CC BY work must stay free of.
    return target.family != "etalab" or source.family == "etalab"


def _keeps(source, target):
    """Return whether `target` is the share-alike licence itself, or a later version."""
    if source.family == target.family:
        return target == source or target.version >= source.version
    return frozenset((source.spdx, target.spdx)) in _COMPATIBLE


def _refusals(sources):
    """Yield why a work may not be adapted at all, whatever it would be merged with."""
    for licence in sources:
        if not licence.share:
            yield _(
                "All rights are reserved on one of the works: ask its author, or link to "
                "it instead of copying it."
            )
        elif not licence.adapt:
            yield _(
                "%(licence)s allows no adaptation: hand the work out whole and unchanged, "
                "beside yours."
            ) % {"licence": licence.short}


def _conflicts(sources):
    """Yield why two licences cannot meet in one work."""
    for one, other in combinations(sources, 2):
        if any(
            _accepts(one, target) and _accepts(other, target)
            for target in LICENCES.values()
        ):
            continue
        names = {"one": one.short, "other": other.short}
        if one.share_alike and other.share_alike:
            yield (
                _(
                    "%(one)s and %(other)s both want the result under their own licence: it "
                    "cannot carry two. Keep the works apart, side by side."
                )
                % names
            )
        else:
            closed, alike = (one, other) if other.share_alike else (other, one)
            yield _(
                "%(closed)s forbids commercial use, and %(alike)s wants a result that "
                "anyone may sell. Keep the works apart, side by side."
            ) % {"closed": closed.short, "alike": alike.short}


def _notes(sources):
    if any(licence.attribution for licence in sources):
        yield _("Credit every work you used, and say what you changed.")
    if any(licence.data for licence in sources):
        yield _(
            "The Open Database License is for data: the merged data stay under it. A text "
            "or a map made from them may carry another licence, if it names the data."
        )
        if any(licence.family == "by" for licence in sources):
            yield _(
                "Ask the author of what is under CC BY to agree: OpenStreetMap does so "
                "before it takes such data in."
            )
