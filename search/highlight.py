"""Mark in a text, safely, what a query found there."""

from django.utils.html import escape
from django.utils.safestring import mark_safe

from .text import chunks, normal, read, stems_of, token_stems

AROUND = 110
MAX_READ = 20_000


class Finder:
    """What the phrases of stems of a search find in texts of one language.

    One serves all lines of an answer: it remembers the words that begin no find.
    """

    def __init__(self, phrases, language):
        self.language = language
        self.first_stems = {phrase[0] for phrase in phrases}
        self.singles = {phrase[0] for phrase in phrases if len(phrase) == 1}
        self.longer = [phrase for phrase in phrases if len(phrase) > 1]
        self.longest = max(map(len, self.longer), default=0)
        self.dull = set()

    def highlight(self, text):
        """Return the whole text as safe HTML with <mark>, or "" where nothing is found."""
        text = normal(text)
        spans = self.find(text)
        return _marked(text, spans) if spans else ""

    def excerpt(self, text):
        """Return the passage around the first find as safe HTML, or ""."""
        text = normal(text)[:MAX_READ]
        spans = self.find(text, beyond=3 * AROUND)
        if not spans:
            return ""
        start, end = _window(text, spans)
        inside = [(s - start, e - start) for s, e in spans if s >= start and e <= end]
        before = "… " if start else ""
        after = " …" if end < len(text) else ""
        return mark_safe(before + _marked(text[start:end], inside) + after)

    def find(self, text, beyond=None):
        """Return the (start, end) of what any of the phrases finds, in order.

        With `beyond`, stop reading that many characters after the first find.
        """
        spans, recent, stop = {}, [], None
        for match in chunks(text):
            if stop is not None and match.start() > stop:
                break
            if not recent and self._is_dull(match.group()):
                continue
            if (token := read(match)) is None:
                continue
            main, extra = token_stems(token, self.language)
            span = (token.start, token.end)
            if not (self.singles.isdisjoint(main) and self.singles.isdisjoint(extra)):
                spans[span] = True
            if self.longer and (recent or not self.first_stems.isdisjoint(main)):
                recent = (recent + [(one, span) for one in main])[-self.longest :]
                spans.update(dict.fromkeys(self._phrase_ending(recent)))
            if stop is None and beyond is not None and spans:
                stop = token.end + beyond
        return _merged(text, sorted(spans))

    def _is_dull(self, word):
        """Tell nearly every word, without reading it any further, that begins no find."""
        if word in self.dull:
            return True
        is_dull = word.isalnum() and self.first_stems.isdisjoint(
            stems_of(word, self.language)
        )
        if is_dull:
            self.dull.add(word)
        return is_dull

    def _phrase_ending(self, recent):
        """Yield the spans of a phrase that the last of the recent stems completes."""
        for phrase in self.longer:
            tail = recent[-len(phrase) :]
            if tuple(one for one, _span in tail) == phrase:
                for _one, span in tail:
                    yield span


def _merged(text, spans):
    merged = []
    for start, end in spans:
        if merged and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _window(text, spans):
    """Return the bounds, between words, of the passage that shows the first find."""
    start = max(0, spans[0][0] - AROUND)
    end = min(len(text), max(spans[0][1], start) + 2 * AROUND)
    if start:
        start = text.find(" ", start, spans[0][0]) + 1 or spans[0][0]
    if end < len(text):
        cut = text.rfind(" ", spans[0][1], end)
        end = cut if cut > 0 else end
    return start, end


def _marked(text, spans):
    html, at = [], 0
    for start, end in spans:
        html += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*html, escape(text[at:])]))
