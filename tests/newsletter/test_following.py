"""Following a list or a page by mail, from the link under it to the mail and the end."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import EventIndexPage
from funding.models import CallIndexPage
from home.models import NewsIndexPage
from hubsite.mail import OutgoingEmail
from newsletter import alert_consent
from newsletter.alert_links import CONFIRM, STOP, alert_link
from newsletter.alert_words import followed_by
from newsletter.models import Alert, Consent, NewsletterIndexPage, Subscriber
from newsletter.suppression import Reason, is_suppressed, suppress
from resources.models import ExperienceIndexPage, ResourceIndexPage
from search.following import watermark
from tests.search.factories import call, event, index_page, noon, standard, theme

from . import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
FOLLOW = {"fr": "Suivre cette liste", "nl": "Deze lijst volgen"}
SEARCH = {"fr": "/fr/recherche/", "nl": "/nl/zoeken/"}


@pytest.fixture(autouse=True)
def _at_noon(time_machine, site):
    time_machine.move_to(noon(), tick=False)


def filled(**fields):
    """What a browser sends when a person follows a list."""
    return {
        "email": "Ada@Example.org",
        "rhythm": "daily",
        "language": "fr",
        "consent": "on",
        "stamp": factories.stamp(),
    } | fields


def post(client, path="/fr/alertes/", data=None, **headers):
    return client.post(path, data or filled(), **(headers or SAME))


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def path_in(text):
    return re.search(r"http://localhost(/\w\w/(?:alertes|meldingen)/\w/\S+)", text)[1]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_list_leads_to_a_form_that_says_its_filters(language, client):
    theme("rights", "Droits", "Rechten")
    page = soup(client.get(f"{SEARCH[language]}?q=tablette&theme=rights&sort=due"))
    link = page.find(lambda tag: tag.name == "a" and FOLLOW[language] in tag.text)
    form = client.get(link["href"])
    assert form.status_code == 200
    words = soup(form).find(class_="callout").get_text(" ", strip=True)
    assert "“tablette”" in words
    assert {"fr": "Droits", "nl": "Rechten"}[language] in words
    assert "no-store" in form["Cache-Control"]
    assert not client.cookies


def test_list_page_and_its_own_page_are_followed_by_their_key(home_fr, client):
    page = call(home_fr, "Appel")
    calls = index_page(home_fr, CallIndexPage)
    listed = soup(client.get(calls.url + "?status=open"))
    link = listed.find("a", href=re.compile("/alertes/l/"))["href"]
    assert post(client, link, filled(reminders=["30", "3"])).status_code == 303
    own = soup(client.get(page.url)).find("a", href=re.compile("/alertes/p/"))["href"]
    post(client, own)
    first, second = Alert.objects.all()
    assert (first.list_key, first.item_key) == (calls.translation_key, None)
    assert (first.parameters, first.reminders) == ("status=open", [30, 3])
    assert (second.item_key, second.parameters) == (page.translation_key, "")


@pytest.mark.parametrize(
    "model", [EventIndexPage, ResourceIndexPage, ExperienceIndexPage, NewsIndexPage]
)
def test_every_list_can_be_followed_but_that_of_the_letters(home_fr, client, model):
    page = index_page(home_fr, model)
    link = soup(client.get(page.url)).find("a", href=re.compile("/alertes/l/"))
    assert client.get(link["href"]).status_code == 200
    letters = index_page(home_fr, NewsletterIndexPage)
    assert "/alertes/" not in client.get(letters.url).text


def test_a_search_without_results_offers_to_wait_for_them(home_fr, client):
    found = soup(client.get("/fr/recherche/?q=introuvable")).find(class_="callout")
    assert found.find("a", href="/fr/alertes/?q=introuvable")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["q", "theme", "status", "town", "sort", "reach", "page"]),
            st.text(max_size=30),
        ),
        max_size=8,
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_address_what_is_kept_is_read_the_same(home_fr, pairs):
    def followed(parameters):
        return followed_by([Alert(language="fr", parameters=parameters)], "fr")[0]

    once = followed(urlencode(pairs))
    again = followed(once.parameters)
    assert again.parameters == once.parameters
    assert (again.query.q, again.text) == (once.query.q, once.text)


def test_the_form_asks_the_same_of_the_database_for_two_filters_or_twenty(client):
    def queries(number):
        tags = "&".join(f"tag=t{n}" for n in range(number))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/fr/alertes/?{tags}").status_code == 200
        return len(caught)

    queries(1)
    assert queries(2) == queries(20)


def test_reminders_are_offered_where_something_may_close(home_fr, client):
    news, meeting = standard(home_fr, "Page"), event(home_fr, "Atelier")
    for path, offered in (
        ("/fr/alertes/", True),
        ("/fr/alertes/?type=page", False),
        ("/fr/alertes/?type=page&type=call", True),
        (f"/fr/alertes/p/{news.translation_key}/", False),
        (f"/fr/alertes/p/{meeting.translation_key}/", True),
    ):
        found = soup(client.get(path)).find("input", {"name": "reminders"})
        assert bool(found) == offered, path


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_double_opt_in_and_no_scanner_confirms(language, outbox):
    client = Client(enforce_csrf_checks=True)
    start = {"fr": "/fr/alertes/", "nl": "/nl/meldingen/"}[language]
    answer = post(client, f"{start}?q=tablette", filled(language=language))
    assert answer.status_code == 303
    assert client.get(answer.url).status_code == 200
    (mail,) = outbox()
    link = path_in(mail["text"])
    assert link.startswith(start)
    assert "tablette" in client.get(link).text
    assert Alert.objects.get().state == "pending"
    assert client.post(link).status_code == 200
    assert client.post(link).status_code == 200
    alert = Alert.objects.get()
    assert (alert.state, alert.watermark) == ("active", str(watermark()))
    assert Subscriber.objects.get().status == "none"
    assert not client.cookies
    proofs = Consent.objects.values_list("action", "purpose", "language", "text")
    assert list(proofs) == [
        ("request", "alerts", language, alert_consent.consent_text(language)),
        ("confirm", "alerts", language, ""),
    ]


def test_what_a_stranger_typed_is_not_mailed(client, home_fr):
    post(client, "/fr/alertes/?q=www.evil.example&theme=evil.example&tag=buy-now")
    mail = OutgoingEmail.objects.get()
    for text in (mail.subject, mail.text, mail.html):
        assert "evil" not in text
        assert "buy-now" not in text


def test_every_address_gets_the_same_answer_and_the_same_mail(client):
    factories.subscriber("known@example.org")
    factories.subscriber("left@example.org", status="unsubscribed")
    addresses = ("known@example.org", "left@example.org", "new@example.org")
    answers = [post(client, data=filled(email=address)) for address in addresses]
    for answer in answers:
        for header in ("X-Request-ID", "Expires"):
            del answer[header]
    seen = {(a.status_code, a.url, a.content, str(a.headers)) for a in answers}
    assert len(seen) == 1
    assert OutgoingEmail.objects.values_list("subject").distinct().count() == 1
    assert OutgoingEmail.objects.count() == 3
    assert Subscriber.objects.get(email="known@example.org").status == "active"
    assert Subscriber.objects.get(email="left@example.org").status == "unsubscribed"


def test_mails_to_one_address_are_few_whoever_asks(client, time_machine):
    for number in range(8):
        for _time in range(2):
            post(client, f"/fr/alertes/?q=mot{number}")
    assert OutgoingEmail.objects.count() == alert_consent.MOST_MAILS_A_DAY
    assert Alert.objects.count() == 8
    time_machine.shift(timedelta(days=1, seconds=1))
    post(client, "/fr/alertes/?q=mot7")
    assert OutgoingEmail.objects.count() == alert_consent.MOST_MAILS_A_DAY + 1


def test_requests_that_nobody_confirms_do_not_pile_up():
    for number in range(30):
        wanted = Alert(language="fr", parameters=f"q={number}")
        alert_consent.ask(wanted, email="ada@example.org", title="Tout le site")
    kept = set(Alert.objects.values_list("parameters", flat=True))
    assert kept == {f"q={number}" for number in range(10, 30)}


def test_a_machine_and_another_site_change_nothing(client):
    answer = post(client, data=filled(website="https://spam.example"))
    assert (answer.status_code, answer.url) == (303, "/fr/alertes/ok/")
    cross = post(client, HTTP_SEC_FETCH_SITE="cross-site")
    assert cross.status_code == 403
    assert not Subscriber.objects.exists()


def test_twenty_first_request_of_an_hour_is_refused(client):
    statuses = [
        post(client, data=filled(email=f"a{number}@example.org")).status_code
        for number in range(21)
    ]
    assert statuses == [303] * 20 + [429]


def test_errors_name_the_fields_and_keep_what_was_typed(client):
    data = {
        "email": "ada@",
        "rhythm": "monthly",
        "reminders": ["14"],
        "stamp": factories.stamp(),
    }
    page = soup(post(client, data=data))
    assert page.find("input", {"name": "email"})["value"] == "ada@"
    assert page.find("input", {"value": "monthly"}).has_attr("checked")
    assert page.find("input", {"value": "14"}).has_attr("checked")
    targets = [
        link["href"].removeprefix("#") for link in page.find(role="alert").find_all("a")
    ]
    assert [page.find(id=target)["name"] for target in targets] == [
        "email",
        "language",
        "consent",
    ]
    assert not Alert.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"reminders": ["7"]}, {"rhythm": "hourly"}, {"language": "en"}]
)
def test_choices_that_are_none_are_refused(client, fields):
    assert post(client, data=filled(**fields)).status_code == 200
    assert not Alert.objects.exists()


def test_what_cannot_be_followed_is_said(client, home_fr):
    nobody = "00000000-0000-4000-8000-000000000000"
    assert client.get(f"/fr/alertes/l/{nobody}/").status_code == 404
    assert client.get(f"/fr/alertes/p/{nobody}/").status_code == 404
    # A page that lists nothing is no list.
    assert client.get(f"/fr/alertes/l/{home_fr.translation_key}/").status_code == 404
    many = "&".join(f"tag={'x' * 60}{number}" for number in range(30))
    assert post(client, f"/fr/alertes/?{many}").status_code == 400
    asked = client.get("/fr/alertes/?q=formation&town=saint-denis")
    assert (asked.status_code, asked.url) == (
        302,
        "/fr/recherche/?q=formation&town=saint-denis",
    )
    assert not Alert.objects.exists()


def follow(**fields):
    person = Subscriber.objects.first() or factories.subscriber(status="none")
    fields = {
        "language": "fr",
        "state": "pending",
        "watermark": str(watermark()),
    } | fields
    return Alert.objects.create(subscriber=person, **fields)


def local(link):
    return link.removeprefix("http://localhost")


def test_links_tampered_expired_swapped_replayed_or_revoked_open_nothing(
    client, time_machine
):
    alert = follow()
    link = local(alert_link(alert, CONFIRM))
    stop = local(alert_link(alert, STOP))
    other = local(alert_link(follow(parameters="q=b"), CONFIRM))
    swapped = stop.replace("/s/", "/c/")
    mixed = link[:40] + other[40:]
    for wrong in (link[:-2] + "x/", swapped, mixed, "/fr/alertes/c/nobody/"):
        assert client.get(wrong).status_code == 410, wrong
        assert client.post(wrong).status_code == 410
    assert client.post(link.replace("/c/", "/s/")).status_code == 200
    time_machine.shift(timedelta(hours=48, seconds=1))
    assert client.post(link).status_code == 410
    alert.refresh_from_db()
    assert alert.state == "pending"
    fresh = local(alert_link(alert, CONFIRM))
    client.post(fresh)
    client.post(stop)
    assert client.post(fresh).status_code == 410
    alert.refresh_from_db()
    assert alert.state == "stopped"
    alert.subscriber.revoke_links()
    assert client.get(fresh).status_code == 410


def test_one_alert_is_stopped_in_one_click_the_others_run(client):
    alert, other = follow(state="active"), follow(state="active", parameters="q=b")
    link = local(alert_link(alert, STOP))
    assert "Tout le site" in client.get(link).text
    alert.refresh_from_db()
    assert alert.state == "active"
    first = client.post(link, {"List-Unsubscribe": "One-Click"})
    again, forged = client.post(link), client.post("/fr/alertes/s/nobody/")
    assert {first.status_code, again.status_code, forged.status_code} == {200}
    main = [soup(answer).main.get_text() for answer in (first, again, forged)]
    assert len(set(main)) == 1
    for row in (alert, other):
        row.refresh_from_db()
    assert (alert.state, other.state) == ("stopped", "active")
    assert Consent.objects.get().action == "withdraw"


def test_confirming_the_same_again_takes_the_place_of_the_first():
    mark = "0@2026-01-01T00:00:00+00:00"
    old = follow(state="active", watermark=mark, parameters="q=a")
    twin = follow(state="active", watermark=mark, parameters="q=a")
    for told in (old, twin):
        told.hits.create(item_key=old.uuid, event="new", told_on=noon())
    new = follow(rhythm="monthly", parameters="q=a")
    follow(state="active", parameters="q=b")
    alert_consent.confirm(new)
    assert set(Alert.objects.values_list("parameters", flat=True)) == {"q=a", "q=b"}
    new.refresh_from_db()
    assert (new.rhythm, new.watermark, new.hits.count()) == ("monthly", mark, 1)


@pytest.mark.parametrize("reason", [Reason.HARD_BOUNCE, Reason.COMPLAINT])
def test_who_confirms_is_written_to_again_for_alerts_only(reason):
    factories.subscriber()
    suppress("ada@example.org", reason)
    alert_consent.confirm(follow())
    assert Subscriber.objects.get().status == "none"
    assert not is_suppressed("ada@example.org")


def test_what_is_not_confirmed_or_stopped_is_forgotten(time_machine):
    follow()
    follow(state="stopped", parameters="q=b")
    assert alert_consent.purge_alerts() == 0
    time_machine.shift(timedelta(days=31))
    follow(state="active", parameters="q=c", changed_at=timezone.now() - 99 * DAY)
    assert alert_consent.purge_alerts() == 2
    alert_consent.delete(Alert.objects.get())
    assert alert_consent.purge_alerts() == 0
    time_machine.shift(timedelta(days=31))
    assert alert_consent.purge_alerts() == 1
    assert not Subscriber.objects.exists()
