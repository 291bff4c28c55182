"""One full page of every type, in both languages, with the same structure."""

from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from directory.models import Organisation, Person
from events.models import EventIndexPage, EventPage
from funding.models import CallIndexPage, CallPage, Round
from home.models import NewsIndexPage, NewsPage, StandardPage
from hubsite.models import Keyword, PageAudience, PageTheme, Theme
from hubsite.territories import PageTerritory, Territory
from hubsite.vocabularies import Audience, PageKeyword
from newsletter.models import NewsletterIndexPage, NewsletterIssuePage
from resources.models import (
    ExperienceIndexPage,
    ExperiencePage,
    KitChange,
    KitPage,
    KitStepPage,
    ResourceIndexPage,
    ResourceLink,
    ResourcePage,
)

FR, NL = "fr", "nl"
RICH = {
    FR: '<p data-block-key="aaaaa">Venez <a href="https://fr.example/">nous voir</a> &amp; parler.</p>'
    '<ul><li data-block-key="bbbbb">Un <b>café</b></li><li data-block-key="ccccc">Un thé</li></ul>',
    NL: '<p data-block-key="aaaaa">Kom <a href="https://nl.example/">ons bezoeken</a> &amp; praten.</p>'
    '<ul><li data-block-key="bbbbb">Een <b>koffie</b></li><li data-block-key="ccccc">Een thee</li></ul>',
}


def block(name, kind, value):
    return {"type": kind, "value": value, "id": str(uuid5(NAMESPACE_URL, name))}


def item(name, value):
    return {"type": "item", "value": value, "id": str(uuid5(NAMESPACE_URL, name))}


def body(language, page_id):
    fr = language == FR
    return [
        block("h", "heading", "Pourquoi R&D ?" if fr else "Waarom R&D?"),
        block("p", "paragraph", RICH[language]),
        block(
            "q",
            "quote",
            {"text": "Bien\ndit" if fr else "Goed\ngezegd", "attribution": "Aïcha"},
        ),
        block(
            "f",
            "figure",
            {
                "value": "35 %",
                "label": "des adultes" if fr else "van de volwassenen",
                "source": "Enquête" if fr else "Enquête (peiling)",
                "url": "https://figures.example/",
                "year": 2024,
            },
        ),
        block("a", "read_also", [item("a0", page_id)]),
    ]


def organisation():
    return Organisation.objects.get_or_create(
        code="rivelaine", defaults={"name": "La Rivelaine", "kind": "association"}
    )[0]


def classify(page):
    theme, _ = Theme.objects.get_or_create(
        code="funding", defaults={"label_fr": "Financement", "label_nl": "Financiering"}
    )
    audience, _ = Audience.objects.get_or_create(
        code="aidant", defaults={"label_fr": "Aidants", "label_nl": "Helpers"}
    )
    territory, _ = Territory.objects.get_or_create(
        scheme="insee-dep",
        code="69",
        defaults={"kind": "department", "label_fr": "Rhône", "label_nl": "Rhône"},
    )
    keyword, _ = Keyword.objects.get_or_create(
        slug="reemploi", defaults={"name": "réemploi", "name_nl": "hergebruik"}
    )
    page.page_themes = [PageTheme(term=theme, sort_order=0)]
    page.page_audiences = [PageAudience(term=audience, sort_order=0)]
    page.page_territories = [PageTerritory(territory=territory, sort_order=0)]
    page.page_keywords = [PageKeyword(tag=keyword)]
    return page


def common(kind, language, locale):
    return {
        "title": f"{kind} en français"
        if language == FR
        else f"{kind} in het Nederlands",
        "slug": f"{kind}-fr" if language == FR else f"{kind}-nl",
        "summary": "Un résumé." if language == FR else "Een samenvatting.",
        "image_alt": "Un dessin" if language == FR else "Een tekening",
        "content_date": date(2026, 3, 2),
        "locale": locale,
    }


def kit(locale, language=FR, page_id=1):
    return KitPage(
        **common("kit", language, locale),
        licence="CC-BY-SA-4.0",
        total_duration="Six mois" if language == FR else "Zes maanden",
        body=body(language, page_id),
    )


def step(locale, language=FR, page_id=1):
    fr = language == FR
    page = KitStepPage(
        **common("step", language, locale),
        licence="CC-BY-SA-4.0",
        version="1.1",
        objective="Décider.\nEnsemble." if fr else "Beslissen.\nSamen.",
        partners=[block("p0", "partner", "La commune" if fr else "De gemeente")],
        actions=[
            block(
                "a0",
                "action",
                {"title": "Réunir" if fr else "Samenbrengen", "text": RICH[language]},
            )
        ],
        checklist=[block("c0", "item", "Une date" if fr else "Een datum")],
        body=body(language, page_id),
    )
    page.changes = [
        KitChange(
            version="1.1", day=date(2026, 1, 2), note_fr="Revu", note_nl="Herzien",
            sort_order=0,
        )
    ]  # fmt: skip
    return classify(page)


def resource(locale, language=FR, page_id=1):
    page = ResourcePage(
        **common("resource", language, locale),
        kind="card",
        format="web",
        licence="CC-BY-4.0",
        authors="Le hub" if language == FR else "De hub",
        languages=["fr", "nl"],
        profiles=["beginner"],
        body=body(language, page_id),
    )
    page.links = [
        ResourceLink(
            url="https://fiches.example/", title_fr="Fiche", title_nl="Fiche",
            sort_order=0,
        )
    ]  # fmt: skip
    return classify(page)


def sheet_parts(language):
    fr = language == FR
    title = "Inviter" if fr else "Uitnodigen"
    phase = {
        "kind": "pilot",
        "begins": {"year": 2025, "part": "spring"},
        "ends": {"year": None, "part": ""},
        "certainty": "certain",
        "condition": "",
        "sites": "Lille" if fr else "Rijsel",
        "funder": "",
        "text": "Dix foyers" if fr else "Tien huizen",
        "updated_on": "2026-02-03",
        "update_note": "Un de plus" if fr else "Eén meer",
        "lessons": [item("l0", "Deux au plus" if fr else "Hoogstens twee")],
    }
    role = {"role": "referent", "text": "Organise" if fr else "Organiseert"}
    return {
        "method": [block("m0", "action", {"title": title, "text": RICH[language]})],
        "roles": [block("r0", "role", role)],
        "phases": [block("ph0", "phase", phase)],
    }


def sheet(locale, language=FR, page_id=1):
    return classify(
        ExperiencePage(
            **common("sheet", language, locale),
            structure=organisation(),
            year=2025,
            rhythm="Chaque semaine" if language == FR else "Elke week",
            context=RICH[language],
            objectives=RICH[language],
            excluded_uses=RICH[language],
            source_title="Une étude" if language == FR else "Een studie",
            **sheet_parts(language),
            body=body(language, page_id),
        )
    )


def call(locale, language=FR, page_id=1):
    return classify(
        CallPage(
            **common("call", language, locale),
            kind="aap",
            funder=organisation(),
            rounds=[
                Round(
                    opens_on=date(2026, 1, 5),
                    opens_time=time(9),
                    deadline_on=date(2026, 12, 1),
                    deadline_time=time(12),
                )
            ],
            amount_max=45000,
            official_url="https://official.example/",
            who_can_apply=RICH[language],
            body=body(language, page_id),
        )
    )


def event(locale, language=FR, page_id=1):
    start = timezone.make_aware(datetime.combine(date(2026, 5, 5), time(9, 30)))
    return classify(
        EventPage(
            **common("event", language, locale),
            kind="webinar",
            modality="online",
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            organiser=organisation(),
            languages=["fr"],
            capacity="30 places" if language == FR else "30 plaatsen",
            body=body(language, page_id),
        )
    )


def news(locale, language=FR, page_id=1):
    person, _ = Person.objects.get_or_create(code="ines", defaults={"name": "Inès"})
    return classify(
        NewsPage(
            **common("news", language, locale),
            author=person,
            body=body(language, page_id),
        )
    )


def standard(locale, language=FR, page_id=1):
    return classify(
        StandardPage(
            **common("standard", language, locale), body=body(language, page_id)
        )
    )


def issue(locale, language=FR, page_id=1):
    words = "Bonjour" if language == FR else "Dag"
    section = {
        "heading": words,
        "text": RICH[language],
        "items": [item("i0", {"page": page_id, "blurb": words})],
    }
    return NewsletterIssuePage(
        **common("issue", language, locale),
        number=1,
        subject=words,
        preheader=f"{words} !",
        intro=RICH[language],
        sections=[block("s", "section", section)],
    )


SYNCED = {
    "step": step,
    "resource": resource,
    "sheet": sheet,
    "call": call,
    "event": event,
}
SIMPLE = {"news": news, "standard": standard, "issue": issue}
SECTIONS = {
    "step": kit,
    "resource": ResourceIndexPage,
    "sheet": ExperienceIndexPage,
    "call": CallIndexPage,
    "event": EventIndexPage,
    "news": NewsIndexPage,
    "issue": NewsletterIndexPage,
}


def section(kind, home, language=FR):
    """Return the unsaved page under which pages of this kind stand."""
    build = SECTIONS[kind]
    if build is kit:
        return kit(home.locale, language, home.pk)
    values = common(f"{kind}-section", language, home.locale)
    return build(**values | {"image_alt": ""})
