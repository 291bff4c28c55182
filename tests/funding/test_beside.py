"""A call of the demo leads to what helps to answer it, in both languages."""

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.demo


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_call_leads_to_step_training_sheets_and_similar_calls(demo, client, language):
    page = demo("F18", language)
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    (band,) = soup.select(".band.related")
    links = [[a["href"] for a in part.select("a.h3")] for part in band("ul")]
    step, events, sheets, calls = links
    assert demo("K7", language).url in step
    assert set(events) & {demo(f"E0{n}", language).url for n in range(4, 10)}
    assert sheets
    assert page.url not in calls
    # Nearest deadline first: in 52 days, then 61; all year round comes after.
    assert calls == [demo(key, language).url for key in ("F12", "F02", "F28")]
    more = [a["href"] for a in band.find_all("a", recursive=False)]
    assert len(more) == 4
    for address in more:
        assert client.get(address).context["result"].total


def test_call_without_kin_shows_no_empty_band(demo, client):
    soup = BeautifulSoup(client.get(demo("F17").url).content, "html.parser")
    for band in soup.select(".band.related"):
        assert len(band("h2")) == len(band("ul"))
        assert all(part.select("li") for part in band("ul"))
