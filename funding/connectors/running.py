"""One run of a connector: read, compare, write, and say what was done."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from funding.history import as_text
from funding.models.call import CallPage
from hubsite.fetching import Failed, Refused, download
from hubsite.jobs import STOPPING

from .comparing import compare, report
from .dating import move_dates
from .meaning import Lexicon
from .models import Connector, ImportedCall, ImportRun, ProposedChange
from .record import Broken, Unreadable, from_facts
from .sources import Reading, ask, read_file
from .writing import (
    create_drafts,
    unknown_funders,
    write_change,
)

RUNS_KEPT = timedelta(days=180)
# A run that ended without a word (a killed worker) blocks its connector no longer.
LONGEST_RUN = timedelta(hours=1)


def run_due(get=download):
    """Run every connector that is asked for or due; return how many ran."""
    now, ran = timezone.now(), 0
    due = Connector.objects.filter(enabled=True).filter(
        ~Q(asked="") | (~Q(every="") & (Q(due_at=None) | Q(due_at__lte=now)))
    )
    for connector in due.exclude(url=""):
        if STOPPING.is_set():
            break
        is_trial = connector.asked == Connector.Asked.TRIAL
        Connector.objects.filter(pk=connector.pk, asked=connector.asked).update(
            asked=""
        )
        ran += bool(run(connector, is_trial=is_trial, get=get))
    return ran


def run(connector, *, is_trial=False, get=download):
    """Ask the connector's address; return the ImportRun, or None if one is under way."""
    return _run(connector, lambda: ask(connector, get), is_trial)


def try_file(connector, body, *, is_whole=False):
    """Return the ImportRun, a trial that keeps what the file holds for `import_trial`."""

    def read():
        return read_file(connector, body, is_whole=is_whole)

    return _run(connector, read, is_trial=True, keep=True)


def import_trial(trial):
    """Import what a trial of a file kept; return the ImportRun, or None (see `run`)."""
    records = trial.records
    reading = Reading(
        [from_facts(facts) for facts in records["calls"]],
        [Broken(**row) for row in records["broken"]],
        records["is_whole"],
        records.get("unread", []),
    )
    done = _run(trial.connector, lambda: reading, is_trial=False)
    if done:
        ImportRun.objects.filter(pk=trial.pk).update(records=None)
    return done


def _run(connector, read, is_trial, *, keep=False):
    if not claim(connector):
        return None
    done = ImportRun(connector=connector, is_trial=is_trial)
    try:
        reading = read()
        if not reading.calls and not reading.broken:
            raise Unreadable("nothing_read")
        lexicon = Lexicon(connector)
        plan = compare(lexicon, reading)
        funders, words = unknown_funders(plan.new), lexicon.unknown(plan.new)
        if not is_trial:
            carry_out(connector, plan, lexicon)
        done.counts, done.lines = report(plan, funders, words, reading.unread)
        if keep:
            done.records = kept(reading)
    except Unreadable as wrong:
        done.failure = f"{wrong.reason}:{wrong.value}".rstrip(":")
    except Refused:
        done.failure = "refused"
    except Failed as failure:
        done.failure = str(failure)[:200]
    finally:
        release(connector, is_trial)
    done.finished_at = timezone.now()
    done.save()
    connector.runs.filter(started_at__lt=done.started_at - RUNS_KEPT).delete()
    return done


def kept(reading):
    return {
        "calls": [call.facts() for call in reading.calls],
        "broken": [vars(row) for row in reading.broken],
        "is_whole": reading.is_whole,
        "unread": reading.unread,
    }


def claim(connector):
    """Take the connector for a run; return whether nobody else has it."""
    now = timezone.now()
    free = Q(running_since=None) | Q(running_since__lt=now - LONGEST_RUN)
    rows = Connector.objects.filter(free, pk=connector.pk)
    return bool(rows.update(running_since=now))


def release(connector, is_trial):
    pace = Connector.PACES.get(connector.every)
    due = {} if is_trial or not pace else {"due_at": timezone.now() + pace}
    Connector.objects.filter(pk=connector.pk).update(running_since=None, **due)


def carry_out(connector, plan, lexicon):
    """Write a Plan down, call by call: what is done stays done if the run breaks off."""
    now = timezone.now()
    with transaction.atomic():
        lexicon.learn([*plan.new, *(changed.told for changed in plan.changed)])
        created = create_drafts(connector, plan.new, lexicon)
        lexicon.link(list(zip(created, plan.new, strict=True)))
    for changed in plan.changed:
        with transaction.atomic():
            follow(changed, now)
            lexicon.link([(changed.imported, changed.told)])
    ImportedCall.objects.filter(pk__in=[one.pk for one in plan.same]).update(
        last_seen_at=now
    )
    ImportedCall.objects.filter(pk__in=[one.pk for one in plan.back]).update(
        vanished_at=None
    )
    ImportedCall.objects.filter(pk__in=[one.pk for one in plan.vanished]).update(
        vanished_at=now
    )


def follow(changed, now):
    """Move the dates of a changed call, and lay its other changes before an editor."""
    imported, told = changed.imported, changed.told
    if changed.dates:
        page = CallPage.objects.get(pk=imported.page_id)
        if not move_dates(page, imported.round_key, changed.dates):
            changed.queued |= changed.dates
            changed.dates = {}
    if imported.page_id:
        lay_before_editor(imported, changed, now)
    imported.facts, imported.fingerprint = told.facts(), told.fingerprint()
    imported.last_seen_at = now
    imported.save(update_fields=["facts", "fingerprint", "last_seen_at"])


def lay_before_editor(imported, changed, now):
    """Queue changes; one that waits takes the newest value, and goes if it is no more."""
    old, new = imported.told().said(), changed.told.said()
    for field, value in changed.queued.items():
        ProposedChange.objects.update_or_create(
            imported=imported,
            field=field,
            state=ProposedChange.State.WAITING,
            defaults={"after": as_text(value), "at": now},
            create_defaults={
                "before": as_text(old[field]), "after": as_text(value), "at": now,
            },
        )  # fmt: skip
    settled = [
        name for name in new if old[name] != new[name] and name not in changed.queued
    ]
    imported.changes.filter(
        field__in=settled, state=ProposedChange.State.WAITING
    ).delete()


@transaction.atomic
def decide(change, *, accept, user):
    """Accept a change into the page's draft, or refuse it; return whether it waited."""
    state = ProposedChange.State
    decided = ProposedChange.objects.filter(pk=change.pk, state=state.WAITING).update(
        state=state.ACCEPTED if accept else state.REFUSED,
        decided_at=timezone.now(),
        decided_by=user,
    )
    if decided and accept and change.imported.page_id:
        write_change(change, user)
    return bool(decided)
