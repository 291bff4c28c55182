"""The menus and settings that every page shows: read once, kept until they change."""

from dataclasses import dataclass

from .cache import remember
from .i18n import current_language, localize_many
from .site_settings import HubSettings, MenuLink


@dataclass(frozen=True)
class Link:
    """A link of a menu; `path` is the tree path by which the current one is told."""

    label: str
    url: str
    path: str
    language: str

    def leads_to(self, page):
        """Return whether `page` is this link's page or lies below it."""
        return bool(page and page.path and page.path.startswith(self.path))


@dataclass(frozen=True)
class Chrome:
    """What header and footer say in one language."""

    name: str
    tagline: str
    contact_email: str
    postal_address: str
    is_demo: bool
    home_url: str
    root_url: str
    header: tuple[Link, ...]
    footer: tuple[Link, ...]


def hub_name():
    """Return the name of the hub; no query once it is in the cache."""
    return remember(
        "hub-name",
        lambda: HubSettings.objects.values_list("name", flat=True).first() or "",
    )


def chrome(site, language=None):
    """Return the Chrome of a site in `language`; no query once it is in the cache."""
    language = language or current_language()
    return remember(f"menus-{site.pk}-{language}", lambda: read_chrome(site, language))


def read_chrome(site, language):
    """Return the Chrome of a site as the database has it: four queries."""
    hub = HubSettings.for_site(site)
    links = list(hub.menu_links.all())
    ids = {link.page_id for link in links} | {site.root_page_id}
    pages = localize_many(ids, language)
    home = pages.get(site.root_page_id)
    return Chrome(
        name=hub.name,
        tagline=HubSettings.tagline.read(hub, language),
        contact_email=hub.contact_email,
        postal_address=hub.postal_address,
        is_demo=hub.is_demo,
        home_url=(home and home.url) or f"/{language}/",
        root_url=site.root_url,
        header=tuple(menu(links, pages, MenuLink.Zone.HEADER, language)),
        footer=tuple(menu(links, pages, MenuLink.Zone.FOOTER, language)),
    )


def menu(links, pages, zone, language):
    """Yield the links of a zone whose page visitors may read."""
    for link in links:
        page = pages.get(link.page_id)
        if link.zone == zone and page:
            label = getattr(link, f"label_{language}") or page.title
            yield Link(label, page.url, page.path, page.locale.language_code)
