"""What an editor fills in, for every type of page."""

from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

from directory.models import Organisation, Person
from hubsite.models import Theme
from tests.translation import factories

KINDS = [
    "home", "standard", "news-section", "news", "kit", "step", "resource-section",
    "resource", "sheet-section", "sheet", "call-section", "call", "event-section",
    "event", "issue-section", "issue",
]  # fmt: skip
CLASSIFIED = {"standard", "news", "step", "resource", "sheet", "call", "event"}
WITH_BODY = CLASSIFIED | {"kit", "issue", "home"}
HTML = {"fr": "<p>Un texte utile.</p>", "nl": "<p>Een nuttige tekst.</p>"}


def stream(text):
    return streamfield([("heading", text), ("paragraph", rich_text(HTML["fr"]))])


def own_fields(kind, word):
    """Return the fields that only this kind has, and requires."""
    organisation = factories.organisation().pk
    texts = {"title": f"{word} {kind}", "slug": f"{word.lower()}-{kind}"}
    fields = {
        "kit": {"licence": "CC-BY-SA-4.0"},
        "step": {
            "licence": "CC-BY-SA-4.0", "state": "published", "scope": "core",
            "objective": word,
        },
        "resource": {
            "kind": "card", "format": "web", "licence": "CC-BY-4.0", "authors": "Hub",
                    },
        "sheet": {"structure": organisation, "context": rich_text(HTML["fr"])},
        "call": {
            "kind": "aap", "funder": organisation,
            "rounds": inline_formset(
                [{"deadline_on": "2027-01-31", "zone": "Europe/Paris"}]
            ),
            "official_url": "https://official.example/",
            "who_can_apply": rich_text(HTML["fr"]),
        },
        "event": {
            "kind": "webinar", "modality": "online", "starts_at": "2027-01-31 09:00",
            "ends_at": "2027-01-31 11:00", "places": "open",
        },
        "news": {"kind": "article", "author": author()},
    }.get(kind, {})  # fmt: skip
    return texts | fields


def author():
    return Person.objects.get_or_create(code="ines", defaults={"name": "Inès"})[0].pk


def empty_parts(kind):
    """Return the rows and streams that a form always sends, empty."""
    rows = {
        "step": ("tools", "changes"),
        "resource": (
            "files",
            "links",
            "origins",
            "versions",
            "making",
            "testimonies",
        ),
        "sheet": ("tools", "partners"),
        "call": ("co_funders", "carriers", "documents", "laureates"),
    }.get(kind, ())
    streams = {
        "step": ("partners", "actions", "checklist"),
        "sheet": ("method", "roles", "phases"),
        "home": ("entries",),
        "issue": ("sections",),
    }
    parts = {name: inline_formset([]) for name in rows}
    parts |= {name: streamfield([]) for name in streams.get(kind, ())}
    if kind in CLASSIFIED:
        names = ("page_topics", "page_audiences", "page_territories")
        parts |= {name: inline_formset([]) for name in names}
    return parts


def themes():
    theme, _created = Theme.objects.get_or_create(
        code="funding", defaults={"label_fr": "Financement", "label_nl": "Financiering"}
    )
    return inline_formset([{"term": theme.pk}])


def filled(kind, word, **more):
    """Return the form of a new page of this kind, filled in by hand."""
    assert Organisation.objects.exists() or factories.organisation()
    data = {
        **own_fields(kind, word),
        **empty_parts(kind),
        "summary": f"{word}.",
        "content_date": "2026-03-02",
        "comments": inline_formset([]),
        "go_live_at": "",
        "expire_at": "",
    }
    if kind in WITH_BODY:
        data["body"] = stream(word)
    if kind in CLASSIFIED:
        data["page_themes"] = themes()
    data = nested_form_data(data | more)
    return data | ({"languages": ["fr"]} if kind in ("resource", "event") else {})


def rows_of(html, name):
    """Return the rows of one relation as the open form would send them back."""
    data = querydict_from_html(html, form_id="page-edit-form")
    return {
        key: value
        for key, value in data.items()
        if key.startswith(f"{name}-") and "__prefix__" not in key
    }
