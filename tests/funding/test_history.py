"""What readers are told of changes, and what is refused."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from funding.models import CallPage, Round
from tests.search.factories import call, translated


@pytest.fixture
def published(home_fr):
    return call(
        home_fr,
        "Équiper",
        amount_max=45_000,
        opens_on=date(2026, 1, 5),
        deadline_on=date(2026, 3, 1),
    )


def publish(page, **facts):
    """Publish the page as an editor would, from its latest revision."""
    page = CallPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    rounds = list(page.rounds.all())
    for name, value in facts.items():
        target = rounds[0] if hasattr(Round, name) else page
        setattr(target, name, value)
    page.rounds = rounds
    page.save_revision().publish()
    return CallPage.objects.get(pk=page.pk)


def changes(page):
    return [(one.what, one.before, one.after) for one in page.history.order_by("pk")]


def test_a_moved_deadline_is_written_down_on_publication(published):
    page = publish(published, deadline_on=date(2026, 3, 15), deadline_time=time(17))
    assert changes(page) == [
        ("deadline", "2026-03-01T22:59:59+00:00", "2026-03-15T16:00:00+00:00")
    ]


def test_a_draft_writes_nothing(published):
    page = CallPage.objects.get(pk=published.pk)
    page.amount_max = 60_000
    page.save_revision()
    assert changes(page) == []


def test_every_fact_that_readers_rely_on_is_watched(published):
    page = publish(
        published, amount_max=60_000, rate=80, results_on=date(2026, 5, 1),
        predeposit_on=date(2026, 2, 1), cancelled=True, title="Autre titre",
    )  # fmt: skip
    assert {what for what, _before, _after in changes(page)} == {
        "amount", "rate", "results", "predeposit", "cancelled",
    }  # fmt: skip


def test_readers_see_the_old_and_the_new_date_in_both_languages(
    published, home_nl, client
):
    twin = translated(
        published, home_nl, "Uitrusten",
        kind="aap", funder=published.funder, official_url="https://funder.example/nl",
        rounds=[Round(deadline_on=date(2026, 3, 1))],
    )  # fmt: skip
    publish(published, deadline_on=date(2026, 3, 15))
    french = client.get(published.url).content.decode()
    assert (
        "Échéance\u00a0: 15\u00a0mars\u00a02026 (avant\u00a0: 1er\u00a0mars\u00a02026)"
        in french
    )
    dutch = client.get(twin.url).content.decode()
    assert "van 1\u00a0maart\u00a02026 naar 15\u00a0maart\u00a02026" in dutch


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"opens_on": None, "deadline_on": None}, "rolling"),
        ({"opens_on": date(2026, 5, 1), "deadline_on": date(2026, 4, 1)}, "rolling"),
        ({"rolling": True, "deadline_on": date(2026, 4, 1)}, "rolling"),
        ({"amount_min": 2, "amount_max": 1}, "amount_min"),
        ({"rate": 120}, "rate"),
        ({"official_url": ""}, "official_url"),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused(home_fr, fields, field):
    with pytest.raises(ValidationError) as refused:
        call(home_fr, "Refusé", **fields)
    assert field in refused.value.message_dict


def test_a_call_without_round_is_refused(home_fr):
    with pytest.raises(ValidationError) as refused:
        call(home_fr, "Refusé", rounds=[])
    assert "rolling" in refused.value.message_dict
