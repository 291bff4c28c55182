"""The words search knows: stop words, compounds, terms that mean the same.

Files a person can read and change; the terms are the glossary's. What editors add as
snippets comes on top, at query time.
"""

import tomllib
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

# Raise it when search.text comes to read words otherwise.
READING = 1


@dataclass(frozen=True)
class Lexicon:
    stop_words: frozenset[str]
    parts: frozenset[str]


@cache
def lexicon(language):
    """Return the Lexicon of a language; an empty one where there is no file."""
    table = _read(language)
    return Lexicon(
        stop_words=frozenset(table.get("stop_words", "").split()),
        parts=frozenset(table.get("parts", "").split()),
    )


@cache
def synonym_groups():
    """Return the groups of terms that mean the same: tuples of (language, term)."""
    groups = []
    for language in ("fr", "nl"):
        for row in _read(language).get("synonyms", ()):
            groups.append(
                tuple(
                    (code, term) for code in ("fr", "nl") for term in row.get(code, ())
                )
            )
    return tuple(groups)


@cache
def fingerprint():
    """Return what changes when an index made with these files must be made again."""
    parts = [" ".join(sorted(lexicon(language).parts)) for language in ("fr", "nl")]
    return (
        f"{READING}-{version('snowballstemmer')}-{zlib.crc32(repr(parts).encode()):08x}"
    )


def _read(language):
    path = Path(__file__).with_name(f"{language}.toml")
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
