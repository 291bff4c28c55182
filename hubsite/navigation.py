"""Where a page stands: its trail, its other languages, its one address (SEO)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf.locale import LANG_INFO
from django.urls import translate_url

from .i18n import SOURCE_LANGUAGE, current_language, site_languages
from .surroundings import surroundings_of


@dataclass(frozen=True)
class Crumb:
    title: str
    url: str
    language: str


@dataclass(frozen=True)
class Alternate:
    """The same page in a language, by its full address."""

    language: str
    url: str


@dataclass(frozen=True)
class Switch:
    """Where the language switcher leads; not `exact`: to a page above, which it names."""

    language: str
    name: str
    url: str
    exact: bool = True
    title: str = ""


@dataclass(frozen=True)
class Navigation:
    """`language` is that of the text; `source_changed_at` is set on a stale translation."""

    canonical: str
    language: str
    crumbs: tuple[Crumb, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    switches: tuple[Switch, ...] = ()
    source_changed_at: datetime | None = None

    @property
    def is_foreign(self):
        """Whether the text is in another language than the page around it."""
        return self.language != current_language()

    @property
    def x_default(self):
        """Return the source version among the alternates, or None."""
        return next((a for a in self.alternates if a.language == SOURCE_LANGUAGE), None)


def language_name(code):
    return LANG_INFO[code]["name_local"].capitalize()


def view_navigation(request, crumbs=()):
    """Return the Navigation of a view that is no page: its path in each language."""
    urls = {code: translate_url(request.path, code) for code in site_languages()}
    query = (
        f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    )
    own = current_language()
    return Navigation(
        canonical=request.build_absolute_uri(request.path),
        language=own,
        crumbs=tuple(Crumb(title, url, own) for title, url in crumbs),
        alternates=tuple(
            Alternate(code, request.build_absolute_uri(url))
            for code, url in urls.items()
            if url != request.path or code == own
        ),
        switches=tuple(
            Switch(code, language_name(code), url + query)
            for code, url in urls.items()
            if code != own
        ),
    )


def error_navigation():
    """Return the Navigation of an error page: other languages start at their home."""
    own = current_language()
    return Navigation(
        canonical="",
        language=own,
        switches=tuple(
            Switch(code, language_name(code), f"/{code}/")
            for code in site_languages()
            if code != own
        ),
    )


def page_navigation(page, request):
    """Return the Navigation of a page: one query for trail, languages and staleness."""
    around = surroundings_of(page)
    twins = around.twins(page)
    own = page.locale.language_code
    source = next((t for t in twins if t.locale.language_code == SOURCE_LANGUAGE), None)
    own_url = page.get_full_url(request) or ""
    if page.alias_of_id and source:
        canonical, alternates = source.get_full_url(request), ()
    else:
        canonical = own_url
        alternates = (
            Alternate(own, own_url),
            *(
                Alternate(t.locale.language_code, t.get_full_url(request))
                for t in twins
            ),
        )
    return Navigation(
        canonical=canonical,
        language=SOURCE_LANGUAGE if page.alias_of_id else own,
        crumbs=tuple(
            Crumb(
                crumb.title,
                crumb.get_url(request),
                SOURCE_LANGUAGE if crumb.alias_of_id else own,
            )
            for crumb in around.ancestors
        ),
        alternates=tuple(sorted(alternates, key=lambda a: a.language)),
        switches=tuple(page_switches(page, around, request)),
        source_changed_at=changed_since(page, source),
    )


def page_switches(page, around, request):
    """Yield where each other language leads: the page, else the nearest one above."""
    query = (
        request.META.get("QUERY_STRING", "") if hasattr(page, "listed_types") else ""
    )
    own = page.locale.language_code
    for code in site_languages():
        if code == own:
            continue
        for candidate in (page, *reversed(around.ancestors)):
            target = next(
                (t for t in around.twins(candidate) if t.locale.language_code == code),
                None,
            )
            if target:
                exact = candidate is page
                url = target.get_url(request)
                if exact and query:
                    url = f"{url}?{query}"
                yield Switch(code, language_name(code), url, exact, target.title)
                break


def changed_since(page, source):
    """Return when the source was published anew since this translation of it was made."""
    followed = getattr(page, "translated_from", None)
    if not (followed and source and source.last_published_at):
        return None
    return source.last_published_at if source.last_published_at > followed else None
