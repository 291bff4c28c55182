"""The sign-up form in the body of any page, put there by an editor."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from home.models import StandardPage
from hubsite.mail import OutgoingEmail
from newsletter.models import Consent, Subscriber

from . import factories

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
BLOCK = {"type": "signup", "value": {"heading": "", "text": ""}}


@pytest.fixture
def page(site, home_nl):
    """Return a function that publishes a page with these blocks, in a language."""

    def publish(*blocks, language="fr"):
        home = site if language == "fr" else home_nl
        page = StandardPage(
            title="La veille", slug="veille", locale=home.locale, body=list(blocks)
        )
        return factories.publish(home, page)

    return publish


@pytest.mark.parametrize(
    ("language", "heading"),
    [("fr", "S'inscrire à la lettre"), ("nl", "Inschrijven op de nieuwsbrief")],
)
def test_form_of_a_page_subscribes_and_the_proof_names_the_page(
    language, heading, page, client
):
    where = page(BLOCK, language=language).url
    soup = BeautifulSoup(client.get(where).content, "html.parser")
    section = soup.find("main").find("section", class_="signup")
    assert section.find("h2").text.replace("’", "'") == heading
    form = section.find("form")
    data = {
        field["name"]: field.get("value", "")
        for field in form.find_all("input")
        if field.get("type") != "checkbox"
    }
    data |= {"email": "ada@example.org", "consent": "on", "stamp": factories.stamp()}
    answer = client.post(form["action"], data, **SAME)
    assert answer.url == f"/{language}/abonnement/ok/"
    subscriber = Subscriber.objects.get()
    assert (subscriber.language, subscriber.rhythm) == (language, "each")
    assert Consent.objects.get().page == where
    assert OutgoingEmail.objects.get().language == language


def test_guards_of_the_sign_up_hold_here_too(page, client):
    where = page(BLOCK).url
    form = BeautifulSoup(client.get(where).content, "html.parser").find(
        "form", action="/fr/abonnement/"
    )
    fresh = form.find("input", {"name": "stamp"})["value"]
    data = factories.signup(stamp=fresh, page=where)
    assert client.post("/fr/abonnement/", data, **SAME).status_code == 200
    data = factories.signup(website="x")
    assert client.post("/fr/abonnement/", data, **SAME).status_code == 303
    assert client.post("/fr/abonnement/", factories.signup()).status_code == 403
    assert not Subscriber.objects.exists()
    assert not client.cookies


def test_editor_s_words_are_shown_as_text(page, client):
    value = {"heading": "Chaque mois <b>", "text": "Les appels & les kits."}
    text = client.get(page({"type": "signup", "value": value}).url).text
    assert "Chaque mois &lt;b&gt;" in text
    assert "Les appels &amp; les kits." in text


def test_body_takes_one_form(page):
    where = page(BLOCK)
    where.body = [("signup", {"heading": "", "text": ""})] * 2
    block = where.body.stream_block
    with pytest.raises(ValidationError):
        block.clean(where.body)
