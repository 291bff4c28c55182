"""When an issue goes, and who let it go; as whom an editor looks at it before."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter import delivery, sending
from newsletter.checking import review
from newsletter.models import Campaign, NewsletterSettings

from . import factories

pytestmark = pytest.mark.django_db
State = Campaign.State


@pytest.fixture
def person(django_user_model):
    """Return a function that makes a person who may send."""

    def make(name):
        user = django_user_model.objects.create_user(
            name, f"{name}@example.org", is_staff=True
        )
        names = ["access_admin", "add_campaign", "view_campaign"]
        user.user_permissions.set(Permission.objects.filter(codename__in=names))
        return user

    return make


@pytest.fixture
def two_persons(site):
    return NewsletterSettings.objects.create(
        site=site.get_site(), needs_second_person=True
    )


@pytest.fixture
def to_send(issue):
    factories.subscriber()
    return issue


def at(**later):
    return timezone.now() + timedelta(**later)


def state_of(campaign):
    campaign.refresh_from_db()
    return campaign.state


def test_scheduled_issue_goes_when_its_moment_has_come(to_send, sink):
    campaign = sending.queue_campaign(to_send, user=None, send_at=at(hours=2))
    delivery.send_campaigns()
    assert state_of(campaign) == State.SCHEDULED
    assert not sink.messages
    Campaign.objects.update(send_at=at(seconds=-1))
    delivery.send_campaigns()
    assert state_of(campaign) == State.SENT
    assert len(sink.messages) == 1


def test_moment_is_one_of_the_hub_whatever_the_editor_s_zone(
    to_send, person, client, settings
):
    editor = person("ada")
    client.force_login(editor)
    editor.wagtail_userprofile = type(editor).wagtail_userprofile.related.related_model(
        user=editor, current_time_zone="Pacific/Auckland"
    )
    editor.wagtail_userprofile.save()
    day = timezone.localdate() + timedelta(days=40)
    client.post(
        reverse("newsletter_send", args=[to_send.pk]),
        {"in_doubt_policy": "hold", "send_at": f"{day}T09:30"},
    )
    campaign = Campaign.objects.get()
    zone = ZoneInfo(settings.TIME_ZONE)
    assert campaign.state == State.SCHEDULED
    assert campaign.send_at == datetime(
        day.year, day.month, day.day, 9, 30, tzinfo=zone
    )


def test_lists_tell_when_it_goes_in_the_hub_s_zone(to_send, person, client):
    editor = person("ada")
    editor.is_superuser = True
    editor.save()
    profile = type(editor).wagtail_userprofile.related.related_model
    profile.objects.create(user=editor, current_time_zone="Pacific/Auckland")
    client.force_login(editor)
    moment = datetime(2030, 12, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))
    sending.queue_campaign(to_send, user=None, send_at=moment)
    for name in ("campaigns", "newsletter_issues"):
        page = client.get(reverse(f"{name}:index")).text
        assert "24 décembre 2030 09:30" in page


@pytest.mark.parametrize("moment", ["2020-01-01T09:00", "tomorrow"])
def test_moment_past_or_unreadable_is_refused_and_kept_in_the_form(
    to_send, person, client, moment
):
    client.force_login(person("ada"))
    address = reverse("newsletter_send", args=[to_send.pk])
    answer = client.post(address, {"in_doubt_policy": "resend", "send_at": moment})
    assert answer.status_code == 400
    assert "error-message" in answer.text
    assert moment in answer.text
    assert not Campaign.objects.exists()


def test_second_person_approves_and_nobody_approves_alone(
    to_send, two_persons, person, client, sink
):
    author, other = person("ada"), person("bo")
    client.force_login(author)
    client.post(
        reverse("newsletter_send", args=[to_send.pk]), {"in_doubt_policy": "hold"}
    )
    campaign = Campaign.objects.get()
    address = reverse("newsletter_campaign", args=[campaign.pk])
    assert campaign.state == State.REVIEW
    assert 'value="approve"' not in client.get(address).text
    client.post(address, {"verb": "approve"})
    delivery.send_campaigns()
    assert state_of(campaign) == State.REVIEW
    assert not sink.messages

    client.force_login(other)
    assert 'value="approve"' in client.get(address).text
    client.post(address, {"verb": "approve"})
    assert state_of(campaign) == State.QUEUED
    assert campaign.approved_by == other
    delivery.send_campaigns()
    assert len(sink.messages) == 1


def test_what_was_approved_is_sent_whatever_is_published_since(
    to_send, two_persons, person, sink
):
    campaign = sending.queue_campaign(to_send, user=person("ada"))
    to_send.subject = "Autre chose"
    to_send.save_revision().publish()
    sending.approve(campaign, person("bo"))
    delivery.send_campaigns()
    assert sink.parsed()[0]["Subject"] == "Bienvenue : le kit est complet"


def test_approved_before_its_moment_it_waits_for_it(to_send, two_persons, person):
    campaign = sending.queue_campaign(to_send, user=person("ada"), send_at=at(days=1))
    other = person("bo")
    assert sending.approve(campaign, other)
    assert state_of(campaign) == State.SCHEDULED
    assert not sending.approve(campaign, other)


def test_first_screen_calls_the_second_person(to_send, two_persons, admin_client):
    assert "à approuver" not in admin_client.get(reverse("wagtailadmin_home")).text
    campaign = sending.queue_campaign(to_send, user=None)
    cache.clear()
    home = admin_client.get(reverse("wagtailadmin_home")).text
    assert reverse("newsletter_campaign", args=[campaign.pk]) in home


@pytest.mark.parametrize("state", [State.REVIEW, State.SCHEDULED])
def test_cancelled_before_it_goes_the_issue_may_be_sent_anew(to_send, state):
    campaign = Campaign.objects.create(issue=to_send, state=state, send_at=at(days=1))
    assert sending.cancel(campaign)
    assert sending.queue_campaign(to_send, user=None).state == State.QUEUED


@pytest.fixture
def half_sent(issue, sink):
    """The cancelled sending of an issue that ada got; bo is still to get it."""
    for name in ("ada", "bo"):
        factories.subscriber(f"{name}@example.org")
    campaign = sending.queue_campaign(issue, user=None)
    delivery.start(campaign)
    campaign.deliveries.filter(subscriber__email="ada@example.org").update(state="sent")
    campaign.refresh_from_db()
    assert sending.cancel(campaign)
    return campaign


def test_who_got_it_before_it_was_cancelled_gets_it_no_more(half_sent, sink):
    with override("en"):
        found = review(half_sent.issue)
    assert found.total == 1
    assert found.findings[0].text.startswith("1 reader got it before")
    again = sending.queue_campaign(half_sent.issue, user=None)
    delivery.send_campaigns()
    again.refresh_from_db()
    assert again.state == State.SENT
    assert [mail["To"] for mail in sink.parsed()] == ["bo@example.org"]


def test_sending_anew_waits_for_the_end_of_the_cancelled_one(half_sent, sink):
    half_sent.deliveries.filter(state="queued").update(state="claimed")
    again = sending.queue_campaign(half_sent.issue, user=None)
    delivery.send_campaigns()
    again.refresh_from_db()
    assert again.state == State.QUEUED
    half_sent.deliveries.filter(state="claimed").update(state="sent")
    delivery.send_campaigns()
    assert sink.messages == []


def test_issue_that_all_have_is_not_sent_anew(half_sent):
    half_sent.deliveries.update(state="in_doubt")
    with override("en"):
        assert review(half_sent.issue).blocking == ["All readers have it already."]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.sampled_from(["own", "other", "cancel", "pause", "resume", "due"]),
        max_size=8,
    ),
    later=st.booleans(),
)
def test_no_order_of_steps_lets_it_go_unapproved(
    to_send, two_persons, django_user_model, steps, later
):
    make = django_user_model.objects.get_or_create
    own, other = make(username="own")[0], make(username="other")[0]
    Campaign.objects.all().delete()
    send_at = at(days=1) if later else None
    campaign = sending.queue_campaign(to_send, user=own, send_at=send_at)
    for step in steps:
        campaign.refresh_from_db()
        if step in ("own", "other"):
            sending.approve(campaign, {"own": own, "other": other}[step])
        elif step == "due":
            sending.queue_due(at(days=2))
        else:
            getattr(sending, step)(campaign)
    campaign.refresh_from_db()
    if campaign.state in (State.QUEUED, State.SCHEDULED, State.PAUSED):
        assert campaign.approved_by == other
    if "cancel" in steps:
        assert campaign.state == State.CANCELLED


# Looking at it


def test_preview_is_what_such_a_reader_gets(issue_of, news, theme, person, client):
    client.force_login(person("ada"))
    issue = issue_of(
        factories.section("Droits", "", news("Pour les droits", "rights")),
        factories.section("Emploi", "", news("Pour un emploi", "job")),
    )
    address = reverse("newsletter_preview", args=[issue.pk])
    asked = {"language": "fr", "themes": "job", "format": "text"}
    answer = client.get(address, asked)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "Pour un emploi" in answer.text
    assert "Pour les droits" not in answer.text
    assert "slot" not in answer.text
    html = client.get(address, {"language": "fr", "format": "html"})
    assert "Pour les droits" in html.text
    theme("other")
    bare = client.get(address, {**asked, "themes": "other"})
    assert "Pour" not in bare.text
    assert client.get(address, {"language": "de"}).status_code == 400


def test_preview_of_a_sending_shows_what_it_froze(to_send, person, client):
    client.force_login(person("ada"))
    campaign = sending.queue_campaign(to_send, user=None, send_at=at(days=1))
    to_send.title = "Autre titre"
    to_send.save_revision().publish()
    address = reverse("newsletter_preview", args=[to_send.pk])
    asked = {"language": "fr", "format": "text", "campaign": campaign.uuid}
    assert "Bienvenue au hub" in client.get(address, asked).text
    assert "Autre titre" in client.get(address, {**asked, "campaign": ""}).text


def test_preview_needs_a_permission(to_send, client, django_user_model):
    user = django_user_model.objects.create_user("u", "u@example.org", is_staff=True)
    client.force_login(user)
    answer = client.get(reverse("newsletter_preview", args=[to_send.pk]))
    assert answer.status_code in (302, 403)
