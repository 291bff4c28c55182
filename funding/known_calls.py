"""Which calls of the hub may be the one that somebody means."""

import re

from django.db.models import Q

from hubsite.i18n import SOURCE_LANGUAGE, localize_many, unrestricted

from .duplicates import COMMON, CallFacts, is_same_call, plain
from .models import CallPage, Round

MOST = 5
# Words of a title that are looked for, the longest ones.
MOST_WORDS = 8


def known_to_readers(facts):
    """Return at most MOST calls that visitors may read, in the reader's language."""
    keys = same_calls(facts, CallPage.objects.filter(unrestricted(), live=True))
    found = localize_many(list(keys.values())[:MOST])
    return list({page.pk: page for page in found.values()}.values())


def known_to_editors(facts):
    """Return at most MOST calls, drafts included, as they stand in the source language."""
    keys = list(same_calls(facts, CallPage.objects.all()))[:MOST]
    return list(
        CallPage.objects.filter(
            translation_key__in=keys, locale__language_code=SOURCE_LANGUAGE
        ).order_by("title")
    )


def same_calls(facts, calls):
    """Return {translation key: id} of those `calls` that are the one of the CallFacts."""
    calls = calls.filter(worth_a_look(facts))
    deadlines = {}
    for page_id, day in Round.objects.filter(page__in=calls.values("pk")).values_list(
        "page_id", "deadline_on"
    ):
        deadlines.setdefault(page_id, []).append(day)
    rows = calls.values_list(
        "pk", "translation_key", "title", "official_url", "source_url",
        "funder__name", "funder__name_nl",
    )  # fmt: skip
    return {
        key: pk
        for pk, key, title, official, source, *funders in rows.order_by("pk")
        if any(
            is_same_call(facts, CallFacts(url, title, funder, day))
            for url in {official, source}
            for funder in dict.fromkeys(funders)
            if funder
            for day in deadlines.get(pk, [None])
        )
    }


def worth_a_look(facts):
    """Return the condition that spares us most calls: a piece of a word, or the host.

    Both ends of a word are looked for, since an accent in the middle splits neither.
    """
    host = re.split(r"[/:?#]", facts.address, maxsplit=1)[0]
    condition = Q(official_url__icontains=host) | Q(source_url__icontains=host)
    condition = condition if host else Q(pk=None)
    telling = {w for w in plain(facts.title).split() if len(w) > 3 and w not in COMMON}
    for word in sorted(telling, key=len, reverse=True)[:MOST_WORDS]:
        condition |= Q(title__icontains=word[:4]) | Q(title__icontains=word[-4:])
    return condition
