"""What an editor should know before an issue is sent."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext, ngettext

from hubsite.checking.job import findings_of
from hubsite.checking.links import is_outside
from hubsite.checking.models import Finding as PageFinding
from hubsite.i18n import site_languages
from hubsite.navigation import language_name

from .audience import EVERYONE, had_already, selections
from .composing import HEAVY, draft, lay_out, version_for
from .models import Campaign, Subscriber, newsletter_settings
from .parts import chosen_ids

Rhythm = Subscriber.Rhythm


@dataclass(frozen=True)
class Finding:
    """Something to know before sending; `blocks` when it must be put right first."""

    text: str
    blocks: bool = False


@dataclass(frozen=True)
class Readers:
    """How many readers of a language get an issue, and how many it holds nothing for.

    `monthly` are told of it in one mail a month.
    """

    language: str
    number: int
    left_out: int
    monthly: int

    @property
    def language_name(self):
        return language_name(self.language)


@dataclass(frozen=True)
class Review:
    """What is known before sending: Readers by language, and the Findings."""

    readers: list
    findings: list

    @property
    def total(self):
        return sum(each.number for each in self.readers)

    @property
    def blocking(self):
        return [finding.text for finding in self.findings if finding.blocks]


def review(issue):
    """Return the Review of an issue: its mails are composed, nothing is written."""
    findings = [*_state_of(issue), *_had_already(issue)]
    send_bare = newsletter_settings().sends_when_nothing
    readers, seen, monthly = [], set(), _monthly()
    for language in site_languages():
        page = version_for(issue, language)
        prepared = draft(page, language)
        found, left_out = selections(
            issue, prepared.selector, language, send_bare=send_bare
        )
        number = sum(len(ids) for _selection, ids in found)
        readers.append(Readers(language, number, left_out, monthly.get(language, 0)))
        findings += _translation(issue, page, language, number)
        findings += _weight(prepared, language)
        findings += _items(prepared, page, language)
        if page.pk not in seen:
            findings += _contents(page)
        seen.add(page.pk)
    if not any(each.number for each in readers):
        if (
            waiting := Subscriber.objects.reachable()
            .exclude(rhythm=Rhythm.EACH)
            .count()
        ):
            findings.append(Finding(_digest_only(waiting)))
        else:
            findings.append(Finding(_nobody(issue, readers), blocks=True))
    return Review(readers, findings)


def _monthly():
    """Return language -> readers who get one mail a month."""
    rows = Subscriber.objects.reachable().filter(rhythm=Subscriber.Rhythm.MONTHLY)
    counted = rows.order_by().values_list("language")
    return dict(counted.annotate(number=Count("pk")))


def _state_of(issue):
    if Campaign.objects.filter(issue=issue).exclude(state="cancelled").exists():
        return [Finding(gettext("This issue was sent already."), blocks=True)]
    if not issue.live:
        return [Finding(gettext("Publish the issue first."), blocks=True)]
    if issue.has_unpublished_changes:
        text = gettext("The published version is sent, not your latest changes.")
        return [Finding(text)]
    return []


def _had_already(issue):
    if not (number := had_already(issue).count()):
        return []
    text = ngettext(
        "%(number)d reader got it before the sending was cancelled, and gets it no more.",
        "%(number)d readers got it before the sending was cancelled, and get it no more.",
        number,
    )
    return [Finding(text % {"number": number})]


def _digest_only(number):
    text = ngettext(
        "Nobody gets it at once; %(number)d reader finds it in the monthly digest.",
        "Nobody gets it at once; %(number)d readers find it in the monthly digest.",
        number,
    )
    return text % {"number": number}


def _nobody(issue, readers):
    if any(each.left_out for each in readers):
        return gettext("The issue holds nothing for any subscriber.")
    if had_already(issue).exists():
        return gettext("All readers have it already.")
    return gettext("Nobody has confirmed a subscription yet.")


def _translation(issue, page, language, number):
    name = language_name(language)
    if page.locale.language_code != language:
        text = ngettext(
            "Not translated: %(number)d reader in %(name)s gets the original.",
            "Not translated: %(number)d readers in %(name)s get the original.",
            number,
        )
        return [Finding(text % {"number": number, "name": name})]
    findings = []
    if not page.subject.strip():
        text = gettext("The subject is missing in %(name)s.") % {"name": name}
        findings.append(Finding(text, blocks=True))
    followed = page.translated_from
    if followed and issue.last_published_at and issue.last_published_at > followed:
        text = gettext("The original changed after its translation into %(name)s.")
        findings.append(Finding(text % {"name": name}))
    return findings


def _weight(prepared, language):
    """Look at the mail of a reader who gets everything: none is heavier."""
    mail = lay_out(prepared, prepared.selector.select(EVERYONE))
    weight, name = len(mail.html.encode()), language_name(language)
    if weight <= HEAVY:
        return []
    text = gettext(
        "The mail in %(name)s weighs %(weight)d kB: Gmail cuts what is near 102 kB, and "
        "hides the link to unsubscribe."
    )
    return [Finding(text % {"name": name, "weight": weight // 1000})]


def _items(prepared, page, language):
    """Count pages that are not translated, and those that nobody may read any more."""
    name, findings = language_name(language), []
    parts = prepared.selector.parts
    items = [item for part in parts for item in part.items]
    foreign = sum(item.hit.is_fallback for item in items)
    if foreign:
        text = ngettext(
            "In %(name)s, %(number)d page is not translated: it is labelled so.",
            "In %(name)s, %(number)d pages are not translated: they are labelled so.",
            foreign,
        )
        findings.append(Finding(text % {"name": name, "number": foreign}))
    gone = len(chosen_ids(page)) - len(items)
    if gone:
        text = ngettext(
            "In %(name)s, %(number)d chosen page is not published: it is left out.",
            "In %(name)s, %(number)d chosen pages are not published: they are left out.",
            gone,
        )
        findings.append(Finding(text % {"name": name, "number": gone}))
    if not parts and not page.intro:
        text = gettext("The issue in %(name)s is empty.") % {"name": name}
        findings.append(Finding(text, blocks=True))
    return findings


def _contents(page):
    """Return what the site's own page checks say of links and images."""
    name, findings = language_name(page.locale.language_code), []
    for kind, detail in findings_of(page):
        if kind == PageFinding.DEAD_LINK:
            text = gettext("In %(name)s, a link leads nowhere: %(detail)s")
            # Of what is outside we only know that it did not answer lately.
            blocks = not is_outside(detail)
        elif kind == PageFinding.EMPTY_ALT:
            text = gettext("In %(name)s, an image has no description: %(detail)s")
            blocks = True
        else:
            continue
        text = text % {"name": name, "detail": detail}
        findings.append(Finding(text, blocks))
    return findings
