"""Which territories a choice means: itself, what it holds, and what holds it."""

from hubsite.models import Territory


class TerritoryGraph:
    """Read once; a territory may have several parents, and parents may meet again."""

    def __init__(self, references, edges):
        self.parents = {reference: set() for reference in references}
        self.children = {reference: set() for reference in references}
        for child, parent in edges:
            self.parents[child].add(parent)
            self.children[parent].add(child)
        self._related = {}
        self._related_sets = {}

    @classmethod
    def load(cls):
        references = {
            pk: f"{scheme}:{code}"
            for pk, scheme, code in Territory.objects.values_list(
                "pk", "scheme", "code"
            )
        }
        links = Territory.parents.through.objects.values_list(
            "from_territory_id", "to_territory_id"
        )
        edges = [(references[child], references[parent]) for child, parent in links]
        return cls(references.values(), edges)

    def ancestors(self, reference):
        return _reach(reference, self.parents)

    def with_ancestors(self, references):
        """Return the references and whatever holds them, each once."""
        above = [one for ref in references for one in self.ancestors(ref)]
        return list(dict.fromkeys([*references, *above]))

    def related(self, reference):
        """Return every reference whose entries concern that territory."""
        if reference not in self._related:
            self._related[reference] = (
                {reference}
                | self.ancestors(reference)
                | _reach(reference, self.children)
            )
        return self._related[reference]

    def related_to_any(self, references):
        """Return what `related` gives for references in one text, a space between."""
        if references not in self._related_sets:
            found = set().union(*map(self.related, references.split()))
            self._related_sets[references] = frozenset(found)
        return self._related_sets[references]


def _reach(start, steps):
    seen, waiting = set(), [start]
    while waiting:
        for other in steps.get(waiting.pop(), ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen - {start}
