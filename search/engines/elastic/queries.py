"""The words of a query, who may see what, and the orders, as Elasticsearch asks them."""

from elasticsearch_dsl import Q

from search.engines.ranking import CURRENT
from search.engines.sql import COLUMNS, WEIGHTS
from search.labels import statuses
from search.recent import WINDOWS, window_start

from .documents import micros

FIELDS = [f"{name}^{weight:g}" for name, weight in zip(COLUMNS, WEIGHTS, strict=True)]
NOTHING = Q("match_none")


def words_query(concepts_by_language, *, any_word=False):
    """Return the Query of what finds all these concepts, or some with `any_word`."""
    how = "should" if any_word else "must"
    ways = [
        Q(
            "bool",
            filter=[Q("term", language=language)],
            **{how: [_concept(concept) for concept in concepts]},
            **({"minimum_should_match": 1} if any_word else {}),
        )
        for language, concepts in concepts_by_language.items()
        if concepts
    ]
    return _one_of(ways) if ways else NOTHING


def _concept(concept):
    return _one_of(
        [
            Q("bool", must=[_phrase(phrase) for phrase in phrases])
            for phrases in concept.alternatives
        ]
    )


def _phrase(phrase):
    if len(phrase) == 1:
        return Q("combined_fields", query=phrase[0], fields=FIELDS)
    return _one_of(
        [
            Q("match_phrase", **{name: {"query": " ".join(phrase), "boost": weight}})
            for name, weight in zip(COLUMNS, WEIGHTS, strict=True)
        ]
    )


def _one_of(queries):
    if len(queries) == 1:
        return queries[0]
    return Q("bool", should=queries, minimum_should_match=1)


# Who may see what


def visible(language, now):
    """Return the Query of what that language's readers may see at `now`.

    What is removed has none of these fields; of a translated item only one matches.
    """
    moment = micros(now)
    return Q(
        "bool",
        filter=[
            Q("range", expires={"gt": moment}),
            Q("range", **{f"shown_from.{language}": {"lte": moment}}),
        ],
    )


def in_status(codes, now):
    """Return the Query of what stands in one of these statuses at `now`."""
    known = [code for code in codes if code in statuses()]
    ways = [Q("term", **{f"during.{code}": micros(now)}) for code in known]
    return _one_of(ways) if ways else NOTHING


def published_in(codes, now):
    """Return the Query of what was published in one of these windows at `now`."""
    starts = [micros(window_start(code, now)) for code in codes if code in WINDOWS]
    return Q("range", published={"gte": min(starts)}) if starts else NOTHING


# Orders

_NEWEST = ({"published": "desc"}, {"page_id": "desc"})
# The score tells the place of search.engines.ranking.due_key, the script the date.
_BY_DATE = """
    if (_score > 3.5) { return doc['due'].value }
    if (_score > 2.5) { return 0 }
    return _score > 1.5 ? doc['due'].value : -doc['due'].value
"""


def ordered(found, request):
    """Return (query, sort keys) that put what is found in the order of a request."""
    if request.sort == "due":
        sort = {"_script": {"type": "number", "script": {"source": _BY_DATE}}}
        return _by_due(found, request.now), ({"_score": "desc"}, sort, *_NEWEST)
    if request.sort == "amount":
        sort = {"amount": {"order": "desc", "missing": "_last"}}
        return Q("bool", filter=[found]), (sort, *_NEWEST)
    if request.sort == "relevance" and request.q:
        own_first = {f"foreign.{request.language}": "asc"}
        return found, (own_first, {"_score": "desc"}, *_NEWEST)
    return Q("bool", filter=[found]), _NEWEST


def _by_due(found, now):
    current = in_status(CURRENT, now)
    dated = Q("term", dated=True)
    places = (
        (~in_status(["cancelled"], now), 1),
        (Q("bool", filter=[current, dated]), 3),
        (Q("bool", filter=[current], must_not=[dated]), 2),
        (in_status(["upcoming"], now), 1),
    )
    return Q(
        "bool",
        filter=[found],
        should=[Q("constant_score", filter=q, boost=score) for q, score in places],
    )
