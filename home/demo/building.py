"""One content file and a language in, one unsaved page out."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from events.models import EventIndexPage, EventPage
from funding.models import CallIndexPage
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from hubsite.territories import PageTerritory
from hubsite.vocabularies import PageAudience, PageKeyword, PageTheme, PageTopic
from newsletter.models import NewsletterIndexPage, NewsletterIssuePage
from resources.models import (
    ExperienceIndexPage,
    KitChange,
    KitPage,
    KitStepPage,
    KitTool,
    ResourceIndexPage,
)

from .blocks import BlockBuilder
from .calls import build_call
from .library import both, in_order
from .reading import plain, rich
from .resources import build_resource
from .sheets import build_sheet

INDEX_PAGES = {
    "resources": ResourceIndexPage,
    "experiences": ExperienceIndexPage,
    "calls": CallIndexPage,
    "events": EventIndexPage,
    "news": NewsIndexPage,
    "newsletter": NewsletterIndexPage,
}


class PageBuilder:
    """Build pages in one language out of what the `Library` has already loaded."""

    def __init__(self, library, language, today):
        self.library = library
        self.language = language
        self.today = today

    def build(self, section, data):
        """Return the unsaved page that `data` of `section` describes."""
        self.blocks = BlockBuilder(data["id"], self.language, self.library)
        page = getattr(self, f"build_{section}")(data)
        page.title = self.text(data["title"])
        page.slug = plain(data["slug"], self.language)
        page.summary = self.text(data.get("summary"))
        page.seo_title = self.text(data.get("seo_title"))
        page.content_date = self.day(data.get("published_day", -30))
        if update := data.get("update"):
            page.updated_on = self.day(update["day"])
            page.update_note = self.text(update["note"])
        if hasattr(page, "body"):
            page.body = self.blocks.stream("body", data.get("body"))
        if image := self.library.images_by_page.get(data["id"]):
            page.image_id = image.pk
            page.image_alt = self.text(self.library.image_alts[image.pk])
        if hasattr(page, "tags"):
            self.classify(page, data)
        return page

    # Values

    def text(self, value):
        return plain(value, self.language)

    def rich(self, value):
        return rich(value, self.language, self.library.page_ids) if value else ""

    def day(self, offset):
        return None if offset is None else self.today + timedelta(days=offset)

    def moment(self, offset, hour):
        if offset is None:
            return None
        at = time.fromisoformat(hour)
        return timezone.make_aware(datetime.combine(self.day(offset), at))

    def site_url(self, key):
        """Return the address of a demo page that stands for a site outside."""
        return self.library.paths[self.language][key]

    def classify(self, page, data):
        library = self.library
        for name, link, terms in (
            ("page_themes", PageTheme, library.themes),
            ("page_topics", PageTopic, library.topics),
            ("page_audiences", PageAudience, library.audiences),
        ):
            codes = data.get(name.removeprefix("page_")) or ()
            getattr(page, name).set(in_order(link(term=terms[code]) for code in codes))
        page.page_territories.set(
            in_order(
                PageTerritory(territory=library.territories[reference])
                for reference in data.get("territories") or ()
            )
        )
        page.page_keywords.set(
            PageKeyword(tag=library.keywords[code]) for code in data.get("tags") or ()
        )

    # One method a section

    def build_pages(self, data):
        if data["id"] == "home":
            return self.build_home(data)
        if data["id"] in INDEX_PAGES:
            return INDEX_PAGES[data["id"]](intro=self.rich(data.get("intro")))
        return StandardPage(show_consortium=data["id"] == "about")

    def build_home(self, data):
        pinned = data["pinned"]
        return HomePage(
            mission=self.text(data["mission"]),
            entries=[
                self.blocks.block(
                    f"entries/{number}",
                    "entry",
                    {
                        "title": self.text(entry["title"]),
                        "text": self.text(entry["text"]),
                        "page": self.blocks.page(entry["page"]),
                    },
                )
                for number, entry in enumerate(data["entries"])
            ],
            pinned_theme=self.library.themes[pinned["theme"]],
            pinned_title=self.text(pinned["title"]),
            pinned_text=self.text(pinned["text"]),
        )

    def build_kit(self, data):
        if data["id"] == "kit":
            return KitPage(
                total_duration=self.text(data.get("total_duration")),
                licence=data["licence"],
                version=data["version"],
            )
        page = KitStepPage(
            licence=data["licence"],
            version=data["version"],
            state=data["state"],
            scope=data["scope"],
            **{
                name: self.text(data.get(name))
                for name in ("objective", "deliverable", "duration", "effort")
            },
            partners=self.blocks.lines("partners", "partner", data.get("partners")),
            checklist=self.blocks.lines("checklist", "item", data.get("checklist")),
            actions=self.actions(data.get("actions") or ()),
        )
        self.add_kit_children(page, data)
        return page

    def actions(self, actions, field="actions"):
        """Return the raw stream of steps, each with a title and a text."""
        return [
            self.blocks.block(
                f"{field}/{number}",
                "action",
                {
                    "title": self.text(action["title"]),
                    "text": self.rich(action["text"]),
                },
            )
            for number, action in enumerate(actions)
        ]

    def add_kit_children(self, page, data):
        tools = [*(data.get("tools") or ()), *(data.get("examples") or ())]
        page.tools.set(
            in_order(KitTool(tool_id=self.blocks.page(key)) for key in tools)
        )
        page.changes.set(
            in_order(
                KitChange(
                    version=change["version"],
                    day=self.day(change["day"]),
                    **both("note", change["note"]),
                )
                for change in data.get("changes") or ()
            )
        )

    def build_resources(self, data):
        return build_resource(self, data)

    def build_experiences(self, data):
        return build_sheet(self, data)

    def build_calls(self, data):
        return build_call(self, data)

    def build_events(self, data):
        place = data.get("place") or {}
        ends = data.get("end_day", data["day"])
        places = EventPage.Places.NONE
        if data.get("waiting_list"):
            places = EventPage.Places.WAITING
        elif data.get("full"):
            places = EventPage.Places.FULL
        elif data.get("registration"):
            places = EventPage.Places.OPEN
        demo_page = self.site_url("inscription-demo")
        return EventPage(
            kind=data["kind"],
            modality=data["modality"],
            starts_at=self.moment(data["day"], data["start"]),
            ends_at=self.moment(ends, data["end"]),
            venue=self.text(place.get("name")),
            town=self.text(place.get("town")),
            address=place.get("address") or "",
            organiser=self.library.organisations.get(data.get("organiser")),
            languages=data["languages"],
            capacity=self.text(data.get("capacity")),
            places=places,
            registration_url=demo_page if data.get("registration") else "",
            cancelled=bool(data.get("cancelled")),
            report=self.rich(data.get("report")),
            replay_url=demo_page if data.get("replay") else "",
        )

    def build_news(self, data):
        interviewee = data.get("interviewee") or {}
        related = (data.get("related") or [None])[0]
        return NewsPage(
            kind=data["kind"],
            author=self.library.people.get(data.get("author")),
            interviewee=self.text(interviewee.get("name")),
            interviewee_role=self.text(interviewee.get("role")),
            related_page_id=self.blocks.page(related) if related else None,
        )

    def build_newsletter(self, data):
        return NewsletterIssuePage(
            number=data["number"],
            subject=self.text(data["subject"]),
            preheader=self.text(data["preheader"]),
            intro=self.rich(data["intro"]),
            sections=self.blocks.stream("sections", data["sections"]),
        )
