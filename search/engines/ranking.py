"""The orders a list can stand in."""

from datetime import UTC, datetime

from hubsite.contracts import status_at

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURRENT = {"open", "closing", "full", "waiting", "planned"}


def ordered(rows, request, scores):
    """Return the rows as `request.sort` wants them; equal ones the newest first."""
    rows = sorted(rows, key=lambda row: (_moment(row.published_at), row.page_id))
    rows.reverse()
    if request.sort == "relevance" and scores:
        rows.sort(
            key=lambda row: (
                row.language != request.language,
                -scores.get(row.page_id, 0),
            )
        )
    elif request.sort == "due":
        rows.sort(key=lambda row: due_key(row, request.now))
    elif request.sort == "amount":
        rows.sort(key=lambda row: (row.amount is None, -(row.amount or 0)))
    return rows


def due_key(row, now):
    """Return the place of a row at `now` (see `due_place`)."""
    return due_place(status_at(row.timeline, now), row.due_at, row.flags)


def due_place(status, due_at, flags):
    """Return a key to sort by: to act on by date, all year round, to come, over."""
    due = _moment(due_at)
    if status == "cancelled":
        return 4, -due
    if status in CURRENT:
        return (0, due) if due_at and "rolling" not in flags else (1, 0)
    if status == "upcoming":
        return 2, due
    return 3, -due


def _moment(value):
    return (value - _EPOCH).total_seconds() if value else 0
