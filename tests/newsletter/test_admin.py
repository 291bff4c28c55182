"""An editor looks, tries, sends and follows; who may not, cannot."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from hubsite.mail import OutgoingEmail
from newsletter.models import Campaign, Subscriber

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model):
    user = django_user_model.objects.create_user(
        "editor", "editor@example.org", is_staff=True
    )
    names = ["access_admin", "add_campaign", "view_campaign", "view_subscriber"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


def test_send_page_counts_readers_and_queues_without_sending(issue, admin, sink_off):
    factories.subscriber("ada@example.org")
    factories.subscriber("bo@example.org", language="nl")
    address = reverse("newsletter_send", args=[issue.pk])
    page = admin.get(address)
    review = page.context["review"]
    assert [(each.language, each.number) for each in review.readers] == [
        ("fr", 1),
        ("nl", 1),
    ]
    assert not review.blocking
    answer = admin.post(address, {"in_doubt_policy": "hold"})
    campaign = Campaign.objects.get()
    assert answer.url == reverse("newsletter_campaign", args=[campaign.pk])
    assert campaign.state == Campaign.State.QUEUED
    assert campaign.queued_by.username == "editor"
    assert admin.get(answer.url).status_code == 200


@pytest.fixture
def sink_off(settings):
    """A relay that does not exist: who tries to send in a request fails."""
    settings.EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9


def test_translation_leads_to_its_original(issue, home_nl, admin):
    dutch = issue.get_translation(home_nl.locale)
    page = admin.get(reverse("newsletter_send", args=[dutch.pk]))
    assert page.context["issue"] == issue


def test_blocked_issue_offers_no_button_and_refuses_a_post(issue, admin):
    address = reverse("newsletter_send", args=[issue.pk])
    assert "in_doubt_policy" not in admin.get(address).text
    admin.post(address, {"in_doubt_policy": "hold"})
    assert not Campaign.objects.exists()


def test_test_is_queued_in_the_chosen_language(issue, admin):
    address = reverse("newsletter_test", args=[issue.pk])
    admin.post(address, {"to": "me@example.org", "language": "nl"})
    mail = OutgoingEmail.objects.get()
    assert (mail.to, mail.language) == ("me@example.org", "nl")
    assert "Welkom" in mail.subject


@pytest.mark.parametrize(
    ("verb", "state"),
    [("pause", "paused"), ("cancel", "cancelled"), ("resume", "queued")],
)
def test_verbs_of_the_progress_page(issue, admin, verb, state):
    campaign = Campaign.objects.create(
        issue=issue, state="paused" if verb == "resume" else "queued"
    )
    admin.post(reverse("newsletter_campaign", args=[campaign.pk]), {"verb": verb})
    campaign.refresh_from_db()
    assert campaign.state == state


def test_without_permission_nothing_is_sent(issue, admin, editor):
    editor.user_permissions.remove(*Permission.objects.filter(codename="add_campaign"))
    for name in ("newsletter_send", "newsletter_test"):
        answer = admin.post(reverse(name, args=[issue.pk]), {"in_doubt_policy": "hold"})
        assert answer.status_code == 302
        assert answer.url == reverse("wagtailadmin_home")
    campaign = Campaign.objects.create(issue=issue, state="queued")
    admin.post(reverse("newsletter_campaign", args=[campaign.pk]), {"verb": "cancel"})
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.QUEUED


def test_button_stands_on_the_issue(issue, admin_client):
    page = admin_client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk]))
    assert reverse("newsletter_send", args=[issue.pk]) in page.text


def test_subscribers_are_read_and_erased_but_never_written(admin_client, site):
    subscriber = factories.subscriber()
    listing = admin_client.get(reverse("subscribers:index"))
    assert "ada@example.org" in listing.text
    assert (
        admin_client.get(
            reverse("subscribers:inspect", args=[subscriber.pk])
        ).status_code
        == 200
    )
    for name, args in (("add", []), ("edit", [subscriber.pk])):
        answer = admin_client.get(reverse(f"subscribers:{name}", args=args))
        assert answer.url == reverse("wagtailadmin_home")
    admin_client.post(reverse("subscribers:delete", args=[subscriber.pk]))
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize("name", ["campaigns", "mail_queue", "jobs"])
def test_listings_open(admin_client, issue, name):
    Campaign.objects.create(issue=issue)
    assert admin_client.get(reverse(f"{name}:index")).status_code == 200
