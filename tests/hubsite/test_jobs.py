"""The registry, the worker's rounds and the leases."""

import os
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from hubsite import housekeeping, jobs
from hubsite.jobs import JobRun
from hubsite.mail import OutgoingEmail
from tests.worker import Bench

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def registry(monkeypatch):
    """An empty registry for one test."""
    monkeypatch.setattr(jobs, "JOBS", {})
    jobs.STOPPING.clear()
    return jobs


def dead_worker():
    """The name of a process of this host that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return f"{socket.gethostname()}:{process.pid}"


def test_due_jobs_run_in_order_and_only_once(registry):
    ran = []
    registry.register("late", lambda: ran.append("late"), every=MINUTE, order=90)
    registry.register("early", lambda: ran.append("early"), every=MINUTE, order=10)
    assert registry.run_due() == 2
    assert registry.run_due() == 0
    assert ran == ["early", "late"]


def test_job_is_due_again_after_its_pace(registry, time_machine):
    time_machine.move_to(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=False)
    registry.register("tick", lambda: 3, every=MINUTE)
    assert registry.run_due() == 1
    time_machine.shift(timedelta(seconds=59))
    assert registry.run_due() == 0
    time_machine.shift(timedelta(seconds=2))
    assert registry.run_due() == 1
    assert JobRun.objects.get().done == 3


def test_failing_job_is_recorded_and_does_not_stop_the_others(registry):
    ran = []

    def fail():
        raise LookupError("no such relay")

    registry.register("bad", fail, every=MINUTE, order=10)
    registry.register("good", lambda: ran.append(1), every=MINUTE, order=20)
    registry.run_due()
    assert ran == [1]
    bad = JobRun.objects.get(name="bad")
    assert (bad.error, bad.failures) == ("LookupError: no such relay", 1)
    assert bad.leased_until is None
    assert bad.due_at > timezone.now() + MINUTE


def test_wait_grows_with_failures_up_to_a_quarter_of_an_hour(registry):
    registry.register("bad", lambda: 0, every=timedelta(seconds=5))
    job = registry.JOBS["bad"]
    waits = [registry.pause_after(job, failures) for failures in (0, 1, 3, 12, 900)]
    assert waits[0] == timedelta(seconds=5)
    assert waits == sorted(waits[:3]) + waits[3:]
    assert all(wait <= timedelta(minutes=17) for wait in waits)
    assert waits[4] > timedelta(minutes=13)


def test_success_clears_the_failures(registry):
    JobRun.objects.create(name="tick", failures=4, error="old", due_at=timezone.now())
    registry.register("tick", lambda: 0, every=MINUTE)
    registry.run_due()
    run = JobRun.objects.get()
    assert (run.failures, run.error) == (0, "")


def test_job_held_by_another_worker_is_left_alone(registry):
    registry.register("tick", lambda: 1, every=MINUTE)
    now = timezone.now()
    JobRun.objects.create(
        name="tick", worker="elsewhere:7", due_at=now, leased_until=now + MINUTE
    )
    assert registry.run_due() == 0
    JobRun.objects.update(leased_until=now - MINUTE)
    assert registry.run_due() == 1


def test_outcome_of_a_run_that_lost_its_lease_is_not_recorded(registry):
    def robbed():
        JobRun.objects.update(
            worker="elsewhere:7", leased_until=timezone.now() + MINUTE
        )

    registry.register("tick", robbed, every=MINUTE)
    registry.run_due()
    run = JobRun.objects.get()
    assert (run.worker, run.finished_at) == ("elsewhere:7", None)


def test_start_frees_leases_of_dead_workers_of_this_host_only(registry):
    later = timezone.now() + MINUTE
    holders = {
        "dead": dead_worker(),
        "mine": jobs.worker_id(),
        "parent": f"{socket.gethostname()}:{os.getppid()}",
        "remote": "elsewhere:7",
    }
    for name, worker in holders.items():
        JobRun.objects.create(name=name, worker=worker, leased_until=later)
    jobs.free_leases()
    free = JobRun.objects.filter(leased_until=None).values_list("name", flat=True)
    assert set(free) == {"dead", "mine"}


def test_stop_request_ends_the_round_between_two_jobs(registry):
    registry.register("first", registry.STOPPING.set, every=MINUTE, order=1)
    registry.register("second", lambda: 1, every=MINUTE, order=2)
    assert registry.run_due() == 1
    registry.STOPPING.clear()


def test_run_worker_once_runs_what_is_due_and_ends(registry):
    registry.register("tick", lambda: 5, every=MINUTE)
    call_command("run_worker", "--once")
    assert JobRun.objects.get().done == 5


def test_wait_is_the_shortest_of_what_is_due_next(registry):
    registry.register("slow", lambda: 0, every=timedelta(hours=1))
    registry.register("quick", lambda: 0, every=timedelta(seconds=2))
    registry.run_due()
    assert 1 < registry.seconds_to_next() <= 2


def test_health_tells_a_job_that_never_ran_and_one_that_is_late(registry):
    now = timezone.now()
    for name in ("never", "stale", "fresh"):
        registry.register(name, lambda: 0, every=MINUTE)
    JobRun.objects.create(name="stale", finished_at=now - timedelta(hours=1))
    JobRun.objects.create(name="fresh", finished_at=now, error="KeyError: 'x'")
    report = registry.health(now)
    assert {name: part["late"] for name, part in report.items()} == {
        "never": True, "stale": True, "fresh": False,
    }  # fmt: skip
    assert report["fresh"]["error"] == "KeyError: 'x'"
    assert report["stale"]["seconds"] == 3600


def test_scheduled_page_goes_live_and_comes_down_by_the_worker(time_machine):
    time_machine.move_to(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=False)
    page = Page(title="Later", slug="later", live=False)
    page.go_live_at = timezone.now() + timedelta(minutes=5)
    page.expire_at = timezone.now() + timedelta(hours=2)
    Page.get_first_root_node().add_child(instance=page)
    page.save_revision().publish()
    assert housekeeping.publish_scheduled() == 0
    time_machine.shift(timedelta(minutes=6))
    assert housekeeping.publish_scheduled() == 1
    page.refresh_from_db()
    assert page.live
    time_machine.shift(timedelta(hours=2))
    assert housekeeping.publish_scheduled() == 1
    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_page_that_cannot_go_live_does_not_hold_up_the_next(time_machine):
    time_machine.move_to(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=False)
    pages = []
    for number in (1, 2):
        page = Page(title=f"Later {number}", slug=f"later-{number}", live=False)
        page.go_live_at = timezone.now() + timedelta(minutes=number)
        Page.get_first_root_node().add_child(instance=page)
        page.save_revision().publish()
        pages.append(page)
    pages[0].refresh_from_db()
    revision = pages[0].scheduled_revision
    revision.content["depth"] = "not a number"
    revision.save()
    time_machine.shift(timedelta(minutes=5))
    with pytest.raises(ValidationError):
        housekeeping.publish_scheduled()
    pages[1].refresh_from_db()
    assert pages[1].live


def test_worker_process_ends_on_sigterm(tmp_path):
    worker = Bench(tmp_path, port=1).start_worker()
    try:
        assert worker.stdout.readline().startswith("Worker ")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
        assert worker.stdout.read() == "Worker stopped.\n"
    finally:
        worker.kill()
        worker.stdout.close()


def test_purge_forgets_old_mails_and_jobs_that_are_no_more(registry):
    now = timezone.now()
    long_ago = now - timedelta(days=91)
    mails = [("sent", 1), ("sent", 31), ("failed", 31), ("failed", 91), ("queued", 91)]
    for state, days in mails:
        at = now - timedelta(days=days)
        OutgoingEmail.objects.create(
            to="a@example.org", state=state, created_at=at, sent_at=at
        )
    registry.register("kept", lambda: 0, every=MINUTE)
    JobRun.objects.create(name="kept", started_at=long_ago)
    JobRun.objects.create(name="gone", started_at=long_ago)
    assert housekeeping.purge() == 3
    assert list(JobRun.objects.values_list("name", flat=True)) == ["kept"]
    left = OutgoingEmail.objects.values_list("state", flat=True)
    assert sorted(left) == ["failed", "queued", "sent"]


def test_eager_job_runs_again_until_it_finds_nothing(registry):
    found = [3, 2, 0]
    registry.register("eager", lambda: found.pop(0), every=MINUTE, eager=True)
    call_command("run_worker", "--once")
    assert found == []
