"""From rounds to statuses: one rule for page, list, feed, calendar and mail."""

from datetime import timedelta

from django.utils import timezone

from hubsite.contracts import Moment, midnight

from .kinds import CallStatus

# How many days before its deadline a call is said to close soon, unless a hub decides.
CLOSING_SOON_DAYS = 14


def timeline_of(
    rounds,
    *,
    rolling=False,
    cancelled=False,
    results_on=None,
    soon_days=CLOSING_SOON_DAYS,
):
    """Return the Timeline of a call with these rounds, whatever their order.

    At any moment the most pressing round speaks: one that closes soon, else one that is
    open, else one still to come. Results count once no round can be answered any more.
    Closing soon begins at 00:00 in Paris, `soon_days` before the day of the deadline.
    """
    if cancelled:
        return (Moment(None, CallStatus.CANCELLED.value),)
    soon = timedelta(days=soon_days)
    spans = [_span(one, rolling, soon) for one in rounds] or [(None, None, None)]
    results = midnight(results_on) if results_on else None
    moments = {at for span in spans for at in span if at} | ({results} - {None})
    steps = [Moment(None, _status(spans, None, results))]
    for at in sorted(moments):
        status = _status(spans, at, results)
        if status != steps[-1].status:
            steps.append(Moment(at, status))
    return tuple(steps)


def _span(one, rolling, before):
    """Return (opening, closing soon, closed) of a round; None stands for never or ever."""
    if rolling or one.closes_at is None:
        return one.opens_at, None, None
    soon = midnight(timezone.localdate(one.deadline) - before)
    if one.opens_at:
        soon = max(soon, one.opens_at)
    return one.opens_at, soon, one.closes_at


def _status(spans, at, results):
    """Return the status at `at`, None being before every other moment."""

    def passed(moment):
        return moment is not None and at is not None and moment <= at

    def is_open(span):
        return (span[0] is None or passed(span[0])) and not passed(span[2])

    running = [span for span in spans if is_open(span)]
    if any(passed(soon) for _opens, soon, _closes in running):
        return CallStatus.CLOSING.value
    if running:
        return CallStatus.OPEN.value
    if any(not passed(closes) for _opens, _soon, closes in spans):
        return CallStatus.UPCOMING.value
    return CallStatus.RESULTS.value if passed(results) else CallStatus.CLOSED.value
