"""Moving the demo's dates with the day, so that its statuses never rot."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from wagtail.models import Revision

from funding.models import CallPage, Round
from home.models import DemoPage
from resources.models import KitChange, ResourceMaking, ResourceVersion
from search.collect import deferred

from .changes import move_changes, shifted

MOVING = {
    "content_date", "updated_on", "review_by", "results_on", "checked_on",
    "next_edition", "starts_at", "ends_at",
}  # fmt: skip
# Rows of a page that carry a day.
HISTORIES = (KitChange, ResourceVersion, ResourceMaking)
ROUND_DAYS = ("opens_on", "predeposit_on", "deadline_on", "extended_from")


def move_dates(today=None):
    """Move the dates of every untouched demo page to `today`; returns how many moved."""
    today = today or timezone.localdate()
    stale = (
        DemoPage.objects.exclude(dated_on=today)
        .filter(page__latest_revision_id=models.F("revision_id"))
        .select_related("page", "revision")
    )
    with transaction.atomic(), deferred():
        moved = list(stale)
        for demo_page in moved:
            move_page(demo_page, timedelta(days=(today - demo_page.dated_on).days))
            demo_page.dated_on = today
        DemoPage.objects.bulk_update(moved, ["dated_on"])
    return len(moved)


def move_page(demo_page, delta):
    """Shift the dates of the live row and of the revision that an editor would open."""
    page = demo_page.page.specific
    fields = [f for f in page._meta.concrete_fields if f.name in MOVING]
    values = {f.name: shifted(getattr(page, f.name), delta) for f in fields}
    for name, value in values.items():
        setattr(page, name, value)
    page.save(update_fields=list(values), clean=False)
    content = demo_page.revision.content
    for field in fields:
        raw = content.get(field.name)
        if isinstance(raw, str):
            is_moment = isinstance(field, models.DateTimeField)
            value = (parse_datetime if is_moment else parse_date)(raw)
            content[field.name] = shifted(value, delta).isoformat()
    for row in content.get("rounds") or ():
        for name in ROUND_DAYS:
            row[name] = row[name] and (parse_date(row[name]) + delta).isoformat()
    Revision.objects.filter(pk=demo_page.revision_id).update(content=content)
    if isinstance(page, CallPage):
        move_changes(page.pk, delta)
    for rows in HISTORIES:
        rows.objects.filter(page_id=page.pk).update(day=models.F("day") + delta)
    Round.objects.filter(page_id=page.pk).update(
        **{name: models.F(name) + delta for name in ROUND_DAYS}
    )
