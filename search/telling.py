"""What changed in an item one follows, in plain words.

A page gives its facts in its search document; its room tells how they are said.
"""

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from hubsite.typography import day_text

TELLERS = {}
UPDATED = "updated"


def register_teller(type_, tell):
    """Let `tell(before, after)` say what changed in items of that search type.

    It takes the facts as they were and as they are, and returns sentences in the active
    language, none where what differs is not worth a mail.
    """
    TELLERS[type_] = tell


def told(item):
    """Return the sentences that say what changed in a Followed item."""
    before, after = item.before, item.after
    tell = TELLERS.get(item.hit.type)
    sentences = list(tell(before, after)) if tell else []
    updated = after.get(UPDATED, "")
    if updated and updated != before.get(UPDATED):
        sentences.append(_update(updated))
    return sentences


def _update(updated):
    day, _space, note = updated.partition(" ")
    said = _("Updated on %(day)s") % {"day": day_text(parse_date(day))}
    return f"{said}: {note}" if note else said
