"""The demo's calls: as whole as a project manager needs them, files and history included."""

from contextlib import closing
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from modelsearch.backends import get_search_backend
from wagtail.models import ReferenceIndex

from funding.answers import history_of
from funding.models import CallPage
from home.demo.dating import move_dates
from hubsite.models import HubDocument

pytestmark = pytest.mark.demo


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_every_call_says_who_checked_it_what_one_pays_and_how(demo, language):
    calls = CallPage.objects.filter(locale__language_code=language)
    for call in calls:
        assert call.checked_by, call.title
        assert call.own_contribution == ("none" if call.rate == 100 else "required")
        assert call.contact, call.title
        assert len(call.body) > 3, call.title
        if call.status in ("open", "closing", "results"):
            assert call.documents.exists(), call.title
    # A funder without a published budget says nothing of it.
    stated = {call.funder.code for call in calls if call.envelope}
    assert {call.funder.code for call in calls if not call.envelope} - stated == {
        "orv", "dep-26",
    }  # fmt: skip
    assert [call.title for call in calls if not call.amount_max] == [
        demo("F28", language).title
    ]


def soup_of(client, page):
    # Its pictures are of another suite's concern.
    type(page).objects.filter(pk=page.pk).update(image=None)
    return BeautifulSoup(client.get(page.url).content, "html.parser")


def paper_links(client, page):
    return soup_of(client, page).select(".facts a[download]")


def test_call_offers_its_files_with_language_format_and_weight(demo, client):
    rules, budget = paper_links(client, demo("F01", "nl"))
    assert rules["hreflang"] == "fr"
    assert "(PDF, " in rules.text
    assert "(XLSX, " in budget.text
    for link in (rules, budget):
        with closing(client.get(link["href"])) as response:
            assert response.status_code == 200
            assert b"".join(response.streaming_content)


def test_files_of_the_demo_are_found_by_editors_and_know_their_use(demo):
    found = get_search_backend().search("Règlement", HubDocument)
    assert {file.filename for file in found} >= {"F01-reglement-fr.pdf"}
    rules = HubDocument.objects.get(file__endswith="F06-reglement-fr.pdf")
    assert (rules.file_size, len(rules.file_hash)) == (rules.file.size, 40)
    uses = ReferenceIndex.get_references_to(rules)
    assert {row.object_id for row in uses} == {
        str(demo("F06", language).pk) for language in ("fr", "nl")
    }
    own = ReferenceIndex.get_references_for_object(rules)
    assert {row.model_path for row in own} == {"collection"}


@pytest.mark.parametrize("days", [0, 100])
def test_what_changed_in_a_call_is_told_and_moves_with_its_dates(demo, days):
    if days:
        move_dates(timezone.localdate() + timedelta(days=days))
    page = demo("F16")
    (change,) = page.history.all()
    (told,) = history_of(demo("F16", "nl"))
    moment = page.rounds.get()
    assert change.after == moment.deadline.isoformat()
    first = timezone.localtime(parse_datetime(change.before))
    assert (first.date(), first.hour) == (moment.extended_from, 17)
    assert timezone.localdate(told.at) == timezone.localdate() + timedelta(days - 8)
    page = demo("F20")
    assert [one.after for one in page.history.all()] == [page.results_on.isoformat()]
    assert [one.what for one in demo("F17").history.all()] == ["cancelled"]


@pytest.mark.parametrize(
    ("language", "carriers", "site_map"),
    [
        ("fr", "/fr/repondre-a-plusieurs/", "/fr/plan-du-site/"),
        ("nl", "/nl/samen-indienen/", "/nl/sitemap/"),
    ],
)
def test_calls_that_are_carried_and_the_site_map_lead_to_the_carriers(
    demo, client, language, carriers, site_map
):
    assert soup_of(client, demo("F26", language)).main.find("a", href=carriers)
    assert f'href="{carriers}"' in client.get(site_map).text
    assert "Rivelaine" in client.get(carriers).text
