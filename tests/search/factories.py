"""Pages of the real types, small and in a tree of their own."""

from datetime import datetime, timedelta

from wagtail.models import Locale

from directory.models import Organisation
from events.models import EventIndexPage, EventPage
from funding.models import CallIndexPage, CallPage, Round
from home.models import StandardPage
from hubsite.models import PageTerritory, PageTheme, Territory, Theme
from resources.models import ResourceIndexPage, ResourcePage

NOON = "2026-06-15 12:00"
# The dates of a call's only round, which tests name as if they were the call's.
ROUND = [field.name for field in Round._meta.concrete_fields if "_" in field.name]


def noon():
    return datetime.fromisoformat(f"{NOON}+00:00")


def theme(code, label_fr="", label_nl=""):
    return Theme.objects.get_or_create(
        code=code, defaults={"label_fr": label_fr or code, "label_nl": label_nl or code}
    )[0]


def territory(reference, *parents, label_fr="", label_nl=""):
    scheme, code = reference.split(":")
    made, _new = Territory.objects.get_or_create(
        scheme=scheme,
        code=code,
        defaults={
            "kind": "region",
            "label_fr": label_fr or code,
            "label_nl": label_nl or code,
        },
    )
    made.parents.add(*parents)
    return made


def organisation(code="frc", name="Fonds Commun-Clic", **fields):
    fields.setdefault("kind", "funder")
    return Organisation.objects.get_or_create(
        code=code, defaults={"name": name, **fields}
    )[0]


def index_page(home, model):
    found = model.objects.child_of(home).first()
    slug = model.__name__.lower()
    return found or home.add_child(
        instance=model(title=slug, slug=slug, locale=home.locale)
    )


def add(parent, page, themes=(), territories=()):
    """Publish a page under `parent`, with its classification."""
    page.locale = parent.locale
    page.page_themes = [PageTheme(term=theme(code)) for code in themes]
    page.page_territories = [
        PageTerritory(territory=territory(code)) for code in territories
    ]
    return parent.add_child(instance=page)


def standard(parent, title, themes=(), territories=(), **fields):
    page = StandardPage(title=title, **fields)
    return add(parent, page, themes, territories)


def call(home, title, themes=(), territories=(), **fields):
    fields.setdefault("kind", "aap")
    fields.setdefault("official_url", "https://funder.example/call")
    fields.setdefault("funder", organisation())
    if not fields.get("rolling"):
        fields.setdefault("opens_on", (noon() - timedelta(days=30)).date())
        fields.setdefault("deadline_on", (noon() + timedelta(days=30)).date())
    dates = {name: fields.pop(name) for name in ROUND if name in fields}
    rounds = fields.pop("rounds", [Round(**dates)] if dates else [])
    page = CallPage(title=title, rounds=rounds, **fields)
    return add(index_page(home, CallIndexPage), page, themes, territories)


def event(home, title, themes=(), territories=(), **fields):
    fields.setdefault("kind", "webinar")
    fields.setdefault("modality", "online")
    fields.setdefault("starts_at", noon() + timedelta(days=10))
    fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=2))
    fields.setdefault("languages", ["fr"])
    page = EventPage(title=title, **fields)
    return add(index_page(home, EventIndexPage), page, themes, territories)


def resource(home, title, themes=(), territories=(), **fields):
    fields.setdefault("kind", "card")
    fields.setdefault("format", "pdf")
    fields.setdefault("licence", "CC-BY-SA-4.0")
    fields.setdefault("authors", "Hub")
    fields.setdefault("languages", ["fr"])
    page = ResourcePage(title=title, **fields)
    return add(index_page(home, ResourceIndexPage), page, themes, territories)


def translated(page, parent, title, **fields):
    """Publish the translation of a page under `parent`, without the editor."""
    copy = type(page)(
        title=title,
        locale=Locale.objects.get(pk=parent.locale_id),
        translation_key=page.translation_key,
        **fields,
    )
    return parent.add_child(instance=copy)
