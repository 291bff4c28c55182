"""Keeping, judging, answering and forgetting what people tell the hub of calls.

Nothing is mailed when a suggestion comes in, so nobody can have a stranger written to;
its author hears once, when an editor decided. Wagtail's log keeps who decided what.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.log_actions import log

from hubsite.i18n import localize_many
from hubsite.mail import queue_mail

from .duplicates import CallFacts, canonical, same_funder
from .kinds import CallKind
from .models import CallPage, CallSuggestion, Round
from .models.index import call_list

UNREAD_KEPT = timedelta(days=365)
REFUSED_KEPT = timedelta(days=90)
ADDRESS_KEPT = timedelta(days=365)

Kind, State = CallSuggestion.Kind, CallSuggestion.State


def facts_of(suggestion):
    """Return what a suggestion says of its call, as CallFacts."""
    return CallFacts(
        suggestion.url, suggestion.title, suggestion.funder, suggestion.deadline
    )


def send(**typed):
    """Keep a suggestion; the same one sent twice while it waits is one."""
    same = {name: value for name, value in typed.items() if name != "shown"}
    if not CallSuggestion.objects.filter(state=State.RECEIVED, **same).exists():
        CallSuggestion.objects.create(**typed)


# What editors do


@transaction.atomic
def accept(suggestion, *, user, funder=None, answer=""):
    """Make a draft of the call suggested, or note that a mistake is mended.

    Returns False when it was decided before. `funder` is an Organisation; a call needs one.
    """
    page = suggestion.page
    if not _claim(suggestion, State.ACCEPTED, user, answer):
        return False
    if suggestion.kind == Kind.CALL:
        page = draft_of(suggestion, funder, user)
    _conclude(suggestion, page, user)
    return True


@transaction.atomic
def merge(suggestion, *, user, into, answer=""):
    """Count a suggestion for a call that is there; whoever wishes is named in its draft."""
    if not _claim(suggestion, State.MERGED, user, answer):
        return False
    if suggestion.credit:
        page = into.get_latest_revision_as_object()
        names = [name for name in page.proposed_by.split(", ") if name]
        credit = ", ".join(dict.fromkeys([*names, suggestion.credit]))
        longest = CallPage._meta.get_field("proposed_by").max_length
        if credit != page.proposed_by and len(credit) <= longest:
            page.proposed_by = credit
            page.save_revision(user=user, log_action=True, clean=False)
    _conclude(suggestion, into, user)
    return True


@transaction.atomic
def refuse(suggestion, *, user, answer=""):
    """Decline a suggestion, courteously."""
    if not _claim(suggestion, State.REFUSED, user, answer):
        return False
    _conclude(suggestion, suggestion.page, user)
    return True


def _claim(suggestion, state, user, answer):
    """Decide unless somebody did; two editors who press at once do not both win."""
    waiting = CallSuggestion.objects.filter(pk=suggestion.pk, state=State.RECEIVED)
    won = waiting.update(
        state=state, decided_at=timezone.now(), decided_by=user, answer=answer
    )
    suggestion.refresh_from_db()
    return bool(won)


def _conclude(suggestion, page, user):
    suggestion.page = page
    suggestion.save(update_fields=["page"])
    log(suggestion, f"funding.suggestion.{suggestion.state}", user=user)
    if suggestion.email:
        _mail_outcome(suggestion)


def draft_of(suggestion, funder, user):
    """Return the new draft of a call, in the source language, filled in as suggested."""
    page = CallPage(
        title=suggestion.title or canonical(suggestion.url)[:200],
        live=False,
        owner=user,
        kind=CallKind.AAP,
        funder=funder,
        official_url=suggestion.url,
        proposed_by=suggestion.credit,
    )
    if suggestion.deadline:
        page.rounds = [Round(deadline_on=suggestion.deadline)]
    call_list().add_child(instance=page)
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def funder_like(name, organisations):
    """Return the organisation whose name is that funder's, or None."""
    typed = CallFacts(funder=name)
    return next(
        (
            one
            for one in organisations
            if any(
                same_funder(typed, CallFacts(funder=known))
                for known in (one.name, one.name_nl)
            )
        ),
        None,
    )


# What its author is told


def _mail_outcome(suggestion):
    with translation.override(suggestion.language):
        subject, text = outcome_words(suggestion)
    shown = {}
    if suggestion.page and suggestion.state != State.REFUSED:
        shown = localize_many([suggestion.page_id], suggestion.language)
    page = next(iter(shown.values()), None)
    queue_mail(
        to=suggestion.email,
        template="funding/mail/suggestion_decided",
        context={
            "heading": subject,
            "outcome": text,
            "about": str(suggestion),
            "answer": suggestion.answer,
            "page_title": page.title if page else "",
            "page_url": page.full_url if page else "",
        },
        language=suggestion.language,
    )


def outcome_words(suggestion):
    """Return the subject and the sentence that tell an outcome, in the active language."""
    thanks = gettext("Thanks for your suggestion")
    if suggestion.state == State.REFUSED:
        return thanks, gettext(
            "We have read what you sent. We will not follow it up this time, but thank you "
            "for having thought of us."
        )
    if suggestion.kind == Kind.MISTAKE:
        return thanks, gettext("We have checked the call and corrected it.")
    if suggestion.state == State.MERGED:
        return thanks, gettext("The hub already follows this call.")
    return gettext("Your suggestion is accepted"), gettext(
        "We have taken up the call. It will be published once it is complete."
    )


# What is forgotten


def purge_suggestions():
    """Erase what was declined or never read, and names and addresses no longer needed.

    Returns how many suggestions or addresses went; docs/privacy.md tells when and why.
    """
    now = timezone.now()
    rows = CallSuggestion.objects
    gone = (
        rows.filter(state=State.RECEIVED, created_at__lt=now - UNREAD_KEPT),
        rows.filter(state=State.REFUSED, decided_at__lt=now - REFUSED_KEPT),
    )
    erased = sum(each.delete()[0] for each in gone)
    settled = rows.filter(
        state__in=[State.ACCEPTED, State.MERGED], decided_at__lt=now - ADDRESS_KEPT
    )
    return erased + settled.exclude(email="", credit="").update(email="", credit="")
