"""How soon is soon is a hub's own choice, and the same everywhere at the same second."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from funding.models import CallIndexPage, CallPage, WatchSettings
from hubsite.contracts import midnight
from search.exits import all_hits
from search.following import changed_since, closing_within, new_since, watermark
from search.query import SearchQuery

from .factories import NOON, call, index_page, noon
from .test_embedded import counts, search, titles

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{NOON}Z", tick=False)]
SECOND = timedelta(seconds=1)


@pytest.fixture
def choose(home_fr, django_capture_on_commit_callbacks):
    """Return a function that sets the days as the form does."""

    def choose(days):
        site = Site.objects.get(is_default_site=True)
        with django_capture_on_commit_callbacks(execute=True):
            chosen = WatchSettings.for_site(site)
            chosen.closing_soon_days = days
            chosen.full_clean()
            chosen.save()

    return choose


@pytest.fixture
def page(home_fr):
    """A call whose last day is in 30 days."""
    return call(home_fr, "Former")


def statuses(page, at, client, time_machine):
    """Return the status of a call at a moment, as each form of the site tells it."""
    time_machine.move_to(at, tick=False)
    watch = index_page(page.get_parent().get_parent(), CallIndexPage)
    listed = client.get(f"{watch.url}?status=all")
    (line,) = listed.context["hits"]
    table = client.get(f"{watch.url}results.csv?status=all").text
    told = {
        "page": str(CallPage.objects.get(pk=page.pk).status.value),
        "list": line.status,
        "count": next(
            code for code, n in counts(search(now=at), "status").items() if n
        ),
        "table": {"ouvert": "open", "bientôt clos": "closing"}[
            next(word for word in ("bientôt clos", "ouvert") if word in table)
        ],
    }
    for code in ("open", "closing"):
        narrowed = f"?status={code}"
        if "Former" in client.get(f"{watch.url}feed.atom{narrowed}").text:
            told["feed"] = code
        if "Former" in client.get(f"{watch.url}calendar.ics{narrowed}").text:
            told["calendar"] = code
        query = SearchQuery("fr", types=("call",), selected={"status": (code,)})
        if all_hits(query, 9):
            told["mail"] = code
    return told


@pytest.mark.parametrize("days", [1, 14, 30, 45])
def test_status_changes_everywhere_at_the_chosen_second(
    page, choose, client, time_machine, days
):
    choose(days)
    deadline = noon().date() + timedelta(days=30)
    soon = midnight(deadline - timedelta(days=days))
    forms = ("page", "list", "count", "table", "feed", "calendar", "mail")
    if days < 30:
        assert statuses(page, soon - SECOND, client, time_machine) == dict.fromkeys(
            forms, "open"
        )
    at = max(soon, noon())
    assert statuses(page, at, client, time_machine) == dict.fromkeys(forms, "closing")


@pytest.mark.parametrize("night", ["2026-10-25", "2027-03-28"])
def test_closing_soon_begins_at_midnight_on_nights_that_change_the_clock(
    home_fr, choose, client, time_machine, night
):
    choose(20)
    day = midnight(noon().date().fromisoformat(night)).date()
    page = call(home_fr, "Former", deadline_on=day + timedelta(days=20))
    before = statuses(page, midnight(day) - SECOND, client, time_machine)
    assert set(before.values()) == {"open"}
    after = statuses(page, midnight(day), client, time_machine)
    assert set(after.values()) == {"closing"}


def test_list_of_what_closes_soon_tells_followers_but_no_call_has_changed(page, choose):
    query = SearchQuery("fr", types=("call",), selected={"status": ("closing",)})
    mark = watermark()
    assert titles(search(status=["closing"])) == []
    choose(40)
    assert titles(search(status=["closing"])) == ["Former"]
    assert [item.hit.title for item in new_since(query, mark)[0]] == ["Former"]
    assert changed_since(SearchQuery("fr", types=("call",)), mark)[0] == []
    # A reminder counts the days its follower chose, not those of the hub.
    assert not closing_within(SearchQuery("fr", types=("call",)), 7)


@pytest.mark.parametrize("days", [0, 61, -1])
def test_days_out_of_bounds_are_refused(page, choose, days):
    with pytest.raises(ValidationError):
        choose(days)
    assert page.status == "open"


def test_setting_is_read_once_whatever_the_number_of_calls(home_fr, page):
    for number in range(5):
        call(home_fr, f"Appel {number}")
    with CaptureQueriesContext(connection) as queries:
        for one in CallPage.objects.all():
            assert one.timeline()
    asked = [q for q in queries if "watchsettings" in q["sql"]]
    assert len(asked) <= 1
