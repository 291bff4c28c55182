"""Correct a word that nothing contains, from the words that public entries do."""

from collections import Counter, defaultdict

from .parse import LANGUAGES
from .text import fold, stem


def tolerance(word):
    """Return how many letters may differ: none below four, two from eight on."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def same_stem(word, other):
    """Tell whether two folded words have the same stem in some language."""
    return any(stem(word, code) == stem(other, code) for code in LANGUAGES)


def best_correction(folded, frequencies):
    """Return the word of `frequencies` that `folded` was likely meant to be, or None.

    The first letter is trusted; of two words as near, the more frequent wins.
    """
    limit = tolerance(folded)
    ranks = [
        (distance, -frequency, other)
        for other, frequency in frequencies.items()
        if other[:1] == folded[:1]
        and abs(len(other) - len(folded)) <= limit
        and (distance := edits(folded, other, limit)) <= limit
    ]
    return min(ranks)[2] if limit and ranks else None


class Vocabulary:
    """The folded words of the entries, each with its most usual spelling."""

    def __init__(self):
        self.spellings = defaultdict(Counter)
        self.by_letter = defaultdict(set)

    def add(self, words):
        for word in words:
            folded = fold(word)
            self.spellings[folded][word] += 1
            self.by_letter[folded[:1]].add(folded)

    def __contains__(self, folded):
        return folded in self.spellings

    def correction(self, folded):
        """Return the nearest known word, as usually spelt, or None."""
        near = self.by_letter.get(folded[0], ())
        best = best_correction(folded, {w: self.spellings[w].total() for w in near})
        return best and self.spellings[best].most_common(1)[0][0]


def edits(a, b, limit):
    """Return the edit distance, swapped neighbours counting one; over `limit`, more."""
    previous, current = None, list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        before, previous, current = previous, current, [i]
        for j, other in enumerate(b, 1):
            cost = min(
                previous[j] + 1,
                current[j - 1] + 1,
                previous[j - 1] + (letter != other),
            )
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
    return current[-1]
