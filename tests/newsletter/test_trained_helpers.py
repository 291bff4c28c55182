"""News for those who followed the hub's courses: they say so, and get their parts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hubsite.mail import OutgoingEmail
from newsletter import delivery, digests, importing, personal_data, sending
from newsletter.checking import review
from newsletter.links import MANAGE, own_page
from newsletter.models import Campaign, Subscriber, SubscriberImport

from . import factories

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def for_trained(kind, **value):
    return factories.part(kind, **value, for_trained=True)


@pytest.fixture
def mixed(issue_of, news):
    """An issue for all, two parts of which are for trained helpers."""
    item = {"type": "item", "id": "1", "value": factories.chosen(news("La suite"))}
    return issue_of(
        factories.section("Pour tous", "", news("La rentrée")),
        for_trained("section", heading="Après la formation", text="", items=[item]),
        for_trained("text", heading="Un mot", text="<p>Chers aidants.</p>"),
    )


@pytest.fixture
def readers():
    factories.subscriber("trained@example.org", is_trained_helper=True)
    factories.subscriber("other@example.org")


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_person_says_so_at_sign_up_and_changes_it_later(language, site, client):
    assert 'name="is_trained_helper"' in client.get(f"/{language}/abonnement/").text
    data = factories.signup(rhythm="each", language=language, is_trained_helper="on")
    assert client.post(f"/{language}/abonnement/", data, **SAME).status_code == 303
    subscriber = Subscriber.objects.get()
    assert subscriber.is_trained_helper
    path = own_page(subscriber, MANAGE)
    client.post(path, {"language": language, "rhythm": "each"})
    subscriber.refresh_from_db()
    assert not subscriber.is_trained_helper


def test_parts_for_trained_helpers_reach_them_alone(mixed, readers, sink):
    sending.queue_campaign(mixed, user=None)
    delivery.send_campaigns()
    texts = {
        mail["To"]: mail.get_body(("plain",)).get_content() for mail in sink.parsed()
    }
    assert all("La rentrée" in text for text in texts.values())
    own = {to: [word in text for word in ("La suite", "aidants", "APRÈS")]
           for to, text in texts.items()}  # fmt: skip
    assert own == {
        "trained@example.org": [True] * 3,
        "other@example.org": [False] * 3,
    }


def test_digest_makes_the_same_choice(mixed, readers):
    now = timezone.localtime().replace(day=1, hour=12)
    Campaign.objects.create(
        issue=mixed, state="sent", started_at=now - timedelta(days=9)
    )
    Subscriber.objects.update(rhythm="monthly", digest_from=now - timedelta(days=20))
    digests.send_digests(now)
    texts = dict(OutgoingEmail.objects.values_list("to", "text"))
    assert "La suite" in texts["trained@example.org"]
    assert "La suite" not in texts["other@example.org"]


@pytest.mark.parametrize("kind", ["news", "text"])
def test_issue_for_trained_helpers_alone_goes_to_no_other(
    kind, issue_of, news, readers
):
    item = {"type": "item", "id": "1", "value": factories.chosen(news("La suite"))}
    parts = {
        "news": for_trained("section", heading="La suite", text="", items=[item]),
        "text": for_trained("text", heading="", text="<p>Chers aidants.</p>"),
    }
    found = review(issue_of(parts[kind])).readers[0]
    assert (found.number, found.left_out) == (1, 1)


def test_editors_see_the_mail_as_either_gets_it(mixed, admin_client):
    address = reverse("newsletter_preview", args=[mixed.pk])
    asked = {"language": "fr", "format": "text"}
    assert "La suite" not in admin_client.get(address, asked).text
    assert "La suite" in admin_client.get(address, {**asked, "is_trained": "on"}).text


def test_public_page_shows_every_part(mixed, client):
    page = client.get(mixed.url).text
    assert "La suite" in page
    assert "Chers aidants." in page


def test_import_brings_it_and_names_what_is_unclear():
    words = {"oui": True, "Ja": True, "True": True, "": False, "nee": False}
    rows = [[f"a{n}@example.org", word] for n, word in enumerate(words)]
    header = ["email", "A suivi une de nos formations"]
    made = SubscriberImport.objects.create(
        rows=[header, *rows, ["b@example.org", "peut-être"]],
        columns=importing.guess_columns(header),
        source="Feuille de présence",
        language="fr",
        file_name="l.csv",
    )
    ((line, text),) = importing.run(made, None).faults
    assert line == 7
    assert "peut-être" in text
    found = Subscriber.objects.order_by("pk").values_list(
        "is_trained_helper", flat=True
    )
    assert list(found) == [*words.values(), False]


def test_it_stays_when_two_rows_of_one_person_become_one():
    factories.subscriber("new@example.org", is_trained_helper=True)
    mine = factories.subscriber("ada@example.org", new_email="new@example.org")
    assert personal_data.change_address(mine)
    assert Subscriber.objects.get().is_trained_helper
