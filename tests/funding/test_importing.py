"""Calls that come from elsewhere: what a run writes, moves, asks and leaves alone."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Organisation
from funding.connectors import running
from funding.models import (
    CallIndexPage,
    CallPage,
    Connector,
    ImportedCall,
    ImportRun,
    ProposedChange,
)
from hubsite.fetching import Failed, Fetched, Refused
from hubsite.jobs import JOBS
from hubsite.models import Audience
from tests.funding.aides import aid, pages_of
from tests.search.factories import index_page, organisation, theme

URL = "https://aides.example/api/aids/"


class Source:
    """A stand-in for the web: addresses and what they answer."""

    def __init__(self):
        self.pages, self.asked = {}, []

    def tell(self, *aids):
        self.pages = pages_of(list(aids), URL)

    def __call__(self, url, **options):
        self.asked.append((url, options))
        answer = self.pages[url]
        if isinstance(answer, Exception):
            raise answer
        return Fetched(answer, url)


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def connector(home_fr):
    index_page(home_fr, CallIndexPage)
    organisation("bleue", "Région Bleue")
    # All that the made-up aids are sorted under.
    for code in ("basics", "equipment", "training"):
        theme(code)
    for code in ("collectivite", "association"):
        Audience.objects.create(code=code, label_fr=code, label_nl=code)
    return Connector.objects.create(
        name="Aides", kind=Connector.Kind.AIDES, url=URL, funder=organisation()
    )


def go(connector, source, **options):
    return running.run(connector, get=source, **options)


def page_of(number):
    return ImportedCall.objects.get(source_id=str(1000 + number)).page


def latest(page):
    return CallPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def publish(page, **fields):
    page = latest(page)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def rows():
    """Return what the database holds of calls, to compare before and after."""
    return (
        list(CallPage.objects.order_by("pk").values()),
        list(
            ImportedCall.objects.order_by("pk").values("facts", "page", "vanished_at")
        ),
        list(ProposedChange.objects.order_by("pk").values()),
    )


def test_new_calls_become_drafts_with_all_that_is_known(connector, source):
    source.tell(aid(2), aid(3), aid(7))
    done = go(connector, source)
    assert done.counts == {"new": 3, "funder": 1, "same": 0}
    page = page_of(2)
    assert not page.live
    assert (page.kind, page.funder.name, page.rate) == ("aap", "Région Bleue", 80)
    assert page_of(3).funder == connector.funder
    (one,) = latest(page).rounds.all()
    assert (one.opens_on, one.deadline_on) == (date(2026, 1, 7), date(2026, 3, 8))
    assert latest(page_of(7)).rolling
    assert page.source_name == "Aides"
    assert page.get_parent().specific == CallIndexPage.objects.get()
    publish(page)
    assert CallPage.objects.live().count() == 1


def test_a_second_run_changes_nothing(connector, source):
    source.tell(aid(1), aid(2))
    go(connector, source)
    before = rows()
    assert go(connector, source).counts == {"same": 2}
    assert rows() == before


def test_a_trial_writes_nothing(connector, source):
    source.tell(aid(1))
    done = go(connector, source, is_trial=True)
    assert (done.counts["new"], CallPage.objects.count()) == (1, 0)
    go(connector, source)
    before = rows()
    source.tell(aid(1, submission_deadline="2026-09-01", name="Autre"))
    assert go(connector, source, is_trial=True).counts["dates"] == 1
    assert rows() == before


def test_dates_of_a_published_call_move_by_themselves_and_readers_are_told(
    connector, source
):
    source.tell(aid(2))
    go(connector, source)
    publish(page_of(2), title="Titre de la rédaction")
    source.tell(aid(2, submission_deadline="2026-04-01"))
    done = go(connector, source)
    assert done.counts == {"dates": 1, "same": 0}
    page = page_of(2)
    assert page.title == "Titre de la rédaction"
    (one,) = page.rounds.all()
    assert (one.deadline_on, one.extended_from) == (date(2026, 4, 1), date(2026, 3, 8))
    assert [change.what for change in page.history.all()] == ["deadline"]


def test_a_draft_beside_a_published_call_keeps_what_was_begun(connector, source):
    source.tell(aid(2))
    go(connector, source)
    page = publish(page_of(2))
    draft = latest(page)
    draft.title = "Commencé"
    draft.save_revision()
    source.tell(aid(2, submission_deadline="2026-04-01"))
    go(connector, source)
    public, draft = page_of(2), latest(page)
    assert (public.title, draft.title) == (aid(2)["name"], "Commencé")
    assert public.has_unpublished_changes
    for version in (public, draft):
        assert version.rounds.get().deadline_on == date(2026, 4, 1)


def test_a_date_that_an_editor_changed_is_not_overwritten(connector, source):
    source.tell(aid(2))
    go(connector, source)
    page = latest(page_of(2))
    (one,) = page.rounds.all()
    one.deadline_on = date(2026, 5, 1)
    page.rounds = [one]
    page.save_revision()
    source.tell(aid(2, submission_deadline="2026-04-01"))
    assert go(connector, source).counts == {"queued": 1, "same": 0}
    assert latest(page).rounds.get().deadline_on == date(2026, 5, 1)
    change = ProposedChange.objects.get()
    assert (change.before, change.after) == ("2026-03-08", "2026-04-01")
    assert running.decide(change, accept=True, user=None)
    assert latest(page).rounds.get().deadline_on == date(2026, 4, 1)


def test_dates_that_nobody_could_answer_wait_for_an_editor(connector, source):
    source.tell(aid(2))
    go(connector, source)
    publish(page_of(2))
    source.tell(aid(2, submission_deadline=None))
    assert go(connector, source).counts["queued"] == 1
    assert page_of(2).rounds.get().deadline_on == date(2026, 3, 8)


def test_changed_texts_wait_for_an_editor(connector, source):
    source.tell(aid(2))
    go(connector, source)
    publish(page_of(2))
    source.tell(aid(2, description="<p>Neuf.</p>", subvention_rate_upper_bound=60))
    assert go(connector, source).counts == {"queued": 1, "same": 0}
    changes = {one.field: one for one in ProposedChange.objects.all()}
    assert set(changes) == {"summary", "what_is_funded", "rate"}
    assert "Soutenir" in page_of(2).what_is_funded
    running.decide(changes["what_is_funded"], accept=True, user=None)
    running.decide(changes["rate"], accept=True, user=None)
    running.decide(changes["summary"], accept=False, user=None)
    assert not running.decide(changes["summary"], accept=True, user=None)
    draft = latest(page_of(2))
    assert (draft.what_is_funded, draft.rate) == ("<p>Neuf.</p>", 60)
    assert "Soutenir" in draft.summary
    # Published texts change when the editor publishes.
    assert page_of(2).rate == 80
    assert go(connector, source).counts == {"same": 1}


def test_a_waiting_change_follows_its_source_and_goes_when_it_is_taken_back(
    connector, source
):
    source.tell(aid(2))
    go(connector, source)
    for name in ("Un", "Deux"):
        source.tell(aid(2, name=name))
        go(connector, source)
    change = ProposedChange.objects.get()
    assert (change.before, change.after) == (aid(2)["name"], "Deux")
    source.tell(aid(2))
    go(connector, source)
    assert not ProposedChange.objects.exists()


def test_a_locked_field_is_never_touched(connector, source):
    source.tell(aid(2))
    go(connector, source)
    ImportedCall.objects.update(locked=["deadline_on", "title"])
    source.tell(aid(2, submission_deadline="2026-04-01", name="Autre"))
    assert go(connector, source).counts == {"locked": 1, "same": 0}
    assert latest(page_of(2)).rounds.get().deadline_on == date(2026, 3, 8)
    assert not ProposedChange.objects.exists()
    assert go(connector, source).counts == {"same": 1}


def test_a_call_gone_from_the_source_is_flagged_until_it_is_back(connector, source):
    source.tell(aid(1), aid(2))
    go(connector, source)
    source.tell(aid(1))
    assert go(connector, source).counts == {"vanished": 1, "same": 1}
    gone = ImportedCall.objects.get(source_id="1002")
    assert gone.vanished_at
    assert go(connector, source).counts == {"same": 1}
    source.tell(aid(1), aid(2))
    assert go(connector, source).counts == {"back": 1, "same": 2}
    gone.refresh_from_db()
    assert gone.vanished_at is None


def test_a_row_that_breaks_is_told_and_its_call_is_not_gone(connector, source):
    source.tell(aid(1), aid(2))
    go(connector, source)
    source.tell(aid(1, start_date="bientôt"), aid(2))
    done = go(connector, source)
    assert done.counts == {"broken": 1, "same": 1}
    (line,) = done.described()
    assert (line["line"], "bientôt" in line["detail"]) == (1, True)


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b'{"results": []}', "nothing_read"), (b"<html>", "not_json"),
        (Refused("10.0.0.1"), "refused"), (Failed("status_500"), "status_500"),
        (b'{"next": "https://other.example/", "results": [{"id": 1}]}', "foreign_next"),
    ],
)  # fmt: skip
def test_a_source_that_fails_changes_nothing(connector, source, answer, failure):
    source.tell(aid(1))
    go(connector, source)
    before = rows()
    source.pages = {URL: answer}
    done = go(connector, source)
    assert (done.failure.partition(":")[0], rows()) == (failure, before)
    assert str(done.failure_label)


def test_a_page_that_an_editor_threw_away_does_not_come_back(connector, source):
    source.tell(aid(1))
    go(connector, source)
    page_of(1).delete()
    source.tell(aid(1, name="Autre", submission_deadline="2026-09-01"))
    go(connector, source)
    assert CallPage.objects.count() == 0


def test_one_run_at_a_time(connector, source):
    source.tell(aid(1))
    Connector.objects.update(running_since=timezone.now())
    assert go(connector, source) is None
    assert not ImportRun.objects.exists()


def test_a_file_is_tried_then_imported(connector):
    connector.kind = Connector.Kind.CSV
    connector.save()
    body = "Titre;Échéance\nUn;2026-05-01\nDeux;jamais\n".encode()
    trial = running.try_file(connector, body)
    assert (trial.counts["new"], trial.counts["broken"]) == (1, 1)
    assert CallPage.objects.count() == 0
    done = running.import_trial(ImportRun.objects.get(pk=trial.pk))
    assert done.counts == trial.counts
    assert CallPage.objects.get().title == "Un"
    # A part of a list says nothing of what it does not name.
    assert running.try_file(connector, b"Titre\nTrois\n").counts.get("vanished") is None
    whole = running.try_file(connector, b"Titre\nTrois\n", is_whole=True)
    assert whole.counts["vanished"] == 1


def test_the_worker_runs_what_is_due_and_what_is_asked(connector, source):
    source.tell(aid(1))
    assert running.run_due(source) == 0
    Connector.objects.update(asked="trial")
    assert running.run_due(source) == 1
    assert (ImportRun.objects.get().is_trial, CallPage.objects.count()) == (True, 0)
    Connector.objects.update(every="day")
    assert running.run_due(source) == 1
    assert CallPage.objects.count() == 1
    assert running.run_due(source) == 0
    Connector.objects.update(enabled=False, asked="run")
    assert running.run_due(source) == 0
    assert "import_calls" in JOBS


def test_the_token_goes_to_aides_territoires_alone(connector, source, settings):
    settings.AIDES_TERRITOIRES_TOKEN = "secret"
    source.tell(aid(1))
    go(connector, source)
    assert "secret" not in str(source.asked)
    site = "https://aides-territoires.beta.gouv.fr"
    connector.url = f"{site}/api/aids/"
    source.pages = pages_of([aid(1)], connector.url)
    source.pages[f"{site}/api/connexion/"] = b'{"token": "bearer"}'
    source.asked.clear()
    go(connector, source)
    (_login, login), (_list, listed) = source.asked
    assert (login["method"], login["headers"]) == ("POST", {"X-AUTH-TOKEN": "secret"})
    assert listed["headers"] == {"Authorization": "Bearer bearer"}


def test_the_command_names_the_sources_and_says_what_was_done(connector, capsys):
    Connector.objects.update(url="http://127.0.0.1:9/")
    call_command("import_calls", "Aides", trial=True)
    assert "Aides" in capsys.readouterr().out
    assert ImportRun.objects.get().failure == "refused"


def test_three_hundred_aids_twice_with_edits_between_and_nothing_lost(
    connector, source
):
    source.tell(*map(aid, range(1, 321)))
    with CaptureQueriesContext(connection) as queries:
        assert go(connector, source).counts["new"] == 320
    # One row a page, and the rest together.
    assert len(queries) < 420
    edited = [publish(page_of(n), summary=f"Réécrit {n}").pk for n in (2, 4, 6)]
    ImportedCall.objects.filter(source_id="1004").update(locked=["deadline_on"])
    page_of(9).delete()
    moved = {n: {"submission_deadline": "2026-12-01"} for n in (2, 4, 8, 10)}
    renamed = {n: {"name": f"Renommée {n}"} for n in (6, 11)}
    kept = [n for n in range(1, 331) if n not in (12, 13)]
    source.tell(*(aid(n, **(moved | renamed).get(n, {})) for n in kept))
    done = go(connector, source)
    assert done.counts == {
        "new": 10, "dates": 3, "locked": 1, "queued": 2, "vanished": 2, "funder": 4,
        "same": 312,
    }  # fmt: skip
    assert CallPage.objects.count() == 329
    assert ImportedCall.objects.count() == 330
    for pk, number in zip(edited, (2, 4, 6), strict=True):
        page = CallPage.objects.get(pk=pk)
        assert page.summary == f"Réécrit {number}"
        assert page.title == aid(number)["name"]
    assert page_of(2).rounds.get().deadline_on == date(2026, 12, 1)
    assert page_of(4).rounds.get().deadline_on == date(2026, 3, 10)
    assert Organisation.objects.count() == 2
    before = rows()
    assert go(connector, source).counts == {"same": 328}
    assert rows() == before
