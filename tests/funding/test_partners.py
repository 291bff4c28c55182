"""Answering together: from a notice to partners who write to one another by the hub."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from funding.models import (
    CallCarrier,
    CallIndexPage,
    Carrier,
    PartnerMessage,
    PartnerNotice,
    PartnerTalk,
)
from funding.partners import links, notices
from funding.partners.admin import unread_notices
from funding.partners.retention import purge_partners
from hubsite.groups import EDITORS, FUNDING_WATCH, TRANSLATORS
from hubsite.mail import OutgoingEmail
from tests.admin.conftest import member, team
from tests.newsletter.conftest import outbox
from tests.newsletter.factories import stamp
from tests.search.factories import call, index_page, organisation, translated

__all__ = ["member", "outbox", "team"]

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
BASE = {"fr": "/fr/repondre-a-plusieurs/", "nl": "/nl/samen-indienen/"}
TEXT = "Nous avons un <b>local</b> à Tourcoing."
LINKS = re.compile(r"http://localhost(/(?:fr|nl)/\S+)")


@pytest.fixture
def joint(home_fr, home_nl):
    """A joint call that closes in 30 days, with its Dutch page."""
    home_fr.save_revision().publish()
    home_nl.save_revision().publish()
    index_page(home_fr, CallIndexPage)
    today = timezone.localdate()
    page = call(
        home_fr, "Former ensemble", joint=True, opens_on=today - timedelta(days=30),
        deadline_on=today + timedelta(days=30),
    )  # fmt: skip
    page.dutch = translated(
        page, index_page(home_nl, CallIndexPage), "Samen opleiden", kind="aap",
        funder=organisation(), joint=True, rolling=True,
        official_url="https://funder.example/nl/oproep",
    )  # fmt: skip
    return page


def filled(**fields):
    return {
        "kind": "seeks", "organisation": "Le Foyer", "place": "59200 Tourcoing",
        "spoken": ["fr", "nl"], "skills": "Formation", "text": TEXT,
        "email": "Ada@Example.org", "consent": "on", "stamp": stamp(),
    } | fields  # fmt: skip


def written(**fields):
    return {
        "name": "Bo", "organisation": "Huis", "text": "Wij doen mee.",
        "email": "bo@example.be", "consent": "on", "stamp": stamp(),
    } | fields  # fmt: skip


def post(client, url, data, **headers):
    return client.post(url, data, **(headers or SAME))


def send(client, page, data=None, language="fr", **headers):
    return post(client, f"{BASE[language]}{page.pk}/", data or filled(), **headers)


def a_notice(page, state="shown", **fields):
    values = {
        "kind": "seeks", "organisation": "Le Foyer", "territory": "insee-com:59599",
        "spoken": ["fr"], "skills": "Formation", "text": TEXT, "language": "fr",
        "email": "ada@example.org", "confirmed_at": timezone.now(),
    }  # fmt: skip
    return PartnerNotice.objects.create(call=page, state=state, **values | fields)


def a_talk(notice, **fields):
    values = {
        "name": "Bo", "organisation": "Huis", "email": "bo@example.be",
        "language": "nl", "confirmed_at": timezone.now(),
    }  # fmt: skip
    talk = PartnerTalk.objects.create(notice=notice, **values | fields)
    talk.messages.create(text="Wij doen mee.")
    return talk


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


def cost(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


# A notice


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_notice_is_shown_once_its_address_is_confirmed(language, joint, outbox):
    client = Client(enforce_csrf_checks=True)
    page = joint if language == "fr" else joint.dutch
    url = f"{BASE[language]}{page.pk}/"
    assert f'href="{url}"' in client.get(page.url).text
    assert "no-store" in client.get(url)["Cache-Control"]
    answer = send(client, page, language=language)
    assert answer.status_code == 303
    assert client.get(answer.url).status_code == 200
    kept = PartnerNotice.objects.get()
    assert (kept.call_id, kept.email) == (joint.pk, "ada@example.org")
    assert (kept.territory, kept.spoken) == ("insee-com:59599", ["fr", "nl"])
    assert "Le Foyer" not in client.get(page.url).text
    (mail,) = outbox()
    assert TEXT not in mail["text"]
    confirm, manage = LINKS.findall(mail["text"])[:2]
    assert confirm.startswith(BASE[language])
    for link in (confirm, manage):
        assert client.get(link).status_code == 200
    assert PartnerNotice.objects.get().state == "pending"
    for _time in range(2):
        assert client.post(confirm).status_code == 200
    kept.refresh_from_db()
    assert kept.state == "shown"
    # Whoever opens the link again is told so, and not asked again.
    assert not soup_of(client.get(confirm)).main.find("button")
    for shown in (joint, joint.dutch):
        text = client.get(shown.url).text
        assert "Le Foyer" in text
        assert "Tourcoing" in text
        assert "ada@example.org" not in text
        assert "<b>local" not in text
    assert not client.cookies


def test_the_stored_page_is_replaced_when_a_notice_is_confirmed(
    joint, client, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE = True
    cache.clear()
    kept = a_notice(joint, state="pending")
    first = client.get(joint.url)
    assert "public" in first["Cache-Control"]
    with django_capture_on_commit_callbacks(execute=True):
        notices.confirm(kept)
    assert "Le Foyer" in client.get(joint.url).text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "buys"}, {"kind"}),
        ({"kind": "", "consent": ""}, {"kind", "consent"}),
        ({"organisation": "x" * 161}, {"organisation"}),
        ({"place": "Nulle-Part-sur-Rien"}, {"place"}),
        ({"place": " "}, {"place"}),
        ({"place": "nul\x00"}, {"place"}),
        ({"spoken": ["tlh"]}, {"spoken"}),
        ({"spoken": []}, {"spoken"}),
        ({"skills": "nul\x00"}, {"skills"}),
        ({"text": "x" * 1501}, {"text"}),
        ({"email": "ada@example.org\nBcc: x@example.org"}, {"email"}),
    ],
)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_errors_keep_what_was_typed_and_name_the_fields(
    fields, wrong, language, joint, client
):
    answer = send(client, joint, filled(**fields), language)
    assert answer.status_code == 200
    soup = soup_of(answer)
    targets = {a["href"][1:] for a in soup.find(role="alert").find_all("a")}
    assert {soup.find(id=target)["name"] for target in targets} == wrong
    for name in {"organisation", "skills"} - fields.keys():
        assert soup.find("input", {"name": name})["value"] == filled()[name]
    assert not PartnerNotice.objects.exists()


def test_a_name_of_several_places_asks_which(joint, client):
    answer = send(client, joint, filled(place="Saint-Denis"))
    form = soup_of(answer).find("form", {"class": "form"})
    offered = [one["value"] for one in form.find_all("input", {"name": "place_code"})]
    assert "insee-com:93066" in offered
    chosen = filled(place="Saint-Denis", place_code="insee-com:93066")
    assert send(client, joint, chosen).status_code == 303
    assert PartnerNotice.objects.get().territory == "insee-com:93066"
    # A choice that is no longer offered does not stand in the way of a new name.
    other = filled(place="Tourcoing", place_code="insee-com:93066", text="Autre")
    assert send(client, joint, other).status_code == 303
    forged = filled(place="Saint-Denis", place_code="insee-com:59599", text="Forgé")
    assert send(client, joint, forged).status_code == 200


def test_guards_of_open_forms_hold(joint):
    client = Client(enforce_csrf_checks=True)
    foreign = send(client, joint, HTTP_SEC_FETCH_SITE="cross-site")
    assert foreign.status_code == 403
    assert send(client, joint, filled(stamp="forged:abc")).status_code == 200
    assert send(client, joint, filled(website="https://x.example")).status_code == 303
    assert not PartnerNotice.objects.exists()
    statuses = [
        send(client, joint, filled(text=f"n{number}")).status_code
        for number in range(19)
    ]
    assert statuses == [303] * 18 + [429]
    # Three mails to one address: what else it was typed for is not told.
    assert OutgoingEmail.objects.count() == 3


def test_only_joint_calls_that_are_not_over_take_notices(joint, home_fr, client):
    alone = call(home_fr, "Seul")
    over = call(home_fr, "Fini", joint=True)
    assert send(client, alone).status_code == 404
    assert send(client, home_fr).status_code == 404
    assert send(client, over).status_code == 410
    kept = a_notice(over)
    assert BASE["fr"] not in client.get(alone.url).text
    assert "Le Foyer" not in client.get(over.url).text
    assert client.get(f"{BASE['fr']}message/{kept.pk}/").status_code == 410
    PageViewRestriction.objects.create(page=joint, restriction_type="login")
    PageViewRestriction.objects.create(page=joint.dutch, restriction_type="login")
    assert send(client, joint).status_code == 404
    assert not OutgoingEmail.objects.exists()


def test_a_notice_goes_at_the_second_its_call_closes(joint, client, time_machine):
    kept = a_notice(joint)
    closes = joint.rounds.get().closes_at
    time_machine.move_to(closes - timedelta(seconds=1), tick=False)
    assert "Le Foyer" in client.get(joint.url).text
    time_machine.move_to(closes, tick=False)
    assert "Le Foyer" not in client.get(joint.url).text
    manage = links.path_for(kept, links.MANAGE, "fr")
    assert 'name="organisation"' not in client.get(manage).text
    assert client.post(manage, {"verb": "erase"}).status_code == 200
    assert not PartnerNotice.objects.exists()


def test_its_author_changes_and_erases_it(joint, client):
    kept = a_notice(joint, reviewed_at=timezone.now())
    manage = links.path_for(kept, links.MANAGE, "nl")
    form = soup_of(client.get(manage)).find("form", {"class": "form"})
    typed = {
        one["name"]: one.get("value", "")
        for one in form.find_all("input")
        if one.get("type") not in ("radio", "checkbox")
    }
    assert "email" not in typed
    typed |= {"kind": "offers", "spoken": ["nl"], "text": "Neuf", "stamp": stamp()}
    wrong = post(client, manage, typed | {"skills": ""})
    assert "Neuf" in wrong.text
    assert post(client, manage, typed).status_code == 200
    kept.refresh_from_db()
    assert (kept.kind, kept.text, kept.reviewed_at) == ("offers", "Neuf", None)
    assert kept.territory == "insee-com:59599"
    assert kept.email == "ada@example.org"
    assert client.post(manage, {"verb": "erase"}).status_code == 200
    for _time in range(2):
        assert client.get(manage).status_code == 410
        assert client.post(manage, {"verb": "erase"}).status_code == 410


ROW = {"confirm_talk": "talk", "write": "talk", "answer": "talk"}
PURPOSES = ("confirm", "manage", "confirm_talk", "write", "answer")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_links_that_were_tampered_with_or_are_for_something_else_do_nothing(
    purpose, joint, client
):
    notice = a_notice(joint, state="pending")
    rows = {"notice": notice, "talk": a_talk(notice, confirmed_at=None)}
    tokens = {
        name: links.path_for(rows[ROW.get(name, "notice")], name, "fr")
        .rstrip("/")
        .rpartition("/")[2]
        for name in PURPOSES
    }
    good = tokens.pop(purpose)
    flipped = good[:-1] + ("A" if good[-1] != "A" else "B")
    forged = f"{notice.uuid.hex}:abc"
    for wrong in (*tokens.values(), flipped, forged, good[1:], "x", "é:1", "0" * 900):
        address = reverse(f"partners:{purpose}", args=[wrong])
        for verb in ({}, {"verb": "erase"}, {"verb": "end"}):
            assert post(client, address, filled(**verb)).status_code == 410
    notice.refresh_from_db()
    assert (notice.state, notice.text) == ("pending", TEXT)
    assert PartnerMessage.objects.count() == 1
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("purpose", ["confirm", "confirm_talk"])
def test_links_to_confirm_die_after_48_hours(purpose, joint, client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    notice = a_notice(joint, state="pending" if purpose == "confirm" else "shown")
    row = notice if purpose == "confirm" else a_talk(notice, confirmed_at=None)
    link = links.path_for(row, purpose, "fr")
    time_machine.shift(timedelta(hours=48, seconds=1))
    assert client.post(link).status_code == 410
    row.refresh_from_db()
    assert not (purpose == "confirm_talk" and row.confirmed_at)
    assert notice.state == ("pending" if purpose == "confirm" else "shown")


def test_confirming_again_does_not_bring_back_what_the_hub_took_off(
    joint, client, admin_user
):
    kept = a_notice(joint)
    confirm = links.path_for(kept, links.CONFIRM, "fr")
    notices.review(kept, show=False, user=admin_user)
    assert client.post(confirm).status_code == 200
    kept.refresh_from_db()
    assert kept.state == "hidden"
    assert "Le Foyer" not in client.get(joint.url).text
    assert client.get(f"{BASE['fr']}message/{kept.pk}/").status_code == 404


# Messages


def test_partners_write_to_one_another_without_seeing_an_address(joint, outbox):
    client = Client(enforce_csrf_checks=True)
    kept = a_notice(joint)
    url = f"{BASE['nl']}message/{kept.pk}/"
    assert f'href="{url}"' in client.get(joint.dutch.url).text
    for _time in range(2):
        assert post(client, url, written()).status_code == 303
    (first,) = outbox()
    assert "bo@example.be" in first["to"]
    assert "Wij doen mee" not in first["text"]
    confirm = LINKS.search(first["text"])[1]
    assert client.get(confirm).status_code == 200
    assert len(outbox()) == 1
    for _time in range(2):
        assert client.post(confirm).status_code == 200
    second = newest(outbox(), 2)
    assert "ada@example.org" in second["to"]
    assert "Wij doen mee." in second["text"]
    assert "Bo, Huis" in second["text"]
    answer = LINKS.search(second["text"])[1]
    assert answer.startswith(BASE["fr"])
    assert "Wij doen mee." in client.get(answer).text
    said = {"text": "Avec plaisir <3", "stamp": stamp()}
    for _time in range(2):
        assert post(client, answer, said).status_code == 200
    third = newest(outbox(), 3)
    assert "bo@example.be" in third["to"]
    assert "Avec plaisir <3" in third["text"]
    write = LINKS.search(third["text"])[1]
    assert post(client, write, {"text": "Tot dan", "stamp": stamp()}).status_code == 200
    newest(outbox(), 4)
    for mail in OutgoingEmail.objects.all():
        assert not {"Reply-To", "From", "Sender"} & mail.headers.keys()
    for mail, other in ((second, "bo@example.be"), (third, "ada@example.org")):
        assert other not in f"{mail}"
    assert client.post(write, {"verb": "end"}).status_code == 200
    assert post(client, answer, said).status_code == 410
    assert not PartnerMessage.objects.exists()


def newest(mails, number):
    assert len(mails) == number
    return mails[-1]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": "", "consent": ""}, {"name", "consent"}),
        ({"name": "x" * 121}, {"name"}),
        ({"organisation": "nul\x00"}, {"organisation"}),
        ({"text": "x" * 2001}, {"text"}),
        ({"email": "bo@"}, {"email"}),
    ],
)
def test_errors_in_a_message_keep_it(fields, wrong, joint, client):
    url = f"{BASE['fr']}message/{a_notice(joint).pk}/"
    soup = soup_of(post(client, url, written(**fields)))
    targets = {a["href"][1:] for a in soup.find(role="alert").find_all("a")}
    assert {soup.find(id=target)["name"] for target in targets} == wrong
    assert written(**fields)["text"] in soup.find("textarea").text
    assert not PartnerTalk.objects.exists()


def test_nobody_is_flooded(joint, client):
    kept = a_notice(joint)
    for number in range(20):
        a_talk(kept, email=f"p{number}@example.be")
    late = a_talk(kept, email="late@example.be", confirmed_at=None)
    link = links.path_for(late, links.CONFIRM_TALK, "fr")
    assert client.post(link).status_code == 429
    talk = PartnerTalk.objects.filter(confirmed_at__isnull=False).first()
    answer = links.path_for(talk, links.ANSWER, "fr")
    for number in range(10):
        said = {"text": f"n{number}", "stamp": stamp()}
        assert post(client, answer, said).status_code == 200
    once_more = post(client, answer, {"text": "Encore", "stamp": stamp()})
    assert once_more.status_code == 429
    assert "Encore" in soup_of(once_more).textarea.text
    assert OutgoingEmail.objects.count() == 10


def test_a_conversation_stops_when_the_call_closes(joint, client, time_machine):
    talk = a_talk(a_notice(joint))
    answer = links.path_for(talk, links.ANSWER, "fr")
    time_machine.move_to(joint.rounds.get().closes_at, tick=False)
    page = post(client, answer, {"text": "Trop tard", "stamp": stamp()})
    assert "textarea" not in page.text
    assert not OutgoingEmail.objects.exists()
    assert client.post(answer, {"verb": "end"}).status_code == 200
    assert not PartnerTalk.objects.exists()


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_call_costs_the_same_at_two_and_at_twenty_notices(language, joint, client):
    page = joint if language == "fr" else joint.dutch
    for number in range(2):
        a_notice(joint, text=f"n{number}")
    client.get(page.url)
    few = cost(lambda: client.get(page.url))
    for number in range(18):
        a_notice(joint, text=f"m{number}")
    assert cost(lambda: client.get(page.url)) == few


# In the admin


def review_url(kept):
    return reverse("partner_review", args=[kept.pk])


def a_carrier(page, code="rivelaine", named=True):
    texts = {
        f"{name}_{language}": f"{name} {language}"
        for name in ("for_whom", "conditions")
        for language in ("fr", "nl")
    }
    one = Carrier.objects.create(
        organisation=organisation(code, code.title()),
        contact=f"{code}@example.org",
        **texts,
    )
    if named:
        CallCarrier.objects.create(page=page, carrier=one)
    return one


def test_the_hub_sees_all_and_proposes_a_carrier(joint, member, outbox):
    client = member(FUNDING_WATCH)
    kept = a_notice(joint, language="nl")
    other = a_notice(joint, text="Autre", email="eva@example.org")
    a_notice(joint, state="pending", text="Jamais", email="no@example.org")
    a_talk(kept)
    assert review_url(kept) in client.get(reverse("wagtailadmin_home")).text
    assert review_url(other) in client.get(reverse("partner_notices:index")).text
    (unread,) = unread_notices()
    listed = client.get(unread.url).context["object_list"]
    assert len(listed) == unread.count < PartnerNotice.objects.count()
    page = client.get(review_url(kept))
    assert "Wij doen mee." in page.text
    assert "<b>local" not in page.text
    a_carrier(joint, "autre", named=False)
    named = a_carrier(joint)
    choices = client.get(review_url(kept)).context["form"].fields["carrier"].choices
    assert [pk for pk, _label in choices][1] == named.pk
    empty = client.post(review_url(kept), {"verb": "carrier", "answer": "Sterkte"})
    assert "Sterkte" in empty.text
    data = {"verb": "carrier", "carrier": named.pk, "to_all": "on", "answer": "Dag"}
    for _time in range(2):
        assert client.post(review_url(kept), data).status_code == 302
    mails = {mail["to"]: mail["text"] for mail in outbox()}
    assert set(mails) == {"ada@example.org", "eva@example.org"}
    assert "conditions nl" in mails["ada@example.org"]
    assert "conditions fr" in mails["eva@example.org"]
    assert "rivelaine@example.org" in mails["ada@example.org"]
    manage = links.path_for(kept, links.MANAGE, "nl")
    assert "Rivelaine" in client.get(manage).text


def test_the_hub_takes_a_notice_off_and_shows_it_again(joint, member, outbox):
    client = member(EDITORS)
    kept = a_notice(joint)
    for verb in ("keep", "hide", "hide", "keep"):
        client.post(review_url(kept), {"verb": verb, "answer": "Voilà"})
    kept.refresh_from_db()
    assert (kept.state, kept.reviewed_by) == ("shown", client.user)
    assert len(outbox()) == 2
    history = client.get(review_url(kept)).context["history"]
    assert [entry.action for entry in history] == [
        f"funding.partner.{state}" for state in ("shown", "hidden", "hidden", "shown")
    ]
    pending = a_notice(joint, state="pending", text="Autre")
    client.post(review_url(pending), {"verb": "keep"})
    pending.refresh_from_db()
    assert pending.state == "pending"


def test_others_neither_see_nor_decide(joint, member):
    kept = a_notice(joint)
    client = member(TRANSLATORS)
    for answer in (
        client.get(review_url(kept)),
        client.post(review_url(kept), {"verb": "hide"}),
        client.get(reverse("partner_notices:index")),
    ):
        assert answer.url == reverse("wagtailadmin_home")
    kept.refresh_from_db()
    assert kept.state == "shown"


def test_the_list_costs_the_same_at_two_and_at_twenty(joint, member):
    client = member(FUNDING_WATCH)

    def look():
        assert client.get(reverse("partner_notices:index")).status_code == 200

    for number in range(2):
        a_talk(a_notice(joint, text=f"n{number}"))
    look()
    few = cost(look)
    for number in range(18):
        a_talk(a_notice(joint, text=f"m{number}"))
    assert cost(look) == few


# What is forgotten


def test_what_is_not_needed_is_erased(joint, home_fr, time_machine):
    now = timezone.now()
    over = call(home_fr, "Fini", joint=True)
    type(joint).objects.filter(pk=joint.pk).update(rolling=True)
    a_notice(joint, text="kept")
    a_notice(joint, state="pending", text="old", created_at=now - timedelta(days=31))
    a_notice(joint, state="pending", text="young")
    a_notice(joint, text="unchanged", changed_at=now - timedelta(days=366))
    a_talk(a_notice(over, text="closed"))
    a_talk(
        PartnerNotice.objects.get(text="kept"),
        confirmed_at=None,
        created_at=now - timedelta(days=31),
    )
    purge_partners()
    texts = set(PartnerNotice.objects.values_list("text", flat=True))
    assert texts == {"kept", "young", "closed"}
    assert PartnerTalk.objects.count() == 1
    time_machine.move_to(now + timedelta(days=29, hours=23))
    purge_partners()
    assert PartnerNotice.objects.filter(text="closed").exists()
    time_machine.move_to(now + timedelta(days=30, hours=1))
    purge_partners()
    assert not PartnerNotice.objects.filter(text__in=["closed", "young"]).exists()
    assert PartnerNotice.objects.filter(text="kept").exists()


def test_a_call_that_opens_again_shows_its_notices_again(joint):
    kept = a_notice(joint)
    type(joint).objects.filter(pk=joint.pk).update(cancelled=True)
    purge_partners()
    kept.refresh_from_db()
    assert kept.call_closed_at
    type(joint).objects.filter(pk=joint.pk).update(cancelled=False)
    purge_partners()
    kept.refresh_from_db()
    assert kept.call_closed_at is None


@pytest.mark.demo
@pytest.mark.parametrize("key", ["F02", "F03", "F12"])
def test_demo_shows_partners_in_both_languages(key, demo, client):
    for language in ("fr", "nl"):
        page = demo(key, language)
        # Its pictures are of another suite's concern.
        type(page).objects.filter(pk=page.pk).update(image=None)
        rows = PartnerNotice.objects.filter(call__translation_key=page.translation_key)
        text = client.get(page.url).text
        assert rows
        for row in rows:
            assert row.organisation in text
            assert row.place
            assert row.email not in text
    assert set(PartnerNotice.objects.values_list("language", flat=True)) == {"fr", "nl"}
