"""How good the order is: a judged set in both languages, for whichever engine serves."""

from math import log2
from pathlib import Path

import pytest
import yaml

from search import collect
from search.engines import get_engine
from search.models import SearchEntry
from search.query import SearchQuery

from .factories import NOON, noon

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{NOON}Z", tick=False)]

JUDGED = yaml.safe_load(Path(__file__).with_name("judged.yaml").read_text())
KEYS = list(JUDGED["documents"])


@pytest.fixture
def judged(home_fr):
    entries = []
    for number, (key, text) in enumerate(JUDGED["documents"].items(), 1000):
        title, summary, body = text.split(" | ")
        entries.append(
            SearchEntry(
                page_id=number,
                translation_key=f"00000000-0000-0000-0000-{number:012d}",
                language=key[:2],
                type="page",
                title=title,
                summary=summary,
                body=body,
                words=" ".join(sorted(collect.distinct_words(text))),
                url=f"/{key}/",
                url_path=f"/{key}/",
                path=f"0001{number}",
                published_at=noon(),
            )
        )
    collect._store(entries)


def ndcg(ranked, grades):
    """Return the gain of the first ten, against the best order there is."""

    def gain(values):
        return sum(
            (2**grade - 1) / log2(place + 2) for place, grade in enumerate(values)
        )

    best = gain(sorted(grades.values(), reverse=True)[:10])
    return gain([grades.get(key, 0) for key in ranked[:10]]) / best


def score(engine):
    """Return the mean nDCG@10 of an engine on the judged set."""
    found = []
    for judgement in JUDGED["queries"]:
        query = SearchQuery(language=judgement["language"], q=judgement["q"])
        result = engine.search(query.request(now=noon(), size=10))
        ranked = [KEYS[hit.page_id - 1000] for hit in (*result.hits, *result.near)]
        found.append(ndcg(ranked, judgement["grades"]))
    return sum(found) / len(found)


def test_judged_set_is_large_enough():
    assert len(JUDGED["documents"]) >= 80
    assert len(JUDGED["queries"]) >= 60


def test_order_is_good_and_the_same_on_both_engines(judged):
    engine = get_engine()
    reached = score(engine)
    assert reached >= 0.90
    embedded = getattr(engine, "embedded", engine)
    assert abs(score(embedded) - reached) <= 0.02
