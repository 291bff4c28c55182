"""Selections: pages a visitor puts side by side, without an account.

A selection is a list of page ids and nothing else. Signed, it is a token: the cookie
that keeps it on the visitor's device and the link that shares it hold the same token,
so no row is stored and nothing expires here. A page stands for all its translations.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q, prefetch_related_objects
from django.utils.http import base36_to_int, int_to_base36
from wagtail.models import Page

from hubsite.i18n import SOURCE_LANGUAGE, current_language, unrestricted
from hubsite.licences import Credit, licence_for, merge
from hubsite.menus import hub_name
from hubsite.pages import BasePage
from search.loading import load_pages

from .attached import open_files
from .models import ExperiencePage, KitStepPage, ResourcePage

MOST_PAGES = 40
COLLECTED = (ResourcePage, ExperiencePage, KitStepPage)
_signer = Signer(salt="resources.selection")


class Full(Exception):
    """The selection holds as many pages as it may."""


def token_for(ids):
    """Return the signed text that stands for these page ids, in this order."""
    return _signer.sign(".".join(int_to_base36(pk) for pk in ids))


def ids_in(token):
    """Return the page ids a token stands for, in order, or None if it is not one of ours."""
    try:
        parts = _signer.unsign(token).split(".")
        return [base36_to_int(part) for part in parts][:MOST_PAGES]
    except (BadSignature, ValueError):
        return None


def own_ids(request):
    """Return the page ids of the visitor's selection; none without a sound cookie."""
    return ids_in(request.COOKIES.get(settings.SELECTION_COOKIE, "")) or []


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
    """Return `ids` with one of them `step` places further (-1: up), if it can move."""
    ids = list(ids)
    if pk in ids and 0 <= ids.index(pk) + step < len(ids):
        place = ids.index(pk)
        ids.insert(place + step, ids.pop(place))
    return ids


def page_to_add(pk):
    """Return the page of that id if any visitor may read it and it can be collected."""
    found = (
        Page.objects.filter(unrestricted(), pk=pk, live=True)
        .select_related("content_type", "alias_of__locale")
        .first()
    )
    return found if found and found.specific_class in COLLECTED else None


@dataclass(frozen=True)
class Work:
    """A page of a selection, or None where no visitor may read it any more.

    `key` is its id in the selection; `files` are the ResourceFile rows to take along.
    """

    key: int
    page: BasePage | None
    files: tuple = ()

    @cached_property
    def credits(self):
        """Return the Credit of the page, then those of its parts that have their own."""
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
        return licence_for(self.page.licence)

    @property
    def may_be_copied(self):
        return self.licence.share


class Selection:
    """What the ids of a selection show in a language: a constant number of queries."""

    def __init__(self, ids, language=None):
        self.language = language or current_language()
        self.token = token_for(ids)
        shown = self._shown(ids)
        pages = {page.pk: page for page in load_pages(list(shown.values()))}
        files = attach_files(pages.values())
        self.works = [
            Work(key, pages.get(shown.get(key)), files.get(shown.get(key), ()))
            for key in self._once(ids)
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
        """Return the works that can be read, in order."""
        return [work for work in self.works if work.page]

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
        licences = {work.licence for work in self.published}
        licences |= {licence_for(f.spdx) for work in self.published for f in work.files}
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
