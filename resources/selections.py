"""Selections: pages a visitor puts side by side, without an account.

A selection is a list of page ids and nothing else. Signed (`hubsite.collected`), it is a
token: the cookie that keeps it on the visitor's device and the link that shares it hold
the same token, so no row is stored and nothing expires here. A page stands for all its
translations. Pages with dates, whichever room they are of, stand in the order of these.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, prefetch_related_objects
from wagtail.models import Page, get_page_models

from hubsite.collected import MOST_PAGES, token_for
from hubsite.dated import DatedPageMixin
from hubsite.i18n import SOURCE_LANGUAGE, current_language, unrestricted
from hubsite.licences import Credit, licence_for, merge
from hubsite.menus import hub_name
from hubsite.pages import BasePage
from search.lines import by_date, lines_of
from search.loading import load_pages
from search.types import Hit

from .attached import open_files
from .models import ResourcePage


class Full(Exception):
    """The selection holds as many pages as it may."""


def with_page(ids, page):
    """Return `ids` with a page at the end, unless it stands there in some language.

    Raises Full where there is no room.
    """
    page = page.alias_of or page
    known = Page.objects.filter(pk__in=ids, translation_key=page.translation_key)
    if known.exists():
        return ids
    if len(ids) >= MOST_PAGES:
        raise Full
    return [*ids, page.pk]


def joined(ids, others):
    """Return `ids` followed by those of `others` that are new. Raises Full."""
    keys = dict(
        Page.objects.filter(pk__in=[*ids, *others]).values_list("pk", "translation_key")
    )
    once = {keys.get(pk, pk): pk for pk in reversed([*ids, *others])}
    found = [pk for pk in [*ids, *others] if once.get(keys.get(pk, pk)) == pk]
    found = list(dict.fromkeys(found))
    if len(found) > MOST_PAGES:
        raise Full
    return found


def moved(ids, pk, step):
    """Return `ids` with one of them `step` places further (-1: up), if it can move.

    Pages with dates keep their places: they are not shown in this order.
    """
    dated = set(_dated(Page.objects.filter(pk__in=ids)))
    places = [place for place, other in enumerate(ids) if other not in dated]
    order = [ids[place] for place in places]
    if pk in order and 0 <= order.index(pk) + step < len(order):
        place = order.index(pk)
        order.insert(place + step, order.pop(place))
    found = list(ids)
    for place, other in zip(places, order, strict=True):
        found[place] = other
    return found


def _dated(pages):
    models = [model for model in get_page_models() if issubclass(model, DatedPageMixin)]
    types = ContentType.objects.get_for_models(*models).values()
    return pages.filter(content_type__in=types).values_list("pk", flat=True)


def page_to_add(pk):
    """Return the page of that id if any visitor may read it and it can be collected."""
    found = (
        Page.objects.filter(unrestricted(), pk=pk, live=True)
        .select_related("content_type", "alias_of__locale")
        .first()
    )
    model = found and found.specific_class
    return found if model and getattr(model, "is_collected", False) else None


@dataclass(frozen=True)
class Work:
    """A page of a selection, or None where no visitor may read it any more.

    `key` is its id in the selection; `files` are the ResourceFile rows to take along;
    `line` is what a list of dates shows of it, None of a page without dates.
    """

    key: int
    page: BasePage | None
    files: tuple = ()
    line: Hit | None = None

    @cached_property
    def credits(self):
        """Return the Credit of the page, then those of its parts that have their own."""
        if not self.licence:
            return []
        parts = [*self.page.links.all(), *self.files] if self.is_resource else ()
        own = [part.credit() for part in parts if part.own_licence or part.authors]
        return [credit_of(self.page), *own]

    @property
    def is_resource(self):
        return isinstance(self.page, ResourcePage)

    @property
    def kind(self):
        """Return in words what kind of page this is: a card, a sheet, a step."""
        if self.is_resource:
            return self.page.get_kind_display()
        return self.page._meta.verbose_name

    @property
    def licence(self):
        """Return the Licence of a work; None of a page that says what others offer."""
        return licence_for(self.page.licence) if hasattr(self.page, "licence") else None

    @property
    def may_be_copied(self):
        return not self.licence or self.licence.share


class Selection:
    """What the ids of a selection show in a language: a constant number of queries."""

    def __init__(self, ids, language=None):
        self.language = language or current_language()
        self.token = token_for(ids)
        shown = self._shown(ids)
        pages = {page.pk: page for page in load_pages(list(shown.values()))}
        files = attach_files(pages.values())
        dated = [pk for pk, page in pages.items() if isinstance(page, DatedPageMixin)]
        lines = {line.page_id: line for line in lines_of(dated, self.language)}
        self.works = [
            Work(key, pages.get(pk), files.get(pk, ()), lines.get(pk))
            for key in self._once(ids)
            for pk in [shown.get(key)]
        ]

    def _once(self, ids):
        seen = set()
        for pk in ids:
            key = self.keys.get(pk, pk)
            if key not in seen:
                seen.add(key)
                yield pk

    def _shown(self, ids):
        """Return {id: id of the page to show for it}; what is not public is left out."""
        keys = Page.objects.filter(pk__in=ids).values("translation_key")
        rows = list(
            Page.objects.filter(
                Q(pk__in=ids) | Q(alias_of=None), translation_key__in=keys
            )
            .annotate(is_open=unrestricted())
            .values_list(
                "pk", "translation_key", "locale__language_code", "live", "is_open"
            )
        )
        self.keys = {pk: key for pk, key, *_rest in rows if pk in ids}
        # Last wins: the reader's language, else the source, else whatever there is.
        preference = {SOURCE_LANGUAGE: 1, self.language: 2}
        rows.sort(key=lambda row: preference.get(row[2], 0))
        best = {key: pk for pk, key, _code, live, is_open in rows if live and is_open}
        return {pk: best[key] for pk, key in self.keys.items() if key in best}

    @property
    def published(self):
        """Return the works that can be read, in order, those with dates last."""
        return [work for work in (*self.undated, *self.dated) if work.page]

    @property
    def undated(self):
        """Return the works in the visitor's order, those that cannot be read too."""
        return [work for work in self.works if not work.line]

    @cached_property
    def dated(self):
        """Return the works with dates: those to act on first, the nearest first."""
        works = {work.line.page_id: work for work in self.works if work.line}
        return [works[line.page_id] for line in by_date(w.line for w in works.values())]

    @property
    def licensed(self):
        return [work for work in self.published if work.licence]

    @property
    def gone(self):
        """Return how many pages of the selection are no longer published."""
        return len(self.works) - len(self.published)

    @cached_property
    def files(self):
        """Return (work, file) of what may be copied and taken along."""
        return [
            (work, file)
            for work in self.published
            for file in work.files
            if licence_for(file.spdx).share
        ]

    @property
    def weight(self):
        """Return the bytes of all files together."""
        return sum(file.document.get_file_size() or 0 for _work, file in self.files)

    def verdict(self):
        """Return the Verdict on one work made out of all of these, None without any."""
        licences = {work.licence for work in self.licensed}
        licences |= {licence_for(f.spdx) for work in self.licensed for f in work.files}
        return merge(licences) if licences else None


def attach_files(pages):
    """Read what the credits and files of pages need; return {id: files anyone may take}."""
    resources = {page.pk: page for page in pages if isinstance(page, ResourcePage)}
    prefetch_related_objects(list(resources.values()), "links", "origins__work")
    files = open_files(resources)
    for pk, page in resources.items():
        page.own([*page.links.all(), *files[pk]])
    return files


def credit_of(page):
    """Return the Credit of any page that can be collected."""
    if isinstance(page, ResourcePage):
        return page.credit()
    return Credit(
        title=page.title,
        source=hub_name(),
        url=page.full_url,
        licence=page.licence,
        version=getattr(page, "version", ""),
    )
