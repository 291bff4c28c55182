"""Acronyms and terms explained where they first stand in a page's texts (R0.2, R3.15)."""

import re
from functools import lru_cache

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from .cache import remember
from .typography import TAG
from .vocabularies import Acronym, Definition

# Inside these a text is left alone: links do not nest, an acronym says enough.
CLOSED_TO_TERMS = ("a", "abbr")
PLURAL = "(?:s|·e?·?s)?"


class Explainer:
    """Explains each acronym and each defined term once over the texts of a page."""

    def __init__(self, language):
        self.language = language
        self.acronyms, self.terms = remember("explained", read_explained)[language]
        self.seen = set()

    def explain(self, html):
        """Return `html` with what it names first explained where it stands."""
        return self.link_terms(self.expand_acronyms(html))

    def expand_acronyms(self, html):
        """Say what each acronym stands for."""
        if not any(short in html for short in self.acronyms):
            return html
        pattern = acronym_pattern(tuple(self.acronyms))
        return "".join(
            part if part.startswith("<") else pattern.sub(self._expanded, part)
            for part in TAG.split(html)
        )

    def _expanded(self, match):
        short = match.group()
        if short in self.seen:
            return short
        self.seen.add(short)
        return f'<abbr title="{escape(self.acronyms[short])}">{short}</abbr>'

    def link_terms(self, html):
        """Lead from each defined term to its definition."""
        if not self.terms:
            return html
        pattern = term_pattern(tuple(form for form, _code in self.terms))
        return "".join(
            pattern.sub(self._linked, part) if is_open else part
            for part, is_open in open_parts(html)
        )

    def _linked(self, match):
        _form, code = self.terms[match.lastindex - 1]
        if code in self.seen:
            return match.group()
        self.seen.add(code)
        with override(self.language):
            glossary = reverse("glossary")
        return f'<a class="term" href="{glossary}#{code}">{match.group()}</a>'


def read_explained():
    """Return {language: ({acronym: expansion}, [(form, code) of each defined term])}.

    The longest come first. A term may name several forms: "lauréat / lauréate".
    """
    known = {"fr": ({}, []), "nl": ({}, [])}
    rows = Acronym.objects.values_list("short", "expansion_fr", "expansion_nl")
    for short, french, dutch in sorted(rows, key=lambda row: -len(row[0])):
        known["fr"][0][short] = french
        known["nl"][0][short] = dutch or french
    rows = Definition.objects.values_list("code", "term_fr", "term_nl")
    for code, *terms in rows:
        for (_acronyms, forms), term in zip(known.values(), terms, strict=True):
            forms += [(form.strip(), code) for form in term.split("/")]
    for _acronyms, forms in known.values():
        forms.sort(key=lambda pair: -len(pair[0]))
    return known


# Making a pattern takes longer than using it on a page's texts.
@lru_cache(maxsize=4)
def acronym_pattern(acronyms):
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, acronyms))})(?!\w)")


@lru_cache(maxsize=4)
def term_pattern(forms):
    """Return a pattern with a group for each form."""
    groups = "|".join(f"({inflected(form)})" for form in forms)
    return re.compile(rf"(?<!\w)(?:{groups})(?!\w)", re.IGNORECASE)


def inflected(form):
    """Return a pattern for a term's form, its plural and its inclusive spellings."""
    return rf"{PLURAL}\s+".join(map(re.escape, form.split())) + PLURAL


def open_parts(html):
    """Yield each tag and each text, and whether that text may hold a new link."""
    closed = 0
    for part in TAG.split(html):
        name = re.match(r"</?(\w+)", part)
        if name and name.group(1) in CLOSED_TO_TERMS:
            closed += -1 if part.startswith("</") else 1
        yield part, not closed and not part.startswith("<")
