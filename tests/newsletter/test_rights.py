"""Who may do what with the newsletter, by the admin's own screens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hubsite.groups import (
    EDITORS,
    EVENTS,
    FUNDING_WATCH,
    MODERATORS,
    NEWSLETTER,
    ROLES,
    TRANSLATORS,
    ensure_groups,
)
from hubsite.mail import OutgoingEmail
from newsletter.models import (
    Campaign,
    NewsletterIssuePage,
    NewsletterSettings,
    Subscriber,
    SubscriberImport,
)
from tests.admin.conftest import member, team

from . import factories

__all__ = ["member", "team"]
pytestmark = pytest.mark.django_db
SENDERS = (MODERATORS, NEWSLETTER)
OTHERS = (EDITORS, TRANSLATORS, FUNDING_WATCH, EVENTS)
MENU = {
    name: f"/admin/{name}/"
    for name in ("newsletter_issues", "subscribers", "campaigns", "bounces")
}


@pytest.fixture
def as_member(issue, home_fr, home_nl, member):
    """Return a function that logs a member of a group in, on a site with an issue."""
    ensure_groups([home_fr, home_nl])
    factories.subscriber()
    return member


def refused(answer):
    """Return whether the admin led away to its first screen."""
    return answer.status_code == 302 and answer.url == reverse("wagtailadmin_home")


def shown_in_menu(client):
    page = client.get(reverse("wagtailadmin_home")).text
    return {name for name, path in MENU.items() if f'"{path}"' in page}


def export(client, kind="csv"):
    answer = client.get(reverse("subscribers:index"), {"export": kind})
    return b"".join(answer.streaming_content) if answer.streaming else b""


def upload(client):
    body = SimpleUploadedFile("a.csv", b"email\nbo@example.org")
    data = {"source": "Salon", "language": "fr", "file": body}
    return client.post(reverse("newsletter_import"), data)


def test_every_group_is_looked_at():
    assert {role.name for role in ROLES} == {*SENDERS, *OTHERS}


@pytest.mark.parametrize("group", SENDERS)
def test_senders_see_export_and_import_subscribers(group, as_member):
    client = as_member(group)
    listing = client.get(reverse("subscribers:index")).text
    assert "ada@example.org" in listing
    assert reverse("newsletter_import") in listing
    assert b"ada@example.org" in export(client)
    assert export(client, "xlsx")
    assert client.get(reverse("newsletter_figures")).status_code == 200
    client.post(upload(client).url, {"verb": "import"})
    assert Subscriber.objects.filter(email="bo@example.org", status="active").exists()
    # Nobody of the team writes a subscription or erases one.
    ada = Subscriber.objects.get(email="ada@example.org")
    for address in (
        reverse("subscribers:add"),
        reverse("subscribers:edit", args=[ada.pk]),
        reverse("subscribers:delete", args=[ada.pk]),
    ):
        assert refused(client.get(address))
        assert address not in listing


@pytest.mark.parametrize("group", SENDERS)
def test_senders_compose_try_send_approve_and_follow(group, as_member, issue):
    NewsletterSettings.objects.create(site=issue.get_site(), needs_second_person=True)
    client = as_member(group)
    listing = client.get(reverse("newsletter_issues:index")).text
    assert reverse("newsletter_propose") in listing
    made = client.post(reverse("newsletter_propose"))
    assert client.get(made.url).status_code == 200
    assert NewsletterIssuePage.objects.filter(live=False).count() == 1

    send = reverse("newsletter_send", args=[issue.pk])
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[issue.pk]))
    assert send in edit.text
    preview = reverse("newsletter_preview", args=[issue.pk])
    assert client.get(preview, {"language": "nl"}).status_code == 200
    test = {"to": "me@example.org", "language": "fr"}
    client.post(reverse("newsletter_test", args=[issue.pk]), test)
    assert OutgoingEmail.objects.get().to == "me@example.org"
    progress = client.post(send, {"in_doubt_policy": "hold"}).url
    assert client.get(reverse("campaigns:index")).status_code == 200
    second = as_member(group, "second")
    second.post(progress, {"verb": "approve"})
    assert Campaign.objects.get().state == "queued"


@pytest.mark.parametrize("group", OTHERS)
def test_others_neither_see_readers_nor_send(group, as_member, issue):
    client = as_member(group)
    campaign = Campaign.objects.create(issue=issue, state="review")
    progress = reverse("newsletter_campaign", args=[campaign.pk])
    for address in (
        reverse("subscribers:index"),
        reverse("subscribers:inspect", args=[Subscriber.objects.get().pk]),
        reverse("newsletter_import"),
        reverse("newsletter_figures"),
        reverse("campaigns:index"),
        reverse("bounces:index"),
        reverse("newsletter_send", args=[issue.pk]),
        reverse("newsletter_preview", args=[issue.pk]),
        progress,
    ):
        assert refused(client.get(address)), address
    assert not export(client)
    assert refused(upload(client))
    assert refused(client.post(reverse("newsletter_test", args=[issue.pk])))
    assert refused(client.post(progress, {"verb": "approve"}))
    assert not SubscriberImport.objects.exists()
    campaign.refresh_from_db()
    assert campaign.state == "review"


@pytest.mark.parametrize("group", [MODERATORS, NEWSLETTER, *OTHERS])
def test_menu_shows_what_works(group, as_member):
    client = as_member(group)
    shown = shown_in_menu(client)
    expected = {EDITORS: {"newsletter_issues"}} | {name: set(MENU) for name in SENDERS}
    assert shown == expected.get(group, set())
    for name in shown:
        assert client.get(reverse(f"{name}:index")).status_code == 200


def test_editors_write_issues_and_ask_others_to_publish_them(as_member, issue):
    client = as_member(EDITORS)
    assert client.post(reverse("newsletter_propose")).status_code == 302
    draft = NewsletterIssuePage.objects.get(live=False)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).text
    assert 'name="action-publish"' not in edit
    assert reverse("newsletter_send", args=[draft.pk]) not in edit


@pytest.mark.parametrize("group", [TRANSLATORS, FUNDING_WATCH, EVENTS])
def test_who_may_not_add_issues_is_offered_no_proposal(group, as_member):
    client = as_member(group)
    listing = client.get(reverse("newsletter_issues:index"))
    assert reverse("newsletter_propose") not in listing.text
    assert refused(client.post(reverse("newsletter_propose")))
    assert not NewsletterIssuePage.objects.filter(live=False).exists()


def test_newsletter_group_keeps_to_its_section(as_member, issue, home_fr):
    client = as_member(NEWSLETTER)
    mine = issue.permissions_for_user(client.user)
    assert mine.can_publish()
    assert issue.get_translations().first().permissions_for_user(client.user).can_edit()
    news = home_fr.get_children().not_type(type(issue.get_parent().specific)).first()
    for page in (home_fr, news):
        others = page.permissions_for_user(client.user)
        assert not others.can_edit()
        assert not others.can_add_subpage()
