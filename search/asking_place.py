"""The place a reader typed beside a list: one to narrow it to, or several to choose from."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from hubsite.places import LONGEST, find, suggest, whereabouts

PARAMETER = "town"
SHOWN_POSTCODES = 3


@dataclass(frozen=True)
class PlaceChoice:
    """A place to choose: `url` is the list narrowed to it, `detail` tells it apart."""

    reference: str
    label: str
    detail: str
    url: str


@dataclass(frozen=True)
class PlaceAsked:
    """What was typed and cannot be decided: no place, or several that it may mean."""

    text: str
    places: tuple = ()
    is_cut: bool = False

    @property
    def message(self):
        """Return what to tell the reader, in the active language."""
        if not self.places:
            return _(
                "We know no place “%(name)s” in France or in Belgium. Check the "
                "spelling, or type a postcode."
            ) % {"name": self.text}
        if self.is_cut:
            return _(
                "“%(name)s” may mean many places. Choose yours, or type its postcode."
            ) % {"name": self.text}
        return _("Which place do you mean by “%(name)s”?") % {"name": self.text}


def read_place(text):
    """Return (reference, PlaceAsked): what was typed means the one, or asks the other.

    ("", None) where nothing was typed. Never raises.
    """
    text = " ".join(text[:LONGEST].split())
    if not text:
        return "", None
    found = find(text)
    if found.is_sure:
        return found.places[0].reference, None
    return "", PlaceAsked(text, found.places, found.is_cut)


def choices(query, places, base=""):
    """Return a PlaceChoice for each of these places, on the list of that query."""
    return tuple(
        PlaceChoice(
            place.reference,
            place.label,
            described(place),
            base + narrowed(query, place.reference).querystring(),
        )
        for place in places
    )


def narrowed(query, reference):
    """Return the query with that territory, in place of any other."""
    return replace(
        query, selected={**query.selected, "territory": (reference,)}, page=1
    )


def suggested(query, text, base=""):
    """Return a PlaceChoice for each place to offer while a reader types."""
    return choices(query, suggest(text), base)


def described(place):
    """Return what tells a place apart from others of its name: postcodes, whereabouts."""
    return " · ".join(filter(None, (_codes(place), whereabouts(place))))


def _codes(place):
    shown = place.postcodes[:SHOWN_POSTCODES]
    return ", ".join(shown) + ("…" if len(place.postcodes) > len(shown) else "")
