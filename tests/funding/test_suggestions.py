"""Suggesting a call or reporting a mistake: from the form to the outcome's mail."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from funding.models import CallIndexPage, CallPage, CallSuggestion
from funding.suggestions import purge_suggestions
from hubsite.groups import EDITORS, FUNDING_WATCH, TRANSLATORS, ensure_groups
from hubsite.mail import OutgoingEmail
from tests.admin.conftest import member, team
from tests.newsletter.conftest import outbox
from tests.newsletter.factories import stamp
from tests.search.factories import call, index_page, organisation, translated

__all__ = ["member", "outbox", "team"]

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
FORM = {"fr": "/fr/proposer-un-appel/", "nl": "/nl/oproep-melden/"}
LINK = "https://funder.example/neuf?utm_source=x"


@pytest.fixture
def calls(home_fr, home_nl):
    """The lists of calls in both languages, with one call that is known."""
    home_fr.save_revision().publish()
    home_nl.save_revision().publish()
    index_page(home_fr, CallIndexPage)
    index_page(home_nl, CallIndexPage)
    return call(home_fr, "Équiper les associations", deadline_on=date(2027, 3, 1))


def filled(**fields):
    return {
        "url": LINK, "title": "Ateliers <b>du soir</b>", "funder": "Fonds Commun-Clic",
        "deadline": "2027-05-01", "text": "Vu ce matin", "credit": "Le Foyer",
        "email": "Ada@Example.org", "stamp": stamp(),
    } | fields  # fmt: skip


def post(client, data=None, language="fr", url=None, **headers):
    return client.post(url or FORM[language], data or filled(), **(headers or SAME))


def suggestion(**fields):
    values = {"kind": "call", "title": "Ateliers du soir", "language": "nl"}
    values |= {"url": LINK, "funder": "Fonds Commun-Clic", "email": "bo@example.org"}
    return CallSuggestion.objects.create(**values | fields)


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


# The form


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_anybody_suggests_a_call_in_either_language(language, calls):
    client = Client(enforce_csrf_checks=True)
    assert client.get(FORM[language]).status_code == 200
    answer = post(client, language=language)
    assert answer.status_code == 303
    assert client.get(answer.url).status_code == 200
    kept = CallSuggestion.objects.get()
    assert (kept.url, kept.deadline) == (LINK, date(2027, 5, 1))
    assert (kept.language, kept.email) == (language, "ada@example.org")
    assert kept.state == CallSuggestion.State.RECEIVED
    assert not OutgoingEmail.objects.exists()
    assert not client.cookies


def test_an_address_alone_is_enough_and_twice_the_same_is_one(calls, client):
    for _time in range(2):
        answer = post(client, {"url": "funder.example/neuf", "stamp": stamp()})
        assert answer.status_code == 303
    assert CallSuggestion.objects.get().url == "https://funder.example/neuf"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"url": "", "title": ""}, {"url"}),
        ({"url": "javascript:alert(1)"}, {"url"}),
        ({"url": "ftp://funder.example/"}, {"url"}),
        ({"url": "x" * 501}, {"url"}),
        ({"url": "x.example/" + "y" * 485}, {"url"}),
        ({"title": "x" * 201}, {"title"}),
        ({"title": "nul\x00"}, {"title"}),
        ({"deadline": "2027-13-40"}, {"deadline"}),
        ({"email": "ada@"}, {"email"}),
        ({"text": "x" * 3001, "credit": "x" * 121}, {"text", "credit"}),
    ],
)
@pytest.mark.parametrize("language", ["fr", "nl"])
def test_errors_keep_what_was_typed_and_name_the_fields(
    fields, wrong, language, calls, client
):
    answer = post(client, filled(**fields), language=language)
    assert answer.status_code == 200
    soup = soup_of(answer)
    targets = {a["href"][1:] for a in soup.find(role="alert").find_all("a")}
    assert {soup.find(id=target)["name"] for target in targets} == wrong
    for name in {"title", "funder", "url"} - fields.keys():
        assert soup.find("input", {"name": name})["value"] == filled()[name]
    assert not CallSuggestion.objects.exists()


@pytest.mark.parametrize("age", [None, 0, 31 * 24 * 3600])
def test_form_sent_too_fast_or_unstamped_comes_back_filled_in(age, calls, client):
    mark = "forged:abc" if age is None else stamp(age)
    answer = post(client, filled(stamp=mark))
    assert answer.status_code == 200
    assert soup_of(answer).find("textarea").text.strip() == "Vu ce matin"
    assert not CallSuggestion.objects.exists()


def test_machine_that_fills_the_hidden_field_sees_success(calls, client):
    answer = post(client, filled(website="https://spam.example"))
    assert answer.status_code == 303
    assert not CallSuggestion.objects.exists()


def test_form_of_another_site_and_a_flood_are_refused(calls):
    client = Client(enforce_csrf_checks=True)
    foreign = post(client, HTTP_SEC_FETCH_SITE="cross-site")
    assert foreign.status_code == 403
    statuses = [
        post(client, filled(text=f"n{number}")).status_code for number in range(21)
    ]
    assert statuses == [303] * 20 + [429]


# Possible duplicates


@pytest.mark.parametrize(
    "same",
    [
        {"url": "http://www.funder.example/call/?utm_source=x", "title": ""},
        {
            "url": "",
            "title": "AAP : équiper les associations",
            "deadline": "2027-03-01",
        },
    ],
)
def test_a_known_call_is_shown_before_it_is_suggested_again(same, calls, client):
    typed = filled(**same)
    answer = post(client, typed)
    assert answer.status_code == 200
    soup = soup_of(answer)
    assert soup.find(role="alert").a["href"] == calls.url
    assert not CallSuggestion.objects.exists()
    form = soup.find("form", {"class": "form"})
    again = {one["name"]: one.get("value", "") for one in form.find_all("input")}
    again["text"] = form.textarea.text.strip()
    assert {name: again[name] for name in typed} == typed
    assert post(client, again).status_code == 303
    assert CallSuggestion.objects.get().shown == [calls.pk]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"title": "AAP Équiper les associations"}, True),
        ({"title": "Équiper les associations", "url": "https", "deadline": "x"}, True),
        ({"url": "https://funder.example/call"}, True),
        ({"url": "https://funder.example/other"}, False),
        ({"title": "Équ"}, False),
        ({"title": "É" * 300}, False),
        ({}, False),
    ],
)
def test_known_calls_are_shown_while_the_form_is_filled_in(typed, shown, calls, client):
    answer = client.get(f"{FORM['fr']}known/", typed)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert bool(soup_of(answer).find("a", href=calls.url)) is shown
    calls.unpublish()
    assert not soup_of(client.get(f"{FORM['fr']}known/", typed)).find("a")


@pytest.mark.parametrize("seen", ["0", "x", "-" * 300, "９", "9" * 400, "\x00"])
def test_a_forged_list_of_calls_seen_is_no_answer(seen, calls, client):
    answer = post(client, filled(url="https://funder.example/call", seen=seen))
    assert answer.status_code == 200
    assert soup_of(answer).find(role="alert").a


def test_calls_that_visitors_may_not_read_are_not_shown(calls, client):
    typed = filled(url="https://funder.example/call")
    restriction = PageViewRestriction.objects.create(
        page=calls, restriction_type="login"
    )
    assert post(client, typed).status_code == 303
    restriction.delete()
    calls.unpublish()
    assert post(client, typed).status_code == 303


def test_a_reader_of_dutch_is_shown_the_dutch_page(calls, home_nl, client):
    dutch = translated(
        calls, index_page(home_nl, CallIndexPage), "Verenigingen uitrusten",
        kind="aap", funder=organisation(), rolling=True,
        official_url="https://funder.example/nl/oproep",
    )  # fmt: skip
    answer = post(client, filled(url="https://funder.example/call"), language="nl")
    assert soup_of(answer).find(role="alert").a["href"] == dutch.url


def cost(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_the_form_asks_no_more_of_twenty_like_calls_than_of_two(calls, home_fr, client):
    typed = filled(url="https://funder.example/call")
    call(home_fr, "Équiper les associations 2")
    post(client, typed)
    few = cost(lambda: post(client, typed))
    for number in range(18):
        call(home_fr, f"Équiper les associations {number + 3}")
    assert cost(lambda: post(client, typed)) == few


# A mistake in a call


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_mistake_is_reported_on_the_page_of_a_call(language, calls, client):
    url = f"{FORM[language]}{calls.pk}/"
    if language == "fr":
        assert url in client.get(calls.url).text
    form = client.get(url)
    assert form.status_code == 200
    assert calls.title in form.text
    empty = post(client, {"text": " ", "stamp": stamp()}, url=url)
    assert soup_of(empty).find(role="alert").a
    data = {"text": "La date a changé.", "stamp": stamp()}
    assert post(client, data, url=url).status_code == 303
    kept = CallSuggestion.objects.get()
    assert (kept.kind, kept.page, kept.email) == ("mistake", calls, "")


def test_there_is_no_form_for_what_visitors_may_not_read(calls, home_fr, client):
    PageViewRestriction.objects.create(page=calls, restriction_type="login")
    for pk in (calls.pk, home_fr.pk, 10**6):
        assert client.get(f"{FORM['fr']}{pk}/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_list_of_calls_leads_to_the_form(language, calls, client):
    page = CallIndexPage.objects.get(locale__language_code=language)
    assert f'href="{FORM[language]}"' in client.get(page.url).text


# In the admin


def decide_url(kept):
    return reverse("suggestion_decision", args=[kept.pk])


@pytest.fixture
def editor(calls, home_fr, home_nl, member):
    ensure_groups([home_fr, home_nl])
    return member(FUNDING_WATCH)


def test_accepting_makes_a_prefilled_draft_and_tells_the_author(editor, outbox):
    kept = suggestion(credit="Le Foyer", deadline=date(2027, 5, 1))
    page = editor.get(decide_url(kept))
    form = page.context["form"]
    assert form.initial["funder"] == organisation()
    data = {"verb": "accept", "funder": organisation().pk, "answer": "Bedankt <3"}
    answer = editor.post(decide_url(kept), data)
    draft = CallPage.objects.get(title="Ateliers du soir")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert editor.get(answer.url).status_code == 200
    assert not draft.live
    assert (draft.official_url, draft.proposed_by) == (LINK, "Le Foyer")
    assert [one.deadline_on for one in draft.rounds.all()] == [date(2027, 5, 1)]
    (mail,) = outbox()
    assert "Uw voorstel is aanvaard" in mail["subject"]
    assert "Bedankt <3" in mail["text"]
    kept.refresh_from_db()
    assert (kept.state, kept.page, kept.decided_by) == ("accepted", draft, editor.user)
    history = editor.get(decide_url(kept)).context["history"]
    assert [(e.action, e.user) for e in history] == [
        ("funding.suggestion.accepted", editor.user)
    ]


@pytest.mark.parametrize("typed", [{"title": ""}, {"url": ""}])
def test_little_is_enough_for_a_draft(typed, editor):
    """Only publication asks for a deadline and an official address."""
    kept = suggestion(**typed)
    data = {"verb": "accept", "funder": organisation().pk}
    answer = editor.post(decide_url(kept), data)
    assert editor.get(answer.url).status_code == 200
    assert not CallPage.objects.latest("pk").live


def test_a_draft_needs_a_funder_and_nothing_typed_is_lost(editor):
    kept = suggestion()
    answer = editor.post(decide_url(kept), {"verb": "accept", "answer": "Dank"})
    assert answer.context["form"].errors.keys() == {"funder"}
    assert "Dank" in answer.text
    kept.refresh_from_db()
    assert kept.state == "received"


def test_merging_names_the_author_and_sends_the_call(editor, calls, outbox):
    kept = suggestion(url=calls.official_url, language="fr", credit="Le Foyer")
    # Somebody is at work on the call: its draft is half written.
    draft = calls.get_latest_revision_as_object()
    draft.official_url = ""
    draft.save_revision(clean=False)
    page = editor.get(decide_url(kept))
    assert [one.pk for one in page.context["known"]] == [calls.pk]
    assert page.context["form"].initial["into"] == calls.pk
    for _time in range(2):
        editor.post(decide_url(kept), {"verb": "merge", "into": calls.pk})
    revision = CallPage.objects.get(pk=calls.pk).get_latest_revision_as_object()
    assert revision.proposed_by == "Le Foyer"
    (mail,) = outbox()
    assert calls.full_url in mail["text"]
    kept.refresh_from_db()
    assert (kept.state, kept.page) == ("merged", calls)


def test_a_refusal_is_courteous_and_stands(editor, outbox):
    kept = suggestion(language="fr", title="<script>x</script>")
    assert "<script>x" not in editor.get(decide_url(kept)).text
    for verb in ("refuse", "accept"):
        editor.post(decide_url(kept), {"verb": verb, "funder": organisation().pk})
    kept.refresh_from_db()
    assert kept.state == "refused"
    (mail,) = outbox()
    assert "merci d’avoir pensé à nous" in mail["text"]
    assert "<script>x" not in mail["html"]


def test_a_mistake_is_settled_without_a_draft(editor, calls, outbox):
    kept = suggestion(kind="mistake", page=calls, text="La date", url="", language="fr")
    before = CallPage.objects.count()
    editor.post(decide_url(kept), {"verb": "accept"})
    kept.refresh_from_db()
    assert (kept.state, kept.page) == ("accepted", calls)
    assert CallPage.objects.count() == before
    (mail,) = outbox()
    assert "corrigé" in mail["text"]


def test_whoever_left_no_address_gets_no_mail(editor):
    editor.post(decide_url(suggestion(email="")), {"verb": "refuse"})
    assert not OutgoingEmail.objects.exists()


def test_others_neither_see_nor_decide(calls, home_fr, home_nl, member):
    kept = suggestion()
    ensure_groups([home_fr, home_nl])
    client = member(TRANSLATORS)
    for answer in (
        client.get(decide_url(kept)),
        client.post(decide_url(kept), {"verb": "refuse"}),
        client.get(reverse("call_suggestions:index")),
    ):
        assert answer.url == reverse("wagtailadmin_home")
    assert member(EDITORS, "ed").get(decide_url(kept)).status_code == 200
    kept.refresh_from_db()
    assert kept.state == "received"


def test_the_queue_costs_the_same_at_two_and_at_twenty(editor):
    def look():
        assert editor.get(reverse("call_suggestions:index")).status_code == 200

    kept = [suggestion(text=f"{number}") for number in range(2)]
    assert decide_url(kept[0]) in editor.get(reverse("wagtailadmin_home")).text
    look()
    few = cost(look)
    for number in range(18):
        suggestion(text=f"{number + 2}")
    assert cost(look) == few


# What is forgotten


def test_what_is_not_needed_is_erased(calls):
    now = timezone.now()
    old = suggestion(text="old")
    CallSuggestion.objects.filter(pk=old.pk).update(
        created_at=now - timedelta(days=366)
    )
    suggestion(text="young")
    suggestion(text="no", state="refused", decided_at=now - timedelta(days=91))
    for name, days in (("settled", 366), ("fresh", 364)):
        suggestion(
            text=name, credit="Bo", state="merged", decided_at=now - timedelta(days)
        )
    assert purge_suggestions() == 3
    left = CallSuggestion.objects.values_list("text", "email", "credit")
    assert set(left) == {
        ("young", "bo@example.org", ""),
        ("settled", "", ""),
        ("fresh", "bo@example.org", "Bo"),
    }
    assert purge_suggestions() == 0
