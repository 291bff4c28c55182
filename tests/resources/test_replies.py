""" "We reused it": from the form to the sheet, confirmed by mail, judged by an editor."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from hubsite.groups import EDITORS, TRANSLATORS
from hubsite.mail import OutgoingEmail
from resources.models import Reply
from resources.replies import CONFIRM, WITHDRAW, link_for, purge_replies
from tests.admin.conftest import member, team
from tests.newsletter.conftest import outbox
from tests.newsletter.factories import stamp

__all__ = ["member", "outbox", "team"]

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORD = {"fr": "reutilisation", "nl": "hergebruik"}
TEXT = "Huit résidents, trois mois.\n\nDes pictogrammes <b>aident</b>."


@pytest.fixture
def sheets(translated):
    """A published sheet and its translation."""
    return translated("sheet")


def filled(**fields):
    return {
        "name": "Ada L.", "organisation": "Le Foyer", "town": "Lyon", "text": TEXT,
        "email": "Ada@Example.org", "consent": "on", "stamp": stamp(),
    } | fields  # fmt: skip


def post(client, sheet, data=None, language="fr", **headers):
    url = f"/{language}/{WORD[language]}/{sheet.pk}/"
    return client.post(url, data or filled(), **(headers or SAME))


def reply(sheet, state="received", **fields):
    values = {"name": "Bo", "organisation": "Huis", "language": "fr", "text": TEXT}
    values |= {"email": "bo@example.org"} | fields
    return Reply.objects.create(sheet=sheet, state=state, **values)


def path_of(link):
    return link.removeprefix("http://localhost")


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


# From the form to the editors


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_reply_is_confirmed_by_mail_before_an_editor_sees_it(language, sheets, outbox):
    client = Client(enforce_csrf_checks=True)
    sheet = sheets[language == "nl"]
    form = client.get(f"/{language}/{WORD[language]}/{sheet.pk}/")
    assert form.status_code == 200
    assert sheet.title in form.text
    answer = post(client, sheet, language=language)
    assert answer.status_code == 303
    assert client.get(answer.url).status_code == 200
    kept = Reply.objects.get()
    assert (kept.sheet, kept.language) == (sheets[0], language)
    assert kept.email == "ada@example.org"
    (mail,) = outbox()
    assert sheet.title in mail["text"]
    link = re.search(rf"http://localhost(/{language}/\w+/c/\S+)", mail["text"])[1]
    page = client.get(link)
    assert "&lt;b&gt;aident" in page.text
    kept.refresh_from_db()
    assert kept.state == Reply.State.PENDING
    assert client.post(link).status_code == 200
    assert client.post(link).status_code == 200
    assert "<button" not in client.get(link).text.partition("<main")[2]
    kept.refresh_from_db()
    assert kept.state == Reply.State.RECEIVED
    assert not client.cookies
    assert len(outbox()) == 1


def test_known_and_unknown_address_get_the_same_answer(sheets, client):
    reply(sheets[0], state="accepted", email="known@example.org")
    for _number in range(4):
        reply(sheets[0], email="busy@example.org", mailed_at=timezone.now())
    seen = set()
    for name in ("known", "busy", "new"):
        answer = post(client, sheets[0], filled(email=f"{name}@example.org"))
        seen.add((answer.status_code, answer.url, answer.content))
    assert len(seen) == 1


def test_same_text_twice_is_one_reply_and_one_mail(sheets, client):
    for _time in range(2):
        post(client, sheets[0])
    assert Reply.objects.count() == OutgoingEmail.objects.count() == 1


def test_an_address_gets_three_mails_a_day_at_most(sheets, client):
    for number in range(5):
        post(client, sheets[0], filled(text=f"Texte {number}"))
    assert (Reply.objects.count(), OutgoingEmail.objects.count()) == (5, 3)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": "ada@"}, {"email"}),
        ({"name": "", "consent": ""}, {"name", "consent"}),
        ({"text": "x" * 3001}, {"text"}),
        ({"organisation": " "}, {"organisation"}),
    ],
)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_errors_keep_what_was_typed_and_name_the_fields(
    fields, wrong, language, sheets, client
):
    answer = post(client, sheets[0], filled(**fields), language=language)
    assert answer.status_code == 200
    soup = soup_of(answer)
    targets = {a["href"][1:] for a in soup.find(role="alert").find_all("a")}
    assert {soup.find(id=target)["name"] for target in targets} == wrong
    assert soup.find("input", {"name": "town"})["value"] == "Lyon"
    assert soup.find("textarea").text.strip()[:4] == filled(**fields)["text"][:4]
    assert not Reply.objects.exists()


@pytest.mark.parametrize("age", [None, 0, 31 * 24 * 3600])
def test_form_sent_too_fast_or_unstamped_comes_back_filled_in(age, sheets, client):
    mark = "forged:abc" if age is None else stamp(age)
    answer = post(client, sheets[0], filled(stamp=mark))
    assert answer.status_code == 200
    assert soup_of(answer).find("textarea").text.strip().startswith("Huit")
    assert not Reply.objects.exists()


def test_machine_that_fills_the_hidden_field_sees_success(sheets, client):
    answer = post(client, sheets[0], filled(website="https://spam.example"))
    assert (answer.status_code, answer.url) == (303, "/fr/reutilisation/ok/")
    assert not Reply.objects.exists()


def test_form_of_another_site_and_a_flood_are_refused(sheets):
    client = Client(enforce_csrf_checks=True)
    foreign = post(client, sheets[0], HTTP_SEC_FETCH_SITE="cross-site")
    assert foreign.status_code == 403
    statuses = [
        post(client, sheets[0], filled(text=f"n{number}")).status_code
        for number in range(21)
    ]
    assert statuses == [303] * 20 + [429]


def test_there_is_no_form_for_what_visitors_may_not_read(sheets, home_fr, client):
    for pk in (home_fr.pk, 10**6):
        assert client.get(f"/fr/reutilisation/{pk}/").status_code == 404
    PageViewRestriction.objects.create(page=sheets[0], restriction_type="login")
    assert client.get(f"/fr/reutilisation/{sheets[0].pk}/").status_code == 404
    assert post(client, sheets[0]).status_code == 404


@pytest.mark.parametrize("purpose", [CONFIRM, WITHDRAW])
def test_forged_link_and_link_of_the_other_purpose_do_nothing(purpose, sheets, client):
    kept = reply(sheets[0], state="pending")
    other = WITHDRAW if purpose == CONFIRM else CONFIRM
    token = path_of(link_for(kept, other)).rstrip("/").rpartition("/")[2]
    for wrong in (token, "x" * 20, f"{kept.uuid.hex}:abc"):
        address = reverse(f"replies:{purpose}", args=[wrong])
        assert client.post(address).status_code == 410
    kept.refresh_from_db()
    assert kept.state == Reply.State.PENDING


def test_confirmation_link_dies_after_48_hours(sheets, client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    kept = reply(sheets[0], state="pending")
    link = path_of(link_for(kept, CONFIRM))
    time_machine.shift(timedelta(hours=48, seconds=1))
    assert client.post(link).status_code == 410


def test_author_erases_a_reply_by_its_link(sheets, client):
    kept = reply(sheets[0], state="accepted")
    link = path_of(link_for(kept, WITHDRAW))
    assert "no-store" in client.get(link)["Cache-Control"]
    assert Reply.objects.exists()
    assert client.post(link).status_code == 200
    assert not Reply.objects.exists()
    assert client.post(link).status_code == 410


# Under the sheet


def test_only_accepted_replies_are_shown_in_either_language(sheets, client):
    for state in Reply.State.values:
        reply(sheets[0], state=state, organisation=f"Maison {state}")
    for page in sheets:
        text = client.get(page.url).text
        assert "Maison accepted" in text
        assert not re.search("Maison (pending|received|refused)", text)
        assert "bo@example.org" not in text
        assert "<b>aident" not in text
    foreign = (
        soup_of(client.get(sheets[1].url)).find(id="replies").find_next("blockquote")
    )
    assert foreign["lang"] == "fr"


def test_sheet_stays_a_page_that_caches_keep(sheets, client, settings, member):
    settings.PAGE_CACHE = True
    first = client.get(sheets[0].url)
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    after = soup_of(first).find(id="replies").find_next_siblings()
    assert after
    assert "<form" not in str(after)
    with CaptureQueriesContext(connection) as queries:
        client.get(sheets[0].url)
    assert len(queries) == 0


def test_accepted_reply_replaces_the_stored_page(
    sheets, client, settings, admin_user, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE = True
    kept = reply(sheets[0])
    client.get(sheets[0].url)
    from resources.replies import decide

    with django_capture_on_commit_callbacks(execute=True):
        assert decide(kept, accept=True, user=admin_user)
    assert "Huit résidents" in client.get(sheets[0].url).text


def test_queries_do_not_grow_with_replies(sheets, client):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(sheets[0].url)
        return len(queries)

    for number in range(2):
        reply(sheets[0], state="accepted", text=f"{number}")
    client.get(sheets[0].url)
    few = cost()
    for number in range(18):
        reply(sheets[0], state="accepted", text=f"{number}")
    assert cost() == few


# In the admin


def decide_url(kept):
    return reverse("reply_decision", args=[kept.pk])


@pytest.mark.parametrize(
    ("verb", "state", "words"),
    [("accept", "accepted", "se lit maintenant"), ("refuse", "refused", "pas")],
)
def test_editor_decides_and_the_author_is_told(
    verb, state, words, sheets, member, outbox
):
    client, kept = member(EDITORS), reply(sheets[0])
    listing = client.get(reverse("sheet_replies:index"))
    assert decide_url(kept) in listing.text
    assert client.get(decide_url(kept)).status_code == 200
    for _time in range(2):
        assert client.post(decide_url(kept), {"verb": verb}).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.decided_by) == (state, client.user)
    (mail,) = outbox()
    assert words in mail["text"]
    history = client.get(decide_url(kept)).context["history"]
    assert [(e.action, e.user) for e in history] == [
        (f"resources.reply.{verb}", client.user)
    ]


def test_decision_may_be_taken_back_and_both_are_kept(sheets, member):
    client, kept = member(EDITORS), reply(sheets[0])
    for verb in ("accept", "refuse"):
        client.post(decide_url(kept), {"verb": verb})
    kept.refresh_from_db()
    assert kept.state == Reply.State.REFUSED
    assert len(client.get(decide_url(kept)).context["history"]) == 2


def test_reply_that_is_not_confirmed_cannot_be_accepted(sheets, member):
    client, kept = member(EDITORS), reply(sheets[0], state="pending")
    client.post(decide_url(kept), {"verb": "accept"})
    kept.refresh_from_db()
    assert kept.state == Reply.State.PENDING


def test_other_members_neither_see_nor_decide(sheets, member):
    client, kept = member(TRANSLATORS), reply(sheets[0])
    for answer in (
        client.get(decide_url(kept)),
        client.post(decide_url(kept), {"verb": "accept"}),
        client.get(reverse("sheet_replies:index")),
    ):
        assert answer.url == reverse("wagtailadmin_home")
    kept.refresh_from_db()
    assert kept.state == Reply.State.RECEIVED


def test_waiting_replies_stand_on_the_first_screen(sheets, member):
    client, kept = member(EDITORS), reply(sheets[0])
    assert decide_url(kept) in client.get(reverse("wagtailadmin_home")).text


def test_lists_cost_the_same_at_two_and_at_twenty(sheets, member):
    client = member(EDITORS)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("sheet_replies:index")).status_code == 200
        return len(queries)

    for number in range(2):
        reply(sheets[0], text=f"{number}")
    cost()
    few = cost()
    for number in range(18):
        reply(sheets[0], text=f"{number}")
    assert cost() == few


# What is forgotten


def test_what_is_not_needed_is_erased(sheets):
    now = timezone.now()
    kept = {
        "old": reply(sheets[0], state="pending"),
        "young": reply(sheets[0], state="pending"),
        "refused": reply(sheets[0], "refused", decided_at=now - timedelta(days=91)),
        "shown": reply(sheets[0], "accepted", decided_at=now - timedelta(days=366)),
        "fresh": reply(sheets[0], "accepted", decided_at=now - timedelta(days=364)),
        "waiting": reply(sheets[0]),
    }
    Reply.objects.filter(pk__in=[kept["old"].pk, kept["waiting"].pk]).update(
        created_at=now - timedelta(days=31)
    )
    assert purge_replies() == 3
    left = set(Reply.objects.values_list("pk", "email"))
    assert left == {
        (kept[name].pk, "" if name == "shown" else "bo@example.org")
        for name in ("young", "shown", "fresh", "waiting")
    }
    assert purge_replies() == 0


@pytest.mark.demo
def test_demo_has_one_accepted_reply(demo, client):
    kept = Reply.objects.get()
    assert (kept.state, kept.email) == (Reply.State.ACCEPTED, "")
    page = demo("X1", "nl")
    type(page).objects.filter(pk=page.pk).update(image=None)
    assert kept.name in client.get(page.url).text
