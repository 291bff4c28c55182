"""Writing the demo hub into an empty site, in one transaction."""

from datetime import timedelta
from itertools import count
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.models import DemoPage
from hubsite.bulk import insert_earlier_revision, insert_pages
from hubsite.i18n import SOURCE_LANGUAGE
from hubsite.models import HubSettings, MenuLink
from hubsite.translations.loading import load_translations
from newsletter.models import Campaign
from search.collect import deferred

from .building import INDEX_PAGES, PageBuilder
from .changes import load_changes
from .library import Library
from .partners import load_partners
from .reading import SECTIONS, plain, read_section
from .sheets import load_replies

TARGET_LANGUAGE = "nl"
# Its French page changed after its translation, to show what readers are then told.
OUTDATED = "N4"
NO_LABEL = {"fr": "", "nl": ""}
HEADER_MENU = {
    "kit": ("Kit stratégie", "Toolkit strategie"),
    "calls": ("Financements", "Subsidies"),
    "events": ("Agenda", "Agenda"),
    "resources": ("Ressources", "Materiaal"),
    "experiences": ("Expériences", "Ervaringen"),
    "news": ("Actualités", "Nieuws"),
    "newsletter": ("Lettre", "Nieuwsbrief"),
}


class SiteIsNotEmpty(Exception):
    """The site already has content; loading the demo would mix the two."""


def is_loaded():
    return DemoPage.objects.exists()


def load(report=lambda message: None):
    """Load the whole demo hub; returns the number of pages in both languages.

    Nothing is written unless everything is: a load that was killed leaves the site empty.
    Raises SiteIsNotEmpty where an editor's pages stand.
    """
    if Page.objects.filter(depth__gt=2).exists() or is_loaded():
        raise SiteIsNotEmpty
    with transaction.atomic(), deferred():
        Loader(report).load()
    return DemoPage.objects.count()


class Loader:
    def __init__(self, report):
        self.report = report
        self.today = timezone.localdate()
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0]
            for code, _name in settings.LANGUAGES
        }
        self.content = {section: read_section(section) for section in SECTIONS}

    def load(self):
        self.report("vocabularies, organisations, images")
        self.library = Library()
        self.plan()
        self.report(f"{len(self.order)} pages in French")
        self.load_source()
        self.report("their translations in Dutch")
        self.load_translations()
        self.library.finish()
        self.load_settings()
        self.mark_sent()
        load_replies(self.content["experiences"], self.pages, self.today)
        load_partners(self.content["calls"], self.pages, self.today)
        load_changes(self.content["calls"], self.pages, self.today)

    def plan(self):
        """Decide each page's place, id and address before any is written.

        Pages link to one another in circles, so ids must be known beforehand.
        """
        by_id = {
            data["id"]: (section, data)
            for section in SECTIONS
            for data in self.content[section]
        }
        self.order = sorted(by_id.values(), key=lambda item: self.rank(*item))
        last = Page.objects.order_by("-pk").values_list("pk", flat=True).first()
        keys = [data["id"] for _section, data in self.order]
        self.library.page_ids = dict(zip(keys, count(last + 1), strict=False))
        source = self.paths(SOURCE_LANGUAGE)
        target = self.paths(TARGET_LANGUAGE, source)
        self.library.paths = {SOURCE_LANGUAGE: source, TARGET_LANGUAGE: target}

    def paths(self, language, source_paths=None):
        """Return key -> path of the page to open in that language, French for want."""
        paths = {"home": f"/{language}/"}
        for section, data in self.order:
            parent = self.parent_key(section, data)
            if not data.get("translated", True) and language != SOURCE_LANGUAGE:
                paths[data["id"]] = source_paths[data["id"]]
            elif parent:
                slug = plain(data["slug"], language)
                paths[data["id"]] = f"{paths[parent]}{slug}/"
        return paths

    def rank(self, section, data):
        """Return what sorts parents before children and steps by their number."""
        depth = (
            0
            if data["id"] == "home"
            else 1 + (self.parent_key(section, data) != "home")
        )
        is_section = data["id"] == "kit" or data["id"] in INDEX_PAGES
        menu = list(HEADER_MENU).index(data["id"]) if data["id"] in HEADER_MENU else 9
        local = data.get("scope") == "local"
        return (
            depth,
            not is_section,
            menu,
            data.get("order", 0),
            local,
            str(data["id"]),
        )

    def parent_key(self, section, data):
        if data["id"] == "home":
            return None
        if section == "pages":
            return data.get("parent") or "home"
        return "home" if data["id"] == "kit" else section

    def load_source(self):
        """Write the French pages, parents first."""
        Page.objects.filter(depth=2).delete()
        root = Page.objects.get(depth=1)
        builder = PageBuilder(self.library, SOURCE_LANGUAGE, self.today)
        self.pages, placements = {}, []
        for section, data in self.order:
            page = self.pages[data["id"]] = builder.build(section, data)
            page.pk = page.id = self.library.page_ids[data["id"]]
            page.locale = self.locales[SOURCE_LANGUAGE]
            page.live = data.get("state") != "draft"
            page.first_published_at = page.published_at if page.live else None
            parent_key = self.parent_key(section, data)
            placements.append((self.pages[parent_key] if parent_key else root, page))
        insert_pages(placements)
        self.remember(SOURCE_LANGUAGE, self.pages)
        self.point_site(self.pages["home"])

    def load_translations(self):
        """Write the Dutch pages as translations; those that plan says stay French."""
        builder = PageBuilder(self.library, TARGET_LANGUAGE, self.today)
        pairs = {}
        for section, data in self.order:
            source = self.pages[data["id"]]
            if not data.get("translated", True) or not source.live:
                continue
            twin = builder.build(section, data)
            twin.locale = self.locales[TARGET_LANGUAGE]
            twin.first_published_at = source.first_published_at
            if data["id"] == OUTDATED:
                twin.translated_from = source.last_published_at - timedelta(days=9)
                insert_earlier_revision(
                    source, twin.translated_from, summary=data["summary_before"]["fr"]
                )
            pairs[data["id"]] = (source, twin)
        pages = load_translations(pairs.values())
        self.remember(TARGET_LANGUAGE, dict(zip(pairs, pages, strict=True)))

    def remember(self, language, pages):
        DemoPage.objects.bulk_create(
            DemoPage(
                key=key,
                language=language,
                page_id=page.pk,
                revision=page.latest_revision,
                dated_on=self.today,
            )
            for key, page in pages.items()
        )

    def point_site(self, home):
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "root_page": home,
                "hostname": address.hostname,
                "port": address.port or 80,
                "site_name": home.title,
            },
        )

    def load_settings(self):
        home = next(data for data in self.content["pages"] if data["id"] == "home")
        hub, _created = HubSettings.objects.update_or_create(
            site=Site.objects.get(is_default_site=True),
            defaults={
                "name": home["title"]["fr"],
                "tagline_fr": home["tagline"]["fr"],
                "tagline_nl": home["tagline"]["nl"],
                "contact_email": "contact@hub-passerelles.example",
                "is_demo": True,
            },
        )
        links = [
            (key, MenuLink.Zone.HEADER, *labels) for key, labels in HEADER_MENU.items()
        ]
        links += [
            (
                data["id"],
                MenuLink.Zone.FOOTER,
                *data.get("menu_label", NO_LABEL).values(),
            )
            for data in self.content["pages"]
            if data.get("menu") in MenuLink.Zone.values
            and data["id"] not in HEADER_MENU
        ]
        MenuLink.objects.bulk_create(
            MenuLink(
                settings=hub,
                page_id=self.pages[key].pk,
                zone=zone,
                label_fr=label_fr,
                label_nl=label_nl,
                sort_order=order,
            )
            for order, (key, zone, label_fr, label_nl) in enumerate(links)
        )

    def mark_sent(self):
        """Record that the past issues were sent, so that no editor sends them again."""
        for data in self.content["newsletter"]:
            if data["state"] == "sent":
                issue = self.pages[data["id"]]
                Campaign.objects.create(
                    issue=issue,
                    revision=issue.latest_revision,
                    state=Campaign.State.SENT,
                    started_at=issue.published_at,
                    finished_at=issue.published_at,
                )
