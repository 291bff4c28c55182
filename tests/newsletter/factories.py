"""Subscribers and issues for the newsletter's tests."""

import time
from uuid import uuid4

from django.core.signing import Signer
from django.utils import timezone

from home.models import StandardPage
from newsletter.models import NewsletterIndexPage, NewsletterIssuePage, Subscriber


def subscriber(email="ada@example.org", status="active", **fields):
    if status == "active":
        fields.setdefault("confirmed_at", timezone.now())
    return Subscriber.objects.create(email=email, status=status, **fields)


def stamp(seconds=60):
    """A mark of a form made so many seconds ago."""
    return Signer(salt="hubsite.form").sign(str(int(time.time()) - seconds))


def signup(**fields):
    """What a browser sends when a person signs up."""
    return {"email": "Ada@Example.org", "consent": "on", "stamp": stamp()} | fields


def publish(parent, page):
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def chosen(page, blurb=""):
    return {"page": page.pk, "blurb": blurb}


def part(kind, **value):
    return {"type": kind, "id": str(uuid4()), "value": value}


def section(heading, text, *pages):
    return {
        "type": "section",
        "value": {
            "heading": heading,
            "text": text,
            "items": [
                {"type": "item", "value": chosen(page), "id": str(uuid4())}
                for page in pages
            ],
        },
    }


def issue(home_fr, home_nl, translated=True, number=1):
    """Return a published French issue, with its Dutch translation unless told not to."""
    fr, nl = home_fr.locale, home_nl.locale
    news = publish(
        home_fr, StandardPage(title="Le kit", slug=f"le-kit-{number}", locale=fr, summary="Lisez-le.")
    )  # fmt: skip
    index = NewsletterIndexPage.objects.filter(locale=fr).first() or publish(
        home_fr, NewsletterIndexPage(title="La lettre", slug="lettre", locale=fr)
    )
    page = publish(
        index,
        NewsletterIssuePage(
            title="Bienvenue au hub",
            slug=f"bienvenue-{number}",
            locale=fr,
            number=number,
            subject="Bienvenue : le kit est complet",
            preheader="Huit étapes à cocher.",
            intro='<p>Bonjour &amp; bienvenue.</p><p>Lisez <a href="https://a.example/?x=1&amp;y=2">ceci</a>.</p>',
            sections=[section("À la une", "<ul><li>Un</li><li>Deux</li></ul>", news)],
        ),
    )
    if translated:
        _translate(page, index, home_nl, nl, news, number)
    return page


def _translate(page, index, home_nl, nl, news, number):
    index_nl = index.get_translation_or_none(nl) or publish(
        home_nl,
        NewsletterIndexPage(
            title="Nieuwsbrief",
            slug="nieuwsbrief",
            locale=nl,
            translation_key=index.translation_key,
        ),
    )
    publish(
        index_nl,
        NewsletterIssuePage(
            title="Welkom bij de hub",
            slug=f"welkom-{number}",
            locale=nl,
            translation_key=page.translation_key,
            number=number,
            subject="Welkom: de toolkit is volledig",
            intro="<p>Dag en welkom.</p>",
            sections=[section("In de kijker", "<p>De toolkit.</p>", news)],
        ),
    )
