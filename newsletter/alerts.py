"""What is told to those who follow a list or a page: one mail a day, each thing once.

All alerts of an address are told in one transaction: what was told, the watermarks and
the mail stand together or not at all. A watermark moves only from where it was read, so
of two runs at once one is undone; a worker that is killed leaves nothing behind.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from hubsite import jobs
from hubsite.mail import OutgoingEmail, absolute, queue_mail
from hubsite.typography import day_text
from search.following import Stretch, Watermark
from search.telling import told

from .alert_links import STOP, alert_link
from .alert_words import followed_by
from .links import MANAGE, STOP_ALERTS, link_for, unsubscribe_headers
from .models import Alert, AlertHit, Subscriber
from .suppression import is_suppressed

REMINDERS = (30, 14, 3)
# Nobody's telephone should sound for a list before this hour of the hub's day.
FIRST_HOUR = 7
NEVER = (Subscriber.Status.BOUNCED, Subscriber.Status.COMPLAINED)
State, Rhythm = Alert.State, Alert.Rhythm


class Overtaken(Exception):
    """Another run, or the person, changed an alert meanwhile."""


@dataclass
class Told:
    """What one alert tells: `lines` by item key, `events` (item key, event) to keep."""

    alert: Alert
    until: Watermark
    heading: str = ""
    items: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)
    events: list = field(default_factory=list)

    def add(self, item, event, lines):
        self.events.append((item.key, event))
        self.items.setdefault(item.key, item)
        self.lines.setdefault(item.key, []).extend(lines)


def tell_alerts(now=None):
    """Queue today's mail of every address that has something to be told; a job.

    Returns how many mails were queued.
    """
    now = now or timezone.now()
    if timezone.localtime(now).hour < FIRST_HOUR:
        return 0
    today, stretches, queued = timezone.localdate(now), {}, 0
    for subscriber in _due(today):
        if jobs.STOPPING.is_set():
            break
        queued += _tell(subscriber, now, stretches)
    return queued


def _alerts(today):
    unseen = Q(checked_on=None) | Q(checked_on__lt=today)
    return Alert.objects.filter(unseen, state=State.ACTIVE)


def _due(today):
    running = Q(paused_until=None) | Q(paused_until__lte=today)
    due = Subscriber.objects.filter(running, pk__in=_alerts(today).values("subscriber"))
    return due.exclude(status__in=NEVER).order_by("pk")


def _tell(subscriber, now, stretches):
    """Tell one address what its alerts found; return whether a mail was queued."""
    today = timezone.localdate(now)
    key = f"alerts.{subscriber.uuid.hex}.{today}"
    if is_suppressed(subscriber.email):
        return False
    if OutgoingEmail.objects.filter(dedupe_key=key).exists():
        return False
    alerts = _alerts(today).filter(subscriber=subscriber).select_related("subscriber")
    found = [_found(alert, now, stretches) for alert in alerts]
    try:
        with transaction.atomic():
            for one in found:
                _keep(one, today)
            sections = _sections(found)
            if sections and not _queue(subscriber, sections, key):
                raise Overtaken
    except (Overtaken, IntegrityError):
        # The other run told it, or the next one will.
        return False
    return bool(sections)


def _keep(one, today):
    """Write what an alert tells and move its watermark; raises Overtaken."""
    alert = one.alert
    moved = {"checked_on": today}
    if _is_news_day(alert, today):
        moved |= {
            "watermark": str(one.until),
            "news_from": next_day(alert.rhythm, today),
        }
    # All that decides what was found: changed meanwhile, it must be found anew.
    same = Alert.objects.filter(
        pk=alert.pk,
        state=State.ACTIVE,
        watermark=alert.watermark,
        checked_on=alert.checked_on,
        rhythm=alert.rhythm,
        reminders=alert.reminders,
    )
    if not same.update(**moved):
        raise Overtaken
    AlertHit.objects.bulk_create(
        AlertHit(alert=alert, item_key=item, event=event, told_on=today)
        for item, event in one.events
    )


def _queue(subscriber, sections, key):
    # The person may read the newsletter, or another list, in another language.
    spoken = {section["language"] for section in sections}
    language = spoken.pop() if len(spoken) == 1 else subscriber.language
    return queue_mail(
        to=subscriber.email,
        template="newsletter/mail/alerts",
        context={
            "sections": sections,
            "count": sum(len(section["items"]) for section in sections),
            "manage_link": link_for(subscriber, MANAGE, language),
            "leave_link": link_for(subscriber, STOP_ALERTS, language),
        },
        language=language,
        dedupe_key=key,
        headers={
            **unsubscribe_headers(subscriber, STOP_ALERTS, language),
            "Precedence": "bulk",
        },
    )


# What an alert finds


def next_day(rhythm, today):
    """Return the next day of a rhythm; a month on, its last day where it is shorter."""
    if rhythm == Rhythm.DAILY:
        return today + timedelta(days=1)
    if rhythm == Rhythm.WEEKLY:
        return today + timedelta(days=7)
    years, month = divmod(today.month, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _is_news_day(alert, today):
    return alert.news_from is None or alert.news_from <= today


def _found(alert, now, stretches):
    """Return what an alert has to tell, in its language."""
    stretch = stretches.get(alert.watermark)
    if stretch is None:
        stretch = Stretch(Watermark.parse(alert.watermark), now=now)
        stretches[alert.watermark] = stretch
    one = Told(alert, stretch.until)
    (followed,) = followed_by([alert], alert.language)
    if followed is None:
        # It waits, to tell what came meanwhile should the list come back.
        one.until = stretch.since
        return one
    query, one.heading = followed.query, "" if alert.item_key else followed.text
    with translation.override(alert.language):
        keys = {str(alert.item_key)} if alert.item_key else None
        known = set(alert.hits.values_list("item_key", "event"))
        known = {(str(key), event) for key, event in known}
        if _is_news_day(alert, timezone.localdate(now)):
            _add_news(one, stretch, query, keys, known)
        if alert.reminders:
            _add_reminders(one, stretch, query, keys, known)
    return one


def _add_news(one, stretch, query, keys, known):
    for item in () if keys else stretch.new(query):
        if (item.key, "new") not in known:
            one.add(item, "new", [gettext("New")])
    for item in stretch.changed(query, keys):
        if sentences := told(item):
            one.add(item, f"changed:{stretch.until.seq}", sentences)


def _add_reminders(one, stretch, query, keys, known):
    today = timezone.localdate(stretch.until.at)
    for item in stretch.closing(query, max(one.alert.reminders), keys):
        day = timezone.localdate(item.deadline)
        left = (day - today).days
        step = min(days for days in one.alert.reminders if days >= left)
        event = f"closing:{step}:{day}"
        if (item.key, event) not in known:
            one.add(item, event, [_closing_text(item.hit.type, day, left)])


def _closing_text(type_, day, left):
    if type_ == "event":
        text = ngettext(
            "Begins on %(day)s, in %(count)d day",
            "Begins on %(day)s, in %(count)d days",
            left,
        )
        today = gettext("Begins today")
    else:
        text = ngettext(
            "Closes on %(day)s, in %(count)d day",
            "Closes on %(day)s, in %(count)d days",
            left,
        )
        today = gettext("Closes today")
    return text % {"day": day_text(day), "count": left} if left else today


def _sections(found):
    """Return the parts of the mail, one an alert; what two alerts found is said once."""
    root, said, sections = absolute(""), set(), []
    for one in found:
        items = []
        for key, item in one.items.items():
            lines = [text for text in one.lines[key] if (key, text) not in said]
            said.update((key, text) for text in lines)
            if lines:
                items.append(_item(item.hit, lines, root))
        if items:
            sections.append(
                {
                    "heading": one.heading,
                    "language": one.alert.language,
                    "items": items,
                    "stop_link": alert_link(one.alert, STOP),
                }
            )
    return sections


def _item(hit, lines, root):
    return {
        "title": hit.title,
        "summary": hit.summary,
        "url": root + hit.url,
        "language": hit.language,
        "is_foreign": hit.is_fallback,
        "lines": lines,
    }
