"""The worker's round: look at what was published anew, and at all pages once a week."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from hubsite.jobs import STOPPING

from .links import ask, is_failure, is_outside, is_reserved, leads_somewhere
from .models import Finding, LinkCheck, PageCheck
from .reading import contents_of

EVERY = timedelta(days=7)
PAGES_A_RUN, LINKS_A_RUN = 60, 20


def check_links():
    """Look at the pages that are due, then at addresses outside; return how many."""
    now = timezone.now()
    pages = list(due_pages(now)[:PAGES_A_RUN])
    for page in pages:
        check_page(page)
    asked = ask_outside(now) if settings.CHECK_OUTSIDE_LINKS else 0
    return len(pages) + asked


def due_pages(now):
    """Return live pages never looked at, changed since, or not for a week."""
    last = PageCheck.objects.filter(page=OuterRef("pk"))
    return (
        Page.objects.live()
        .filter(depth__gt=1, alias_of__isnull=True)
        .annotate(
            checked_at=Subquery(last.values("checked_at")[:1]),
            checked_revision=Subquery(last.values("revision_id")[:1]),
        )
        .filter(
            Q(checked_at=None)
            | Q(checked_at__lt=now - EVERY)
            | ~Q(checked_revision=F("live_revision_id"))
        )
        .order_by("checked_at", "pk")
    )


def check_page(page):
    """Look at one page and keep what was found."""
    PageCheck.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "revision_id": page.live_revision_id,
            "checked_at": timezone.now(),
            "findings": findings_of(page.specific),
        },
    )


def findings_of(page):
    """Return the [kind, detail] pairs found on a page; registers its outside links."""
    contents = contents_of(page)
    outside = {url for url in contents.urls if is_outside(url) and not is_reserved(url)}
    LinkCheck.objects.bulk_create(
        [
            LinkCheck(url=url, checked_at=timezone.now() - EVERY)
            for url in sorted(outside)
        ],
        ignore_conflicts=True,
    )
    dead = {
        check.url
        for check in LinkCheck.objects.filter(url__in=outside)
        if check.is_dead
    }
    dead |= {
        url for url in contents.urls if not is_outside(url) and not leads_somewhere(url)
    }
    missing = missing_ids(Page.objects.live(), contents.page_ids)
    lost = missing_ids(get_document_model().objects, contents.document_ids)
    findings = [[Finding.DEAD_LINK, url] for url in contents.urls if url in dead]
    findings += [[Finding.DEAD_LINK, f"page {pk}"] for pk in missing]
    findings += [[Finding.DEAD_LINK, f"document {pk}"] for pk in lost]
    findings += [
        [Finding.EMPTY_ALT, f"image {pk}"] for pk in contents.images_without_alt
    ]
    findings += [[Finding.EMPTY_LINK, link] for link in contents.empty_links]
    findings += [[Finding.HEADING_ORDER, text] for text in contents.skipped_levels]
    return findings


def missing_ids(rows, ids):
    known = set(rows.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [pk for pk in ids if pk not in known]


def ask_outside(now):
    """Ask the addresses that are due; a page whose link died is looked at anew."""
    due = LinkCheck.objects.filter(
        checked_at__lte=now - EVERY
    ) | LinkCheck.objects.filter(failures=1, checked_at__lte=now - timedelta(hours=6))
    asked = 0
    for check in due.order_by("checked_at")[:LINKS_A_RUN]:
        if STOPPING.is_set():
            break
        was_dead = check.is_dead
        check.answer = ask(check.url)
        check.failures = check.failures + 1 if is_failure(check.answer) else 0
        check.checked_at = timezone.now()
        check.save()
        if check.is_dead != was_dead:
            PageCheck.objects.update(checked_at=now - 2 * EVERY)
        asked += 1
    return asked
