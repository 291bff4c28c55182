"""Signing up, from the form to the confirmed subscription, in both languages."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from hubsite.mail import OutgoingEmail
from hubsite.models import Theme
from newsletter import consent
from newsletter.models import Consent, Subscriber

from . import factories
from .factories import signup

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
WORDS = {
    "fr": "Confirmez votre inscription à la lettre du hub",
    "nl": "Bevestig uw inschrijving op de nieuwsbrief van de hub",
}


def post(client, language="fr", data=None, **headers):
    return client.post(
        f"/{language}/abonnement/", data or signup(), **(headers or SAME)
    )


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_double_opt_in_from_form_to_active(language, site, outbox, link_in):
    client = Client(enforce_csrf_checks=True)
    answer = post(client, language)
    assert answer.status_code == 303
    assert client.get(answer.url).status_code == 200
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.language) == ("ada@example.org", language)
    (mail,) = outbox()
    assert f"/{language}/abonnement/c/" in mail["html"]
    link = link_in(mail, "c")
    page = client.get(link)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text
    subscriber.refresh_from_db()
    assert subscriber.status == "pending"
    assert client.post(link).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.status == "active"
    assert subscriber.confirmed_at is not None
    assert not client.cookies
    assert len(outbox()) == 2
    actions = list(Consent.objects.values_list("action", "language"))
    assert actions == [("request", language), ("confirm", language)]


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [("each", "le prochain numéro"), ("monthly", "Une fois par mois")],
)
def test_welcome_tells_what_will_come(rhythm, said, site, client, outbox, link_in):
    post(client, data=signup(rhythm=rhythm))
    client.post(link_in(outbox()[0], "c"))
    welcome = outbox()[-1]
    assert said in welcome["text"]
    assert said in welcome["html"]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_page_to_sign_up_may_be_found_by_search_engines(language, site, client):
    page = client.get(f"/{language}/abonnement/")
    assert page["X-Robots-Tag"] == "all"
    assert "noindex" not in page.text


def test_proof_names_the_words_and_the_page_but_no_network_address(site, client):
    post(client, data=signup(page="/fr/kit/"))
    proof = Consent.objects.get()
    assert (proof.page, proof.text_version) == ("/fr/kit/", "2026-11")
    assert proof.text == consent.consent_text("fr")
    names = {field.name for field in Consent._meta.fields}
    assert not names & {"ip", "ip_address", "user_agent"}


def test_proof_cannot_be_changed(site, client):
    post(client)
    proof = Consent.objects.get()
    proof.action = "withdraw"
    with pytest.raises(TypeError):
        proof.save()


def test_known_and_unknown_address_get_the_same_answer(site, client):
    factories.subscriber("known@example.org")
    factories.subscriber("left@example.org", status="unsubscribed")
    addresses = ("known@example.org", "left@example.org", "new@example.org")
    answers = [post(client, data=signup(email=address)) for address in addresses]
    for answer in answers:
        for header in ("X-Request-ID", "Expires"):
            del answer[header]
    seen = {(a.status_code, a.url, a.content, str(a.headers)) for a in answers}
    assert len(seen) == 1


def test_active_address_gets_its_preferences_link_and_changes_nothing(
    site, client, outbox, link_in
):
    factories.subscriber(language="nl")
    post(client)
    (mail,) = outbox()
    assert link_in(mail, "p").startswith("/nl/")
    assert Subscriber.objects.get().language == "nl"
    assert not Consent.objects.exists()


def test_one_mail_per_address_in_24_hours(site, client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _time in range(3):
        post(client)
    assert OutgoingEmail.objects.count() == 1
    time_machine.shift(timedelta(hours=24, seconds=1))
    post(client, data=signup(email="ADA@example.org"))
    assert OutgoingEmail.objects.count() == 2


def test_form_of_another_site_is_refused(site):
    client = Client(enforce_csrf_checks=True)
    for headers in (
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "http://testserver.evil.example/"},
        {"HTTP_USER_AGENT": "neither says where from"},
    ):
        assert post(client, **headers).status_code == 403
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "http://testserver"},
        {"HTTP_REFERER": "http://testserver/fr/kit/"},
    ],
)
def test_older_browser_of_this_site_is_served(site, client, headers):
    assert post(client, **headers).status_code == 303


def test_machine_that_fills_the_hidden_field_sees_success_and_changes_nothing(
    site, client
):
    answer = post(client, data=signup(website="https://spam.example"))
    assert (answer.status_code, answer.url) == (303, "/fr/abonnement/ok/")
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("age", [None, 0, 31 * 24 * 3600])
def test_form_sent_too_fast_or_unstamped_comes_back_filled_in(site, client, age):
    stamp = "forged:abc" if age is None else factories.stamp(age)
    answer = post(client, data=signup(stamp=stamp))
    assert answer.status_code == 200
    assert not Subscriber.objects.exists()
    soup = BeautifulSoup(answer.content, "html.parser")
    assert soup.find("input", {"name": "email"})["value"] == "Ada@Example.org"
    assert soup.find("input", {"name": "consent"}).has_attr("checked")


def test_errors_keep_what_was_typed_and_name_the_fields(site, client):
    theme = Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")
    data = {
        "email": "ada@",
        "themes": [theme.pk],
        "language": "nl",
        "stamp": factories.stamp(),
    }
    soup = BeautifulSoup(post(client, data=data).content, "html.parser")
    assert soup.find("input", {"name": "email"})["value"] == "ada@"
    assert soup.find("input", {"name": "themes"}).has_attr("checked")
    assert soup.find("input", {"name": "language", "value": "nl"}).has_attr("checked")
    alert = soup.find(role="alert")
    targets = [link["href"].removeprefix("#") for link in alert.find_all("a")]
    assert len(targets) == 2
    for target in targets:
        assert soup.find(id=target)["name"] in ("email", "consent")


def test_twenty_first_request_of_an_hour_from_one_network_is_refused(site, client):
    statuses = [
        post(client, data=signup(email=f"a{number}@example.org")).status_code
        for number in range(21)
    ]
    assert statuses == [303] * 20 + [429]
    other = post(client, REMOTE_ADDR="192.0.2.9", **SAME)
    assert other.status_code == 303


def test_signup_is_not_stored_by_caches_and_sets_no_cookie(site, client):
    answer = client.get("/fr/abonnement/")
    assert "no-store" in answer["Cache-Control"]
    assert "csrfmiddlewaretoken" not in answer.text
    assert not client.cookies


def test_short_form_of_a_page_is_complete(issue, client):
    soup = BeautifulSoup(client.get(issue.url).content, "html.parser")
    form = soup.find("form", action="/fr/abonnement/")
    names = {field["name"] for field in form.find_all("input")}
    assert names == {"email", "consent", "website", "stamp", "page"}
    assert form.find("input", {"name": "page"})["value"] == issue.url
    assert not form.find("input", {"name": "consent"}).has_attr("checked")


@pytest.mark.parametrize(
    "address",
    ["ada@example.org\nBcc: all@example.org", "ada@example.org, bo@example.org", "é@example.org"],
)  # fmt: skip
def test_address_that_is_none_is_refused(site, client, address):
    assert post(client, data=signup(email=address)).status_code == 200
    assert not Subscriber.objects.exists()


def test_themes_and_language_of_the_full_form_are_kept(site, client):
    theme = Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")
    post(client, data=signup(language="nl", themes=[theme.pk]))
    subscriber = Subscriber.objects.get()
    assert subscriber.language == "nl"
    assert list(subscriber.themes.all()) == [theme]


@pytest.mark.parametrize(("language", "first"), [("fr", "fr"), ("nl", "nl")])
def test_reader_s_language_is_the_first_choice(site, client, language, first):
    page = BeautifulSoup(client.get(f"/{language}/abonnement/").content, "html.parser")
    choices = page.find_all("input", {"name": "language"})
    assert [choice["value"] for choice in choices][0] == first
    assert len(choices) == 2
