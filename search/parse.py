"""From what is typed to what an engine looks for.

A query is a row of concepts that must all be found; a concept is found by any of its
alternatives: the word itself, the parts of a compound, a synonym, an acronym's expansion.
"""

import re
from dataclasses import dataclass

from hubsite.models import Acronym

from .lexicon import synonym_groups
from .models import SearchSynonym
from .text import compound, fold, is_stop_word, normal, scan, stem

LANGUAGES = ("fr", "nl")
LONGEST_TERM = 7
MAX_CONCEPTS = 12

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Concept:
    """Found when, in any of the alternatives, every phrase of stems is found."""

    alternatives: tuple[tuple[Phrase, ...], ...]

    def phrases(self):
        return {phrase for alternative in self.alternatives for phrase in alternative}


class Thesaurus:
    """Every term that has synonyms, found by its stems in its own language."""

    def __init__(self, groups):
        self.groups = {}
        for group in groups:
            for language, term in group:
                if key := _stems(_words(term), language):
                    self.groups.setdefault((language, key), []).append(group)

    def terms(self, words):
        """Return the (language, term) pairs that mean the same as these folded words."""
        found = []
        for language in LANGUAGES:
            for group in self.groups.get((language, _stems(words, language)), ()):
                found += group
        return tuple(dict.fromkeys(found))


_ASIDE = re.compile(r"\s*[;:,(«“–].*$")


def thesaurus():
    """Return the Thesaurus of the lexicon, the acronyms and the editors' synonyms."""
    groups = list(synonym_groups())
    for acronym in Acronym.objects.all():
        group = [("fr", acronym.short), ("nl", acronym.short)]
        for language in LANGUAGES:
            expansion = getattr(acronym, f"expansion_{language}")
            group.append((language, _ASIDE.sub("", expansion)))
        groups.append(tuple(group))
    for synonym in SearchSynonym.objects.all():
        pairs = [(code, term) for code in LANGUAGES for term in synonym.terms(code)]
        groups.append(tuple(pairs))
    return Thesaurus(groups)


def words_of(q):
    """Return the folded words of a query, without repetition, in order."""
    return tuple(dict.fromkeys(_words(q)))


def concepts(q, language, thesaurus, *, reader=None, corrections=None):
    """Return what to look for in entries of `language`.

    `reader` is the language of the page the words were typed on: its stop words are
    left out, unless nothing else was typed. `corrections` replaces folded words.
    """
    found = []
    for part, is_phrase in _quoted(normal(q)):
        tokens = list(scan(part))
        if is_phrase:
            words = [word for token in tokens for word in token.words]
            if words:
                found.append((Concept(((_stems(words, language),),)), False))
        else:
            found += _read(tokens, language, thesaurus, reader, corrections or {})
    kept = [concept for concept, is_stop in found if not is_stop]
    kept = kept or [concept for concept, _is_stop in found]
    return tuple(dict.fromkeys(kept))[:MAX_CONCEPTS]


def _read(tokens, language, thesaurus, reader, corrections):
    units = [
        (tuple(corrections.get(word, word) for word in token.words), token.joined)
        for token in tokens
    ]
    found, start = [], 0
    while start < len(units):
        length, terms = _longest_term(units[start:], thesaurus)
        group = units[start : start + length]
        words = [word for unit_words, _joined in group for word in unit_words]
        if length == 1:
            alternatives = [_all_of(words, language, reader)]
            alternatives += _other_spellings(*group[0], language)
        elif any(_stops(word, language, reader) for word in words):
            # "mot de passe": without the small word, the others mean something else.
            alternatives = [(_stems(words, language),)]
        else:
            alternatives = [_all_of(words, language, reader)]
        for _term_language, term in terms:
            alternatives.append((_stems(_words(term), language),))
        is_stop = length == 1 and all(_stops(word, language, reader) for word in words)
        concept = Concept(tuple(dict.fromkeys(a for a in alternatives if a)))
        found.append((concept, is_stop))
        start += length
    return found


def _longest_term(units, thesaurus):
    """Return how many units the longest known term takes, and its synonyms."""
    for length in range(min(LONGEST_TERM, len(units)), 0, -1):
        words = [word for unit_words, _joined in units[:length] for word in unit_words]
        if terms := thesaurus.terms(words):
            return length, terms
    return 1, ()


def _all_of(words, language, reader):
    kept = [word for word in words if not _stops(word, language, reader)] or words
    return tuple(dict.fromkeys((stem(word, language),) for word in kept))


def _other_spellings(words, joined, language):
    """Return the alternatives of a name written as one word, a code, a compound."""
    alternatives = []
    whole = "".join(words)
    if len(words) > 1 and whole in joined:
        alternatives.append(((stem(whole, language),),))
    elif len(words) == 1 and joined:
        alternatives.append(tuple((stem(run, language),) for run in joined))
    for word in words:
        if parts := compound(word, language):
            others = [other for other in words if other != word]
            alternatives.append(
                tuple((stem(part, language),) for part in (*others, *parts))
            )
    return alternatives


def _quoted(q):
    """Yield (text, whether it stood between quotation marks)."""
    for index, part in enumerate(re.split(r'["«»“”]', q)):
        yield part, index % 2 == 1


def _stops(word, language, reader):
    return is_stop_word(word, language) or is_stop_word(word, reader or language)


def _words(text):
    return [word for token in scan(normal(text)) for word in token.words]


def _stems(words, language):
    return tuple(stem(fold(word), language) for word in words)
