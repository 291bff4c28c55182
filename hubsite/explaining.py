"""Acronyms and terms explained where they first stand in a page's texts (R0.2, R3.15)."""

import re

from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from .cache import remember
from .typography import TAG
from .vocabularies import Acronym, Definition

# Inside these a text is left alone: links do not nest, an acronym says enough.
CLOSED_TO_TERMS = ("a", "abbr")
PLURAL = "(?:s|·e?·?s)?"


def acronyms(language):
    """Return {acronym: expansion} in `language`, from the cache."""
    return remember("acronyms", read_acronyms)[language]


def read_acronyms():
    known = {"fr": {}, "nl": {}}
    rows = Acronym.objects.values_list("short", "expansion_fr", "expansion_nl")
    for short, french, dutch in rows:
        known["fr"][short] = french
        known["nl"][short] = dutch or french
    return known


def definitions(language):
    """Return [(form, code)] of the terms defined in `language`, the longest form first.

    A term may name several forms: "lauréat / lauréate".
    """
    return remember("definitions", read_definitions)[language]


def read_definitions():
    known = {"fr": [], "nl": []}
    rows = Definition.objects.values_list("code", "term_fr", "term_nl")
    for code, french, dutch in rows:
        known["fr"] += [(form.strip(), code) for form in french.split("/")]
        known["nl"] += [(form.strip(), code) for form in dutch.split("/")]
    for forms in known.values():
        forms.sort(key=lambda pair: -len(pair[0]))
    return known


def explain(html, language, seen):
    """Return `html` with each acronym and each defined term explained once.

    `seen` gathers what was explained, for the next text of the same page.
    """
    return link_terms(expand_acronyms(html, language, seen), language, seen)


def expand_acronyms(html, language, seen):
    """Explain each acronym where it first stands; `seen` gathers those explained."""
    known = {k: v for k, v in acronyms(language).items() if k not in seen}
    if not known or not any(short in html for short in known):
        return html
    longest_first = sorted(known, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)")

    def explained(match):
        short = match.group(1)
        if short in seen:
            return short
        seen.add(short)
        return f'<abbr title="{escape(known[short])}">{short}</abbr>'

    return "".join(
        part if part.startswith("<") else pattern.sub(explained, part)
        for part in TAG.split(html)
    )


def link_terms(html, language, seen):
    """Lead from each defined term, where it first stands, to its definition."""
    known = [(form, code) for form, code in definitions(language) if code not in seen]
    if not known:
        return html
    codes = [code for _form, code in known]
    forms = "|".join(f"({inflected(form)})" for form, _code in known)
    pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)
    with override(language):
        glossary = reverse("glossary")

    def linked(match):
        code = codes[match.lastindex - 1]
        if code in seen:
            return match.group()
        seen.add(code)
        return f'<a class="term" href="{glossary}#{code}">{match.group()}</a>'

    return "".join(
        pattern.sub(linked, part) if is_open else part
        for part, is_open in open_parts(html)
    )


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
