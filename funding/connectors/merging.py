"""Imported calls that the hub has already: found, compared, followed as one."""

from django.db import transaction

from funding.duplicates import CallFacts
from funding.known_calls import known_to_editors

from .models import ImportedCall, ProposedChange


def known_like(imported):
    """Return other calls of the hub that may be the imported one."""
    told = imported.told()
    funder = told.funders[0] if told.funders else imported.connector.funder.name
    facts = CallFacts(told.official_url, told.title, funder, told.deadline_on)
    own = imported.page.translation_key if imported.page else None
    return [page for page in known_to_editors(facts) if page.translation_key != own]


@transaction.atomic
def merge(imported, into, user):
    """Have the source follow a call that is there; throw away the draft it had made.

    The call keeps its texts and dates: from now on what changes at the source reaches it
    as it would have reached the draft.
    """
    draft = imported.page
    told = imported.told()
    same_day = (r.key for r in into.rounds.all() if r.deadline_on == told.deadline_on)
    imported.round_key = next(same_day, imported.round_key)
    imported.page = into
    imported.save(update_fields=["round_key", "page"])
    imported.changes.filter(state=ProposedChange.State.WAITING).delete()
    if draft and not ImportedCall.objects.filter(page=draft).exists():
        draft.delete(user=user)
