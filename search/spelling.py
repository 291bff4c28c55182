"""Correct a word that nothing contains, from the words that public entries do."""

from collections import Counter, defaultdict

from .text import fold


def tolerance(word):
    """Return how many letters may differ: none below four, two from eight on."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


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
        """Return the nearest known word, as usually spelt, or None.

        The first letter is trusted; of two words as near, the more frequent wins.
        """
        limit = tolerance(folded)
        if not limit:
            return None
        best = None
        for other in self.by_letter.get(folded[0], ()):
            if abs(len(other) - len(folded)) > limit:
                continue
            distance = edits(folded, other, limit)
            if distance <= limit:
                rank = (distance, -self.spellings[other].total(), other)
                best = min(best, rank) if best else rank
        return self.spellings[best[2]].most_common(1)[0][0] if best else None


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
