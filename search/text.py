"""From text to stems: the same reading for what is indexed and for what is typed.

Fold first, then stem: a word typed without its accents must give the same stem. Names
such as "Cross&Le@rn" or "1,2,3 Digit" are read as their parts and as one word.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from .lexicon import lexicon

ALGORITHMS = {"fr": "french", "nl": "dutch"}
MAX_TEXT = 200_000
LONGEST_WORD = 40

_ENDINGS = (
    "trices?|rices?|ices?|ières?|ères?|euses?|esses?|nes?|les?|tes?|ses?|ves?|res?|fes?"
    "|e|s"
)
# aidant·es, aidant·e·s, aidant.e.s, aidant-e-s, aidant(e)s, formateur/rice
_INCLUSIVE = re.compile(
    rf"([^\W\d_]{{2,}})(?:[·•‧.\-‑/](?:{_ENDINGS})|\((?:{_ENDINGS})\))"
    r"(?:[·•‧.\-‑]?s)?(?![^\W_])",
    re.IGNORECASE,
)
_JOINERS = r"'’·•‧.,&@+/\-‑("
_CHUNK = re.compile(rf"[^\W_]+(?:[{_JOINERS}][^\W_]+\)?[^\W_]*)*")
_WORD = re.compile(r"[^\W_]+")
_ELISION = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)['’](?=\w)", re.I
)
_GENITIVE = re.compile(r"['’](?:s|en|tje|tjes)$", re.I)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_IN_NAMES = set("&+'’-‑")
_RUNS = re.compile(r"[^\W\d_]+|\d+")
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"}
)


class Token(NamedTuple):
    """A run of text: its folded `words` in order, and `joined`, other ways to find it."""

    start: int
    end: int
    words: tuple[str, ...]
    joined: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def fold(word):
    """Return the word in small letters without accents or ligatures."""
    word = word.lower().translate(_LETTERS)
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def normal(text):
    """Return the text as every function here expects it: composed, no soft hyphens."""
    return unicodedata.normalize("NFC", text).replace("\u00ad", "")


def scan(text):
    """Yield the Tokens of a normal text, in order."""
    for match in chunks(text):
        if token := read(match):
            yield token


def chunks(text):
    """Yield the matches of what a normal text has between spaces and marks, unread."""
    return _CHUNK.finditer(text)


def read(match):
    """Return the Token of one of the `chunks`, or None where it holds no word."""
    chunk, start, end = match.group(), match.start(), match.end()
    if chunk.isalnum():
        words, joined = _single(chunk)
        return Token(start, end, words, joined) if words else None
    if elision := _ELISION.match(chunk):
        start, chunk = start + elision.end(), chunk[elision.end() :]
    chunk = _INCLUSIVE.sub(r"\1", _GENITIVE.sub("", chunk))
    if _EMAIL.fullmatch(chunk):
        return _token(start, end, _WORD.findall(chunk))
    words = _WORD.findall(chunk.replace("@", "a"))
    if len(words) < 2 or not _is_name(chunk, words):
        return _token(start, end, words)
    whole = "".join(_letters(fold(word)) for word in words)
    joined = [whole]
    after = match.string[end : end + 12].lstrip()
    if whole.isdigit() and (following := _WORD.match(after)):
        joined.append(whole + _letters(fold(following.group())))
    return _token(start, end, words, joined)


def _is_name(chunk, words):
    """Tell a name, to be found as one word too, from words with no space between."""
    marks = {mark for mark in chunk if not mark.isalnum()}
    return "@" in marks or marks <= _IN_NAMES or max(map(len, words)) <= 3


def _letters(word):
    """Return a folded word without what folding may bring: "¼" becomes "1⁄4"."""
    if not word.isalnum():
        word = "".join(filter(str.isalnum, word))
    return word[:LONGEST_WORD]


def _token(start, end, words, joined=()):
    words, joined = _forms(words, joined)
    return Token(start, end, words, joined) if words else None


@lru_cache(maxsize=50_000)
def _single(word):
    return _forms([word], ())


def _forms(words, joined):
    words = tuple(filter(None, (_letters(fold(word)) for word in words)))
    joined = [word for word in joined if len(word) <= LONGEST_WORD]
    for word in words:
        runs = _RUNS.findall(word)
        if len(runs) > 1:
            joined += runs
    return words, tuple(dict.fromkeys(joined))


@lru_cache(maxsize=1)
def _stemmers():
    # It loads the stemmers of thirty languages: only who reads texts needs it.
    import snowballstemmer

    return {code: snowballstemmer.stemmer(name) for code, name in ALGORITHMS.items()}


@lru_cache(maxsize=200_000)
def stem(word, language):
    """Return the stem of a folded word."""
    stemmer = _stemmers().get(language)
    return (stemmer.stemWord(word) if stemmer else word) or word


@lru_cache(maxsize=50_000)
def compound(word, language):
    """Return the known parts of a folded compound, or () when it is not one."""
    parts = lexicon(language).parts
    if len(word) < 6 or not parts:
        return ()
    return () if _is_part(word, parts) else _split(word, parts) or ()


def _split(word, parts):
    """Cut a word into parts, the longest first; None where letters are left over."""
    for cut in range(len(word) - 3, 2, -1):
        head = word[:cut]
        if head not in parts:
            continue
        for link in ("", "s", "en", "e"):
            rest = word[cut:]
            if not rest.startswith(link):
                continue
            rest = rest[len(link) :]
            if _is_part(rest, parts):
                return (head, rest)
            if len(rest) >= 6 and (tail := _split(rest, parts)):
                return (head, *tail)
    return None


def _is_part(word, parts):
    return word in parts or any(
        word.endswith(ending) and word[: -len(ending)] in parts
        for ending in ("s", "en")
    )


def token_stems(token, language):
    """Return (stems in order, stems that also find the token)."""
    return _stems(token.words, token.joined, language)


@lru_cache(maxsize=50_000)
def stems_of(word, language):
    """Return every stem that finds a word without marks: quicker than its Token."""
    words, joined = _single(word)
    main, extra = _stems(words, joined, language)
    return frozenset((*main, *extra))


@lru_cache(maxsize=100_000)
def _stems(words, joined, language):
    main = tuple(stem(word, language) for word in words)
    extra = [stem(word, language) for word in joined]
    for word in (*words, *joined):
        extra += [stem(part, language) for part in compound(word, language)]
    return main, tuple(dict.fromkeys(extra))


def analyse(text, language):
    """Return what the index keeps of a text: its stems, then those found besides.

    The second come after the text so that phrases stay unbroken.
    """
    main, extra = [], []
    for token in scan(normal(text)[:MAX_TEXT]):
        stems, others = token_stems(token, language)
        main += stems
        extra += others
    return " ".join(main + extra)


def distinct_words(text):
    """Return the words of four letters or more, as written, in small letters."""
    found = (match.group().lower() for match in _WORD.finditer(normal(text)[:MAX_TEXT]))
    return {word for word in found if 4 <= len(word) <= LONGEST_WORD and word.isalpha()}


def is_stop_word(word, language):
    return word in lexicon(language).stop_words
