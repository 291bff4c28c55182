"""From pages to search entries: what any visitor may see, and nothing else.

Whatever a signal hands over may be a draft, so that every row is read again; and
whatever is not plainly visible is taken out.
"""

import secrets
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, PageViewRestriction

from .engines import get_engine
from .labels import LabelBook
from .lexicon import fingerprint
from .loading import load_pages
from .models import PastEntry, SearchEntry, SearchState
from .text import distinct_words

BATCH = 200
NAMED_FACETS = ("kind", "topic")
EMPTIED = {"facets": {}, "details": {}, "timeline": [], "deadlines": [], "facts": {}}
_STEP = Page.steplen
_deferred = ContextVar("search_deferred", default=False)


# What may be seen


def visible_ids(page_ids=None):
    """Return the ids of the pages that any visitor may read, of those given or of all.

    Live, not expired, no alias, and no restriction on the page or above it.
    """
    pages = Page.objects.filter(live=True, alias_of__isnull=True).filter(
        Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    )
    if page_ids is not None:
        pages = pages.filter(pk__in=page_ids)
    closed = set(PageViewRestriction.objects.values_list("page__path", flat=True))
    return [
        pk
        for pk, path in pages.order_by("path").values_list("pk", "path")
        if not closed.intersection(_path_and_above(path))
    ]


def _path_and_above(path):
    return {path[:end] for end in range(_STEP, len(path) + 1, _STEP)}


# From page to entry


def entries_for(page_ids):
    """Yield the unsaved SearchEntry of each of these pages that has one."""
    roots = SimpleNamespace()
    books = {
        code: LabelBook.read(code, NAMED_FACETS) for code, _name in settings.LANGUAGES
    }
    for page in load_pages(page_ids):
        language = page.locale.language_code
        if language in books:
            with override(language):
                document = page.search_document()
                address = page.get_url_parts(request=roots)
            if document and address and address[2]:
                yield _entry(page, books[language], document, address[2])


def _entry(page, book, document, url):
    keywords = " · ".join(filter(None, (document.keywords, *_names(document, book))))
    texts = (document.title, document.summary, keywords, document.body)
    words = set().union(*map(distinct_words, texts))
    return SearchEntry(
        page_id=page.pk,
        translation_key=page.translation_key,
        language=book.language,
        type=document.type,
        title=document.title[:255],
        summary=document.summary,
        keywords=keywords,
        body=document.body,
        words=" ".join(sorted(words)),
        url=url,
        url_path=page.url_path,
        path=page.path,
        facets={
            name: sorted(set(map(str, codes)))
            for name, codes in sorted(document.facets.items())
            if codes
        },
        timeline=[
            [moment.at and moment.at.timestamp(), str(moment.status)]
            for moment in document.timeline
        ],
        flags=[str(flag) for flag in document.flags],
        details=_plain(document.details),
        published_at=document.published_at,
        due_at=document.due_at,
        expire_at=document.expire_at,
        amount=document.amount,
        deadlines=[at.timestamp() for at in _deadlines(document)],
        facts={name: str(text) for name, text in sorted(document.facts.items())},
    )


def _deadlines(document):
    return sorted(document.deadlines) or list(filter(None, [document.due_at]))


def _names(document, book):
    """Return what the page's kind and needs are called: people type those words."""
    return [
        book.get(name, code, (document.type,))
        for name in NAMED_FACETS
        for code in document.facets.get(name, ())
    ]


def _plain(details):
    """Return the details as JSON types; a lazy translation becomes its text."""
    simple = (int, float, bool, type(None))
    return {k: v if isinstance(v, simple) else str(v) for k, v in details.items()}


# Writing


@transaction.atomic
def refresh(page_ids):
    """Bring the entries of these pages in line with what may be seen of them now."""
    page_ids = list(dict.fromkeys(page_ids))
    for start in range(0, len(page_ids), BATCH):
        batch = page_ids[start : start + BATCH]
        entries = list(entries_for(visible_ids(batch)))
        kept = {entry.page_id for entry in entries}
        _store(entries)
        remove([pk for pk in batch if pk not in kept])


def refresh_under(path):
    """Bring a whole subtree in line, hidden at once while it is read again."""
    present = SearchEntry.objects.present().under(path)
    ids = set(present.values_list("page_id", flat=True))
    ids.update(Page.objects.filter(path__startswith=path).values_list("pk", flat=True))
    refresh(sorted(ids))


@transaction.atomic
def remove(page_ids):
    """Take pages out of search; returns how many were in."""
    present = list(SearchEntry.objects.present().filter(pk__in=page_ids))
    ids = [entry.pk for entry in present]
    if ids:
        seq = _next_seq()
        PastEntry.objects.bulk_create(PastEntry.of(entry, seq) for entry in present)
        blank = dict.fromkeys(("title", "summary", "keywords", "body", "words"), "")
        SearchEntry.objects.filter(pk__in=ids).update(
            **blank, **EMPTIED, removed=True, seq=seq
        )
        get_engine().delete(ids)
    return len(ids)


def _store(entries):
    """Write the entries that differ from what is kept; returns how many."""
    kept = SearchEntry.objects.in_bulk([entry.page_id for entry in entries])
    changed = [entry for entry in entries if _differs(entry, kept.get(entry.page_id))]
    if changed:
        seq = _next_seq()
        over = [kept[entry.pk] for entry in changed if entry.pk in kept]
        PastEntry.objects.bulk_create(
            PastEntry.of(before, seq) for before in over if not before.removed
        )
        for entry in changed:
            entry.seq = seq
            before = kept.get(entry.page_id)
            entry.version = before.version + 1 if before else 1
        SearchEntry.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["page_id"],
            update_fields=[*SearchEntry.CONTENT, "version", "seq", "removed"],
        )
        get_engine().put(changed)
    return len(changed)


def _differs(entry, kept):
    return kept is None or kept.removed or not entry.same_content(kept)


def _next_seq():
    """Return the number of the next change; changes are committed in this order."""
    state = _state(SearchState.objects.select_for_update())
    state.seq += 1
    state.history = [*state.history, secrets.token_hex(8)][-SearchState.KEPT :]
    state.save(update_fields=["seq", "history"])
    return state.seq


def _state(states):
    return states.get_or_create(pk=1, defaults={"lexicon": fingerprint()})[0]


def forget(page_ids):
    """Take deleted pages out of search, and out of what search remembers."""
    remove(page_ids)
    PastEntry.objects.filter(page_id__in=page_ids).delete()


def labels_changed():
    """Tell every process that a label, a territory or a synonym is not what it was."""
    if not _deferred.get():
        _state(SearchState.objects)
        SearchState.objects.filter(pk=1).update(vocabulary=secrets.token_hex(16))


# All at once


@transaction.atomic
def collect_all(*, reindex=False):
    """Bring every entry in line; returns (entries, removed).

    The text of every entry is read again when `reindex` says so, or when it was read
    with other words than those of today's lexicon.
    """
    ids = visible_ids()
    entries = []
    for start in range(0, len(ids), BATCH):
        entries += entries_for(ids[start : start + BATCH])
    _store(entries)
    kept = {entry.page_id for entry in entries}
    present = SearchEntry.objects.present().values_list("pk", flat=True)
    removed = remove([pk for pk in present if pk not in kept])
    state = _state(SearchState.objects)
    engine, indexed = get_engine(), get_engine().page_ids()
    engine.delete(indexed - kept)
    if reindex or state.lexicon != fingerprint():
        engine.put(entries)
    else:
        engine.put([entry for entry in entries if entry.page_id not in indexed])
    SearchState.objects.filter(pk=1).update(lexicon=fingerprint())
    labels_changed()
    return len(entries), removed


@contextmanager
def deferred():
    """Leave search alone while many pages are written, then collect them all."""
    token = _deferred.set(True)
    try:
        yield
    finally:
        _deferred.reset(token)
        if not transaction.get_connection().needs_rollback:
            collect_all()


def is_deferred():
    return _deferred.get()
