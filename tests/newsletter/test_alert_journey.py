"""The whole way of a follower, in both languages: from the list's link to leaving."""

from datetime import date, timedelta

import pytest

from funding.models import CallIndexPage
from newsletter import alerts
from newsletter.models import Alert
from search.following import watermark
from tests.search.factories import call, event, index_page, noon, translated

from . import factories
from .test_following import path_in, post, soup

pytestmark = pytest.mark.django_db
# What the list and the mails say: the link, news, what moved, what is cancelled.
SAID = {
    "fr": {
        "follow": "Suivre cette liste",
        "new": "Nouveau",
        "moved": "Échéance\u00a0: 1er\u00a0août\u00a02026 (avant\u00a0: "
        "15\u00a0juillet\u00a02026)",
        "cancelled": "Annulé",
        "reminder": "Clôture le 1er\u00a0août\u00a02026, dans 14 jours",
    },
    "nl": {
        "follow": "Deze lijst volgen",
        "new": "Nieuw",
        "moved": "Uiterste datum gewijzigd van 15\u00a0juli\u00a02026 naar "
        "1\u00a0augustus\u00a02026",
        "cancelled": "Geannuleerd",
        "reminder": "Sluit op 1\u00a0augustus\u00a02026, over 14 dagen",
    },
}


@pytest.fixture
def homes(site, home_fr, home_nl, time_machine):
    """The home pages, each with its list of calls."""
    time_machine.move_to(noon(), tick=False)
    translated(index_page(home_fr, CallIndexPage), home_nl, "Oproepen")
    return {"fr": home_fr, "nl": home_nl}


def told(outbox):
    """Let the worker's job run; return the text of the mail it brought, or None."""
    if not alerts.tell_alerts():
        return None
    return outbox()[-1]["text"].replace("\r\n", "\n")


def move(page, day):
    one = page.rounds.get()
    one.deadline_on = day
    page.rounds = [one]
    page.save_revision().publish()


def cancel(page):
    page.cancelled = True
    page.save_revision().publish()


def follow(client, language, home, outbox):
    """Follow a home's calls from their list; return the path of the preferences."""
    label = SAID[language]["follow"]
    listed = soup(client.get(index_page(home, CallIndexPage).url))
    link = listed.find(lambda tag: tag.name == "a" and label in tag.text)["href"]
    fields = {
        "email": "Ada@Example.org",
        "rhythm": "daily",
        "reminders": ["14"],
        "language": language,
        "consent": "on",
        "stamp": factories.stamp(),
    }
    assert post(client, link, fields).status_code == 303
    done = soup(client.post(path_in(outbox()[-1]["text"])))
    return done.main.find("a")["href"]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_everything_new_moved_cancelled_and_closing_is_told(
    language, homes, client, outbox, time_machine
):
    home, said, day = homes[language], SAID[language], date(2026, 7, 15)
    follow(client, language, home, outbox)
    pages = [call(home, f"Appel {n}.", deadline_on=day) for n in range(12)]
    mail = told(outbox)
    assert all(f"\n{page.title}\n{said['new']}\n" in mail for page in pages)
    assert told(outbox) is None

    time_machine.shift(timedelta(days=1))
    move(pages[0], date(2026, 8, 1))
    cancel(pages[1])
    mail = told(outbox)
    assert f"\nAppel 0.\n{said['moved']}\n" in mail
    assert f"\nAppel 1.\n{said['cancelled']}\n" in mail
    assert "Appel 2." not in mail

    # The deadline of the others is fourteen days off, then that of the first.
    time_machine.move_to(noon().replace(month=7, day=1), tick=False)
    mail = told(outbox)
    assert [f"Appel {n}.\n" in mail for n in range(12)] == [False] * 2 + [True] * 10
    time_machine.move_to(noon().replace(month=7, day=18), tick=False)
    assert f"\nAppel 0.\n{said['reminder']}\n" in told(outbox)


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_follower_changes_the_rhythm_and_leaves_by_the_mail(
    language, homes, client, outbox, time_machine
):
    home = homes[language]
    preferences = follow(client, language, home, outbox)
    own = soup(client.get(preferences)).find(id="alerts").find("a", class_="button")
    client.post(own["href"], {"rhythm": "weekly", "language": language})
    call(home, "Appel de plus")
    assert "Appel de plus" in told(outbox)
    time_machine.shift(timedelta(days=1))
    call(home, "Appel qui attend")
    assert told(outbox) is None
    time_machine.shift(timedelta(days=6))
    mail = told(outbox)
    assert "Appel qui attend" in mail
    client.post(path_in(mail))
    assert Alert.objects.get().state == "stopped"
    time_machine.shift(timedelta(days=8))
    call(home, "Appel trop tard")
    assert told(outbox) is None
    assert not client.cookies


def test_a_followed_event_is_told_to_begin_and_to_be_cancelled(
    homes, client, outbox, time_machine
):
    page = event(homes["fr"], "Atelier", starts_at=noon() + timedelta(days=3))
    link = soup(client.get(page.url)).find(
        href=lambda text: text and "/alertes/p/" in text
    )
    fields = {"email": "ada@example.org", "rhythm": "daily", "reminders": ["3"]}
    fields |= {"language": "fr", "consent": "on", "stamp": factories.stamp()}
    post(client, link["href"], fields)
    client.post(path_in(outbox()[-1]["text"]))
    assert "\nAtelier\nCommence le 18\u00a0juin\u00a02026, dans 3 jours\n" in told(
        outbox
    )
    time_machine.shift(timedelta(days=1))
    cancel(page)
    assert "\nAtelier\nAnnulé\n" in told(outbox)


@pytest.mark.parametrize("what", ["list", "page"])
def test_what_is_unpublished_waits_and_tells_later_what_came_meanwhile(
    homes, outbox, time_machine, what
):
    page = call(homes["fr"], "Appel", deadline_on=date(2026, 7, 15))
    hidden = page if what == "page" else index_page(homes["fr"], CallIndexPage)
    key = {"page": "item_key", "list": "list_key"}[what]
    Alert.objects.create(
        subscriber=factories.subscriber(status="none"),
        language="fr",
        state="active",
        watermark=str(watermark()),
        **{key: hidden.translation_key},
    )
    hidden.unpublish()
    time_machine.shift(timedelta(days=1))
    assert told(outbox) is None
    if what == "list":
        move(page, date(2026, 8, 1))
    time_machine.shift(timedelta(days=1))
    hidden.refresh_from_db()
    hidden.save_revision().publish()
    if what == "page":
        move(page, date(2026, 8, 1))
    time_machine.shift(timedelta(days=1))
    assert SAID["fr"]["moved"] in told(outbox)
