"""From a source's own words to the hub's themes, audiences and territories.

An editor's decision on a word comes first, then what `aides_words` says of it, then the
very name of a theme, an audience or a place. Nothing is tried beyond: what is not known
waits for an editor.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from hubsite.models import (
    Audience,
    PageAudience,
    PageTerritory,
    PageTheme,
    Territory,
    Theme,
)
from hubsite.named_places import place_named
from hubsite.territories import ensure_territory

from .aides_words import DEFAULTS
from .models import Connector
from .words import SourceWord, WordPlace, word_key

Facet = SourceWord.Facet
# What a word said as a theme may name: smaller places have the names of other things.
LARGE = {Territory.Kind.COUNTRY, Territory.Kind.REGION, Territory.Kind.PROGRAMME}

KINDS = ("themes", "audiences", "places")


@dataclass
class Meaning:
    """Themes, audiences, and references of places, each once and in order."""

    themes: list = field(default_factory=list)
    audiences: list = field(default_factory=list)
    places: list = field(default_factory=list)
    set_aside: bool = False

    @property
    def is_known(self):
        return bool(self.themes or self.audiences or self.places or self.set_aside)

    def add(self, other):
        for name in KINDS:
            mine = getattr(self, name)
            mine += [one for one in getattr(other, name) if one not in mine]

    def without(self, other):
        """Return what this means and the other Meaning does not."""
        return Meaning(
            *(
                [one for one in getattr(self, name) if one not in getattr(other, name)]
                for name in KINDS
            )
        )


class Lexicon:
    """What the words of one source mean, read once a run."""

    def __init__(self, connector):
        self.connector = connector
        rows = SourceWord.objects.filter(connector=connector).with_meaning()
        self.rows = {(row.facet, row.key): row for row in rows}
        self.terms = {
            Facet.THEME: {term.code: term for term in Theme.objects.all()},
            Facet.AUDIENCE: {term.code: term for term in Audience.objects.all()},
        }
        self.named = {facet: by_name(terms) for facet, terms in self.terms.items()}
        self.defaults = {}
        if connector.kind == Connector.Kind.AIDES:
            self.defaults = {
                (facet, word_key(word)): codes
                for facet, words in DEFAULTS.items()
                for word, codes in words.items()
            }
        self.met = {}
        # The row of a territory, made when first asked for.
        self.territory = lru_cache(maxsize=None)(ensure_territory)

    def meaning(self, facet, word):
        """Return the Meaning of one word."""
        known = (facet, word_key(word))
        if known not in self.met:
            row = self.rows.get(known)
            found = meaning_of(row) if row else Meaning()
            self.met[known] = found if found.is_known else self._first(facet, word)
        return self.met[known]

    def of(self, words):
        """Return the Meaning of (facet, word) pairs taken together."""
        whole = Meaning()
        for facet, word in words:
            whole.add(self.meaning(facet, word))
        return whole

    def unknown(self, calls):
        """Return the (facet, word) pairs of these calls that mean nothing yet."""
        return [
            (facet, word)
            for (facet, _key), word in words_of(calls).items()
            if not self.meaning(facet, word).is_known
        ]

    def _first(self, facet, word):
        """Return what a word means before any editor has spoken of it."""
        codes = self.defaults.get((facet, word_key(word)))
        if codes is not None:
            return self._of_codes(facet, codes)
        if facet == Facet.TERRITORY:
            place = place_named(word)
            return Meaning(places=[place.reference] if place else [])
        if facet == Facet.THEME and (term := self.named[facet].get(word_key(word))):
            return Meaning(themes=[term])
        if term := self.named[Facet.AUDIENCE].get(word_key(word)):
            return Meaning(audiences=[term])
        place = place_named(word) if facet == Facet.THEME else None
        is_large = place and place.kind in LARGE
        return Meaning(places=[place.reference] if is_large else [])

    def _of_codes(self, facet, codes):
        """Return the Meaning of a default; a term that this hub has not is left out."""
        if facet == Facet.TERRITORY:
            return Meaning(places=list(codes))
        terms = [self.terms[facet][c] for c in codes if c in self.terms[facet]]
        named = {Facet.THEME: "themes", Facet.AUDIENCE: "audiences"}[facet]
        return Meaning(**{named: terms}, set_aside=not codes)

    # Writing

    def learn(self, calls):
        """Keep the words of these calls as rows, with what they mean."""
        words = words_of(calls)
        new = [
            SourceWord(
                connector=self.connector,
                facet=facet,
                key=key,
                word=word,
                set_aside=self.meaning(facet, word).set_aside,
            )
            for (facet, key), word in words.items()
            if (facet, key) not in self.rows
        ]
        # What had no meaning may be the name of a term that was made since.
        unsettled = [
            row
            for known, row in self.rows.items()
            if known in words and not meaning_of(row).is_known
        ]
        for row in SourceWord.objects.bulk_create(new):
            self.rows[row.facet, row.key] = row
        self._write_meanings([*new, *unsettled])

    def _write_meanings(self, rows):
        meant = [(row, self.meaning(row.facet, row.word)) for row in rows]
        for name in ("themes", "audiences"):
            relation = SourceWord._meta.get_field(name)
            through, target = relation.remote_field.through, relation.m2m_reverse_name()
            through.objects.bulk_create(
                through(sourceword_id=row.pk, **{target: term.pk})
                for row, meaning in meant
                for term in getattr(meaning, name)
            )
        WordPlace.objects.bulk_create(
            WordPlace(word=row, territory=territory, sort_order=rank)
            for row, meaning in meant
            for rank, territory in enumerate(map(self.territory, meaning.places))
            if territory
        )

    def link(self, imported):
        """Note which words each (ImportedCall, SourceCall) says."""
        through = SourceWord.calls.through
        through.objects.filter(
            importedcall__in=[row.pk for row, _told in imported]
        ).delete()
        through.objects.bulk_create(
            through(sourceword_id=word_id, importedcall_id=row.pk)
            for row, told in imported
            for word_id in dict.fromkeys(
                self.rows[facet, word_key(word)].pk for facet, word in told.words()
            )
        )

    def classify(self, page, told):
        """Give the page in memory what the words of its SourceCall mean."""
        self.sort(page, self.of(told.words()))

    def move(self, page, before, after):
        """Have the page in memory follow its source from some words to others.

        What an editor gave it beside stays.
        """
        self.sort(page, self._moved(page, before, after))

    def moves(self, page, before, after):
        """Return whether `move` would change the page."""
        return self._moved(page, before, after) != meaning_on(page)

    def _moved(self, page, before, after):
        old, new = self.of(before), self.of(after)
        moved = meaning_on(page).without(old.without(new))
        moved.add(new.without(old))
        return moved

    def sort(self, page, meaning):
        """Give the page in memory the themes, audiences and territories of a Meaning."""
        page.page_themes = [
            PageTheme(term=term, sort_order=rank)
            for rank, term in enumerate(meaning.themes)
        ]
        page.page_audiences = [
            PageAudience(term=term, sort_order=rank)
            for rank, term in enumerate(meaning.audiences)
        ]
        page.page_territories = [
            PageTerritory(territory=territory, sort_order=rank)
            for rank, territory in enumerate(map(self.territory, meaning.places))
            if territory
        ]


def words_of(calls):
    """Return (facet, key) -> word of all that these SourceCalls say, each once."""
    words = {}
    for told in calls:
        for facet, word in told.words():
            words.setdefault((facet, word_key(word)), word)
    return words


def meaning_of(row):
    """Return what a SourceWord says, its relations being fetched."""
    return Meaning(
        list(row.themes.all()),
        list(row.audiences.all()),
        [one.territory.reference for one in row.places.all()],
        row.set_aside,
    )


def meaning_on(page):
    """Return the Meaning that a page in memory is sorted by."""
    return Meaning(
        [row.term for row in page.page_themes.all()],
        [row.term for row in page.page_audiences.all()],
        [row.territory.reference for row in page.page_territories.all()],
    )


def by_name(terms):
    """Return key -> term for each name that only one term has, in either language."""
    found = {}
    for term in terms.values():
        for key in names_of(term):
            found.setdefault(key, []).append(term)
    return {key: having[0] for key, having in found.items() if len(having) == 1}


def names_of(term):
    """Return the keys of a term: its code, its labels, and what a slash parts in them."""
    names = {term.code}
    for label in (term.label_fr, term.label_nl):
        names |= {label, *re.split(r"\s+/\s+", label)}
    # "vereniging (vzw)" is named by either.
    names |= {re.sub(r"\s*\(.*?\)", "", name) for name in names}
    return {word_key(name) for name in names} - {""}
