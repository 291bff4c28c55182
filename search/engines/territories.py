"""Which territories a choice means: itself, what it holds, and what holds it."""

from hubsite.gazetteer import NEVER_THROUGH, gazetteer
from hubsite.models import Territory


class TerritoryGraph:
    """The territories in use, read once; the gazetteer says where any other one lies.

    A territory may have several parents, and parents may meet again. Whatever has no
    row is named by no page, so that nothing is missing below a chosen territory.
    """

    def __init__(self, references, edges):
        self.parents = {reference: set() for reference in references}
        self.children = {reference: set() for reference in references}
        for child, parent in edges:
            self.parents[child].add(parent)
            self.children[parent].add(child)
        self._related = {}
        self._concerned = {}

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
        """Return the references of whatever holds that territory."""
        if reference in self.parents:
            return _reach(reference, self.parents)
        above = gazetteer().ancestors(reference)
        return set(above).union(
            *(self.ancestors(r) for r in above if r in self.parents)
        )

    def with_ancestors(self, references):
        """Return the references and whatever holds them, each once."""
        above = [one for ref in references for one in self.related(ref, "covers")]
        return list(dict.fromkeys([*references, *above]))

    def related(self, reference, reach=""):
        """Return every reference whose entries concern that territory.

        With `reach` "covers" only itself and what holds it, with "inside" only itself
        and what it holds.
        """
        key = reference, reach
        if key not in self._related:
            found = {reference}
            if reach != "inside":
                found |= self.ancestors(reference)
            if reach != "covers":
                found |= _reach(reference, self.children)
            self._related[key] = found
        return self._related[key]

    def concerned_by(self, references, reach=""):
        """Return the territories that entries naming these concern, as `related` asks.

        `references` stand in one text, a space between.
        """
        key = references, reach
        if key not in self._concerned:
            # Seen from the other end: what covers me lies around what is inside it.
            back = {"covers": "inside", "inside": "covers"}.get(reach, "")
            found = (self.related(one, back) for one in references.split())
            self._concerned[key] = frozenset(set().union(*found))
        return self._concerned[key]


def _reach(start, steps):
    seen, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        if here != start and here.startswith(NEVER_THROUGH):
            continue
        for other in steps.get(here, ()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen - {start}
