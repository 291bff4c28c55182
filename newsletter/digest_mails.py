"""What a monthly digest says: of each issue the parts that its reader would have got.

Issues are read once for all readers of a language, and a mail is laid out once for all
who get the same parts of the same issues.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils import timezone, translation
from django.utils.formats import date_format

from hubsite.mail import absolute, render_mail
from hubsite.typography import day_text

from .audience import Reader, Selection
from .composing import (
    HEAVY,
    Draft,
    Mail,
    draft,
    new_slots,
    slot_links,
    told,
    version_for,
)
from .models import Campaign, newsletter_settings

# Of how many pages a part tells, when a mail with all of them would be cut by Gmail.
FEWER = (None, 5, 1, 0)


@dataclass(frozen=True)
class Sent:
    """An issue that was sent, for readers of one language: `about` stands at its head."""

    key: int
    about: dict
    prepared: Draft


class SentIssues:
    """The issues whose sending began since a moment, as digests tell them."""

    def __init__(self, since):
        self.since = since
        self._sent, self._selections, self._mails = {}, {}, {}

    @cached_property
    def campaigns(self):
        begun = Campaign.objects.filter(started_at__gte=self.since)
        begun = begun.exclude(state=Campaign.State.CANCELLED)
        return list(begun.select_related("issue").order_by("started_at"))

    @cached_property
    def sends_when_nothing(self):
        return newsletter_settings().sends_when_nothing

    def mail_for(self, subscriber, since, until):
        """Return the Mail on what began in `since` ≤ … < `until`, or None for nothing."""
        language, reader = subscriber.language, _reader(subscriber)
        found = [
            (sent, selection)
            for campaign in self.campaigns
            if since <= campaign.started_at < until
            and (sent := self._sent_as(campaign.issue, language))
            and (selection := self._selection(sent, language, reader))
        ]
        if not found:
            return None
        key = (language, until, tuple((s.key, chosen.name) for s, chosen in found))
        if key not in self._mails:
            self._mails[key] = _lay_out(found, language, until)
        return self._mails[key]

    def _sent_as(self, issue, language):
        """Return an issue as Sent; None if it is not online."""
        key = (issue.pk, language)
        if key not in self._sent:
            page = version_for(issue, language)
            self._sent[key] = _sent(issue, page, language) if page.live else None
        return self._sent[key]

    def _selection(self, sent, language, reader) -> Selection | None:
        """Return what this reader gets of an issue; None where it is not for them."""
        key = (sent.key, language, reader)
        if key not in self._selections:
            selection = sent.prepared.selector.select(reader)
            is_kept = self.sends_when_nothing or not selection.is_bare
            self._selections[key] = selection if is_kept else None
        return self._selections[key]


def _reader(subscriber):
    themes = frozenset(theme.code for theme in subscriber.themes.all())
    places = frozenset(subscriber.territories)
    return Reader(themes, places, subscriber.is_trained_helper)


def _sent(issue, page, language):
    own, prepared = page.locale.language_code, draft(page, language)
    with translation.override(language):
        about = {
            "title": page.title,
            "number": page.number or "",
            "day": day_text(page.content_date),
            "summary": page.preheader or page.summary,
            "intro": prepared.about["intro"],
            "intro_text": prepared.about["intro_text"],
            "url": page.full_url or "",
            "language": own,
            "is_foreign": own != language,
        }
    return Sent(issue.pk, about, prepared)


def _lay_out(found, language, until):
    """Return the Mail that tells of these (Sent, Selection) pairs, below what is cut."""
    with translation.override(language):
        last = timezone.localtime(until - timedelta(microseconds=1))
        month, root = date_format(last, "F Y"), absolute("")
        issues = [
            sent.about | {"parts": [told(part, root) for part in selection.parts]}
            for sent, selection in found
        ]
    for most in FEWER:
        slots = new_slots()
        told_of = [issue | {"parts": _cut(issue["parts"], most)} for issue in issues]
        context = {"month": month, "issues": told_of, **slot_links(slots)}
        mail = render_mail("newsletter/mail/digest", context, language)
        if len(mail["html"].encode()) <= HEAVY:
            break
    return Mail(language=language, content_language=language, slots=slots, **mail)


def _cut(parts, most):
    """Return the parts that have something to read, of each `most` pages (None: all)."""
    return [
        part | {"items": part["items"][:most], "more": len(part["items"][most:])}
        if most is not None
        else part
        for part in parts
        if part["heading"] or part["items"]
    ]
