"""Turning what a source says into draft pages, and accepted changes into their texts."""

from datetime import date

from django.utils.text import slugify
from modelcluster.models import get_all_child_relations

from directory.models import Organisation
from funding.history import as_text
from funding.kinds import CallKind
from funding.models.call import CallPage
from funding.models.index import call_list
from funding.models.parts import CallFunder
from hubsite.bulk import insert_pages
from hubsite.gazetteer import key_of

from .dating import dates_of, save_draft, set_dates
from .meaning import Lexicon
from .models import ImportedCall
from .record import DATES, RICH, TEXTS, WORDS, Unreadable, rich, words_in

NUMBERS = ("amount_min", "amount_max", "rate")


def restored(field, text):
    """Return the value that `as_text` wrote for this field."""
    if field in NUMBERS:
        return int(text) if text else None
    if field == "rolling":
        return text == "1"
    if field in DATES:
        return date.fromisoformat(text) if text else None
    if field == WORDS:
        return words_in(text)
    return text


def compared(field, value):
    """Return a text as it is compared: the editor's own marks in it mean nothing."""
    return rich(value) if field in RICH else as_text(value)


def watch_page():
    """Return the list that calls come under; raises Unreadable without one."""
    found = call_list()
    if found is None:
        raise Unreadable("no_list")
    return found


def known_funders():
    """Return the key of each organisation's names -> the organisation."""
    return {
        key_of(name): organisation
        for organisation in Organisation.objects.order_by("-pk")
        for name in (organisation.name_nl, organisation.name)
        if name
    }


def unknown_funders(calls):
    """Return (title, names) of the calls none of whose funders the hub knows."""
    known = known_funders()
    return [
        (told.title, ", ".join(told.funders))
        for told in calls
        if told.funders and not any(key_of(name) in known for name in told.funders)
    ]


def create_drafts(connector, calls, lexicon):
    """Write a draft page for each SourceCall, all in one go; see `Lexicon`."""
    if not calls:
        return []
    parent, funders = watch_page(), known_funders()
    taken = set(parent.get_children().values_list("slug", flat=True))
    rows, placements = [], []
    for told in calls:
        known = [funders[key_of(n)] for n in told.funders if key_of(n) in funders]
        row = row_of(connector, told)
        page = page_of(connector, told, known or [connector.funder], row.round_key)
        page.locale, page.slug = parent.locale, free_slug(told.title, taken)
        lexicon.classify(page, told)
        rows.append((row, page))
        placements.append((parent, page))
    insert_pages(placements)
    for row, page in rows:
        row.page = page
    return ImportedCall.objects.bulk_create(row for row, _page in rows)


def row_of(connector, told):
    fingerprint = told.fingerprint()
    return ImportedCall(
        connector=connector,
        source_id=told.source_id,
        facts=told.facts(),
        fingerprint=fingerprint,
        round_key=fingerprint[:8],
    )


def page_of(connector, told, funders, key):
    """Return the unsaved draft of a call."""
    kind = connector.call_kind
    if told.is_call is not None:
        kind = CallKind.AAP if told.is_call else CallKind.GRANT
    page = CallPage(
        **{name: getattr(told, name) for name in TEXTS},
        kind=kind,
        funder=funders[0],
        source_name=connector.name,
        source_url=told.official_url,
        live=False,
    )
    for relation in get_all_child_relations(page):
        # Said to be empty, they are not asked of the database for each page.
        getattr(page, relation.get_accessor_name()).set([])
    page.co_funders = [
        CallFunder(organisation=one, sort_order=rank)
        for rank, one in enumerate(dict.fromkeys(funders[1:]))
    ]
    set_dates(page, key, {name: getattr(told, name) for name in DATES[:3]})
    page.rolling = bool(told.rolling)
    return page


def free_slug(title, taken):
    """Return an address for a title that no page beside it has, and take it."""
    base = slugify(title)[:200] or "appel"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def current_value(page, imported, field):
    """Return what the page holds for a field, as `as_text` writes it."""
    if field in DATES:
        return as_text(dates_of(page, imported.round_key)[field])
    return as_text(getattr(page, field))


def write_change(change, user):
    """Write an accepted change into the draft of its page; return the page."""
    imported = change.imported
    draft = imported.page.get_latest_revision_as_object()
    value = restored(change.field, change.after)

    def write():
        if change.field in DATES:
            set_dates(draft, imported.round_key, {change.field: value})
        elif change.field == WORDS:
            before = restored(WORDS, change.before)
            Lexicon(imported.connector).move(draft, before, value)
        else:
            setattr(draft, change.field, value)

    save_draft(draft, write, user)
    return draft
