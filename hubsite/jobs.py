"""The registry of what the site's one worker does; each room registers in `ready()`.

A job claims its own rows, survives being killed, and may run twice or in two processes
without harm.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Job:
    """`run` returns how many things it did; `every` is the longest wait between runs."""

    name: str
    run: Callable[[], int]
    every: timedelta
    order: int = 50


JOBS: dict[str, Job] = {}


def register(name, run, *, every, order=50):
    """Add a job; lower `order` runs first when several are due."""
    JOBS[name] = Job(name, run, every, order)


class JobRun(models.Model):
    """When a job last ran and what came of it, for `/readyz` and the admin."""

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self):
        return self.name
