"""The registry of what the site's one worker does; each room registers in `ready()`.

A job claims its own rows, survives being killed, and may run twice or in two processes
without harm. The lease below keeps two workers from doing the same work at once; no
job's safety may rest on it.
"""

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

# Set when the worker is asked to stop; a job with a loop looks at it between two things.
STOPPING = threading.Event()
LONGEST_BACKOFF = timedelta(minutes=15)


@dataclass(frozen=True)
class Job:
    """`run` returns how many things it did; `every` is the longest wait between runs.

    `lease` is how long another worker leaves the job alone when this one falls silent.
    An `eager` job runs again at once after a run that found something to do. A `shared`
    one is done by all workers together where the database has several writers.
    """

    name: str
    run: Callable[[], int]
    every: timedelta
    order: int = 50
    lease: timedelta = timedelta(minutes=2)
    eager: bool = False
    shared: bool = False


JOBS: dict[str, Job] = {}


def register(name, run, *, every, **options):
    """Add a Job; lower `order` runs first when several are due."""
    JOBS[name] = Job(name, run, every, **options)


class JobRun(models.Model):
    """When a job last ran and what came of it, for `/readyz` and the admin."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    done = models.PositiveIntegerField(_("done"), default=0)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    error = models.CharField(_("error"), max_length=250, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self):
        return self.name


def worker_id():
    """Return the name of this process among all that may work: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(worker):
    """Tell whether `worker` has surely ended: a process of this host that is no more.

    Of another host nothing can be said: its leases and claims run out instead.
    """
    host, _colon, pid = worker.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def free_leases():
    """Take back what workers that ended without a word still hold.

    Called at a worker's start, so a lease in its own name is that of a forebear which
    had the same process id, as happens in containers.
    """
    for run in JobRun.objects.filter(leased_until__isnull=False).exclude(worker=""):
        if run.worker == worker_id() or is_gone(run.worker):
            JobRun.objects.filter(pk=run.pk, worker=run.worker).update(
                leased_until=None, due_at=timezone.now()
            )


def run_due(now=None):
    """Run every job that is due, in order, and return how many ran."""
    now = now or timezone.now()
    known = set(JobRun.objects.values_list("name", flat=True))
    JobRun.objects.bulk_create(
        [JobRun(name=name, due_at=now) for name in JOBS if name not in known],
        ignore_conflicts=True,
    )
    ran = 0
    for job in sorted(JOBS.values(), key=lambda job: (job.order, job.name)):
        if STOPPING.is_set():
            break
        ran += run_job(job, now)
    return ran


def run_job(job, now):
    """Run `job` if it is due and no other worker holds it; return whether it ran."""
    me, lease = worker_id(), timezone.now() + job.lease
    due = JobRun.objects.filter(name=job.name, due_at__lte=now)
    if not (job.shared and connection.features.has_select_for_update_skip_locked):
        due = due.filter(Q(leased_until=None) | Q(leased_until__lt=timezone.now()))
    claimed = due.update(worker=me, leased_until=lease, started_at=timezone.now())
    if not claimed:
        return False
    begun, done, error = time.monotonic(), 0, ""
    try:
        done = job.run() or 0
    except Exception as failure:
        # One job that fails must not keep the others from running.
        error = f"{type(failure).__name__}: {failure}"[:250]
        logger.exception("job failed", extra={"job": job.name})
    milliseconds = round((time.monotonic() - begun) * 1000)
    _record(job, me, lease, done, error)
    level = logging.INFO if done else logging.DEBUG
    details = {"job": job.name, "done": done, "ms": milliseconds, "error": error}
    logger.log(level, "job ran", extra=details)
    return True


def _record(job, me, lease, done, error):
    """Write down what came of a run, unless another worker has taken the job over."""
    failures = 0
    if error:
        failures = (
            JobRun.objects.values_list("failures", flat=True).get(pk=job.name) + 1
        )
    again = job.eager and done and not error
    pause = timedelta(0) if again else pause_after(job, failures)
    JobRun.objects.filter(name=job.name, worker=me, leased_until=lease).update(
        finished_at=timezone.now(),
        due_at=timezone.now() + pause,
        done=done,
        failures=min(failures, 1000),
        error=error,
        leased_until=None,
    )


def pause_after(job, failures):
    """Return the wait before the next run: `every`, doubled by each failure in a row."""
    if not failures:
        return job.every
    longest = max(job.every, LONGEST_BACKOFF)
    doubled = max(job.every, timedelta(seconds=5)) * 2 ** min(failures, 20)
    return min(doubled, longest) * random.uniform(0.9, 1.1)  # noqa: S311


def seconds_to_next():
    """Return how long nothing will be due, between a moment and five seconds."""
    due = JobRun.objects.filter(name__in=JOBS, leased_until=None).order_by("due_at")
    first = due.values_list("due_at", flat=True).first()
    if first is None:
        return 5.0
    return min(max((first - timezone.now()).total_seconds(), 0.05), 5.0)


def health(now=None):
    """Return job name -> {"last", "seconds", "late", "error"} for `/readyz`.

    A job is late when it has not finished a run for ten times its pace and at least
    five minutes: no worker runs, or the job fails again and again.
    """
    now = now or timezone.now()
    runs = {run.name: run for run in JobRun.objects.filter(name__in=JOBS)}
    report = {}
    for job in JOBS.values():
        run = runs.get(job.name)
        last = run.finished_at if run else None
        seconds = (now - last).total_seconds() if last else None
        allowed = max(job.every * 10, timedelta(minutes=5)).total_seconds()
        report[job.name] = {
            "last": last.isoformat() if last else None,
            "seconds": round(seconds) if last else None,
            "late": seconds is None or seconds > allowed,
            "error": run.error if run else "",
        }
    return report
