"""A call of the demo leads to what helps to answer it, in both languages."""

from itertools import groupby

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.demo


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_call_leads_to_step_training_sheets_and_similar_calls(demo, client, language):
    page = demo("F18", language)
    response = client.get(page.url)
    (related,) = response.context["related"]
    groups = groupby(related.hits, key=lambda hit: hit.type)
    found = {kind: [hit.url for hit in hits] for kind, hits in groups}
    assert list(found) == ["kit", "event", "sheet", "call"]
    assert demo("K7", language).url in found["kit"]
    assert set(found["event"]) & {demo(f"E0{n}", language).url for n in range(4, 10)}
    # Nearest deadline first: in 52 days, then 61; all year round comes after.
    assert found["call"] == [demo(key, language).url for key in ("F12", "F02", "F28")]
    (band,) = BeautifulSoup(response.content, "html.parser").select(".band.related")
    links = [a["href"] for a in band.select("a.h3")]
    assert links == [hit.url for hit in related.hits]
    everything = client.get(band.find("a", recursive=False)["href"])
    assert {hit.url for hit in everything.context["hits"]} & set(links)


def test_call_without_kin_shows_no_empty_band(demo, client):
    soup = BeautifulSoup(client.get(demo("F17").url).content, "html.parser")
    for band in soup.select(".band.related"):
        assert len(band("h2")) == len(band("ul"))
        assert all(part.select("li") for part in band("ul"))
