"""Alerts: everything that happened is told once, in one mail a day at most."""

from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubsite import jobs
from hubsite.mail import OutgoingEmail
from newsletter import alerts
from newsletter.links import STOP_ALERTS, token_for
from newsletter.models import Alert, AlertHit, Consent, Subscriber
from newsletter.retention import purge_subscribers
from newsletter.suppression import Reason, suppress
from search.following import watermark
from tests.search.factories import call, event, noon, standard

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_noon(time_machine, site):
    time_machine.move_to(noon(), tick=False)


@pytest.fixture
def tomorrow(time_machine):
    return lambda days=1: time_machine.shift(timedelta(days=days))


def follow(person=None, **fields):
    person = person or Subscriber.objects.filter(email="ada@example.org").first()
    person = person or factories.subscriber(status="none")
    fields = {
        "language": "fr",
        "state": "active",
        "watermark": str(watermark()),
    } | fields
    return Alert.objects.create(subscriber=person, **fields)


def texts():
    return list(OutgoingEmail.objects.order_by("pk").values_list("text", flat=True))


def test_nothing_is_sent_when_there_is_nothing(home_fr):
    follow()
    assert alerts.tell_alerts() == 0
    assert texts() == []


def test_every_new_item_is_in_one_mail_and_never_again(home_fr, tomorrow):
    follow()
    for number in range(7):
        standard(home_fr, f"Page {number}")
    assert alerts.tell_alerts() == 1
    assert all(f"Page {number}\n" in texts()[0] for number in range(7))
    assert alerts.tell_alerts() == 0
    tomorrow()
    assert alerts.tell_alerts() == 0


def test_what_is_hidden_and_comes_back_is_not_told_again(home_fr, tomorrow):
    follow()
    page = standard(home_fr, "Ghost")
    alerts.tell_alerts()
    tomorrow()
    page.unpublish()
    alerts.tell_alerts()
    tomorrow()
    page.save_revision().publish()
    assert alerts.tell_alerts() == 0


def test_only_what_the_filters_find_is_told(home_fr):
    follow(parameters="q=tablette")
    standard(home_fr, "Une tablette")
    standard(home_fr, "Autre chose")
    alerts.tell_alerts()
    assert "Une tablette" in texts()[0]
    assert "Autre chose" not in texts()[0]


def test_a_list_page_is_followed_in_the_language_of_the_alert(home_fr):
    first = call(home_fr, "Premier appel")
    follow(list_key=first.get_parent().translation_key)
    call(home_fr, "Second appel")
    standard(home_fr, "Une page")
    alerts.tell_alerts()
    assert "Second appel" in texts()[0]
    assert "Premier appel" not in texts()[0]
    assert "Une page" not in texts()[0]


def test_several_alerts_make_one_mail_that_says_each_thing_once(home_fr):
    follow()
    follow(parameters="q=tablette")
    standard(home_fr, "Une tablette")
    assert alerts.tell_alerts() == 1
    assert texts()[0].count("Une tablette\n") == 1
    assert AlertHit.objects.count() == 2


def test_the_mail_speaks_the_language_of_its_alerts(home_fr, home_nl, tomorrow):
    ada = factories.subscriber(status="none", language="fr")
    follow(ada, language="nl")
    standard(home_fr, "Une tablette")
    alerts.tell_alerts()
    mail = OutgoingEmail.objects.get()
    assert mail.subject == "Eén nieuwtje in wat u volgt"
    assert mail.language == "nl"
    assert "/nl/abonnement/s/" in mail.headers["List-Unsubscribe"]
    assert "/nl/abonnement/p/" in mail.text
    assert "/fr/abonnement/" not in mail.text
    # Two languages: the frame is in the person's own.
    tomorrow()
    follow(ada, language="fr", parameters="q=lampe")
    standard(home_fr, "Une lampe")
    alerts.tell_alerts()
    assert "Bonjour" in texts()[-1]


@pytest.mark.parametrize(("rhythm", "days"), [("weekly", 7), ("monthly", 30)])
def test_news_wait_for_the_rhythm(home_fr, tomorrow, rhythm, days):
    follow(rhythm=rhythm)
    alerts.tell_alerts()
    tomorrow()
    standard(home_fr, "Nouvelle")
    assert alerts.tell_alerts() == 0
    tomorrow(days)
    assert alerts.tell_alerts() == 1


def test_a_month_on_is_the_last_day_of_a_shorter_month():
    assert alerts.next_day("monthly", date(2026, 1, 31)) == date(2026, 2, 28)
    assert alerts.next_day("monthly", date(2026, 12, 5)) == date(2027, 1, 5)


def test_reminders_come_on_their_day_whatever_the_rhythm_each_once(home_fr, tomorrow):
    call(home_fr, "Appel", deadline_on=(noon() + timedelta(days=31)).date())
    follow(rhythm="monthly", reminders=[30, 14, 3])
    mailed = []
    for day in range(33):
        if alerts.tell_alerts():
            mailed.append(31 - day)
        tomorrow()
    assert mailed == [30, 14, 3]
    assert "dans 14 jours" in texts()[1]


def test_a_followed_page_tells_that_it_was_cancelled(home_fr):
    page = event(home_fr, "Atelier")
    follow(item_key=page.translation_key)
    standard(home_fr, "Autre chose")
    page.cancelled = True
    page.save_revision().publish()
    assert alerts.tell_alerts() == 1
    assert "Atelier" in texts()[0]
    assert "Autre chose" not in texts()[0]


def test_an_earlier_hour_keeps_its_mail_for_the_morning(home_fr, time_machine):
    follow()
    standard(home_fr, "Page")
    time_machine.move_to(noon().replace(hour=3), tick=False)
    assert alerts.tell_alerts() == 0


@pytest.mark.parametrize("state", ["pending", "paused", "stopped"])
def test_an_alert_that_does_not_run_tells_nothing(home_fr, state):
    follow(state=state)
    standard(home_fr, "Page")
    assert alerts.tell_alerts() == 0


def test_a_suppressed_address_is_not_written_to(home_fr):
    follow()
    standard(home_fr, "Page")
    suppress("ada@example.org", Reason.OBJECTION)
    assert alerts.tell_alerts() == 0
    assert not AlertHit.objects.exists()


class Killed(BaseException):
    """What a kill is to the transaction: it never commits."""


def test_killed_before_the_commit_it_tells_all_of_it_later(home_fr, monkeypatch):
    follow()
    standard(home_fr, "Page")

    def die(**fields):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(OutgoingEmail.objects, "get_or_create", die)
        with pytest.raises(Killed):
            alerts.tell_alerts()
    assert not AlertHit.objects.exists()
    assert alerts.tell_alerts() == 1
    assert "Page" in texts()[0]


def test_two_runs_that_read_the_same_are_one(home_fr):
    alert = follow()
    standard(home_fr, "Page")
    stale = alerts._found(alert, timezone.now(), {})
    alerts.tell_alerts()
    with pytest.raises(alerts.Overtaken):
        alerts._keep(stale, timezone.localdate())
    assert len(texts()) == 1


def test_an_alert_that_begins_after_the_mail_of_the_day_waits(home_fr, tomorrow):
    follow()
    standard(home_fr, "Un")
    alerts.tell_alerts()
    follow()
    standard(home_fr, "Deux")
    assert alerts.tell_alerts() == 0
    tomorrow()
    assert alerts.tell_alerts() == 1
    assert "Deux" in texts()[1]


def test_stopped_in_one_click_and_by_no_scanner(home_fr, client):
    alert = follow()
    link = f"/fr/abonnement/s/{token_for(alert.subscriber, STOP_ALERTS)}/"
    assert client.get(link).status_code == 200
    alert.refresh_from_db()
    assert alert.state == "active"
    for _time in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    alert.refresh_from_db()
    assert alert.state == "stopped"
    assert Consent.objects.get().purpose == "alerts"
    forged = client.post("/fr/abonnement/s/nobody/")
    assert (forged.status_code, not client.cookies) == (200, True)


def test_a_mail_that_waits_is_dropped_when_all_is_stopped(home_fr, client):
    alert = follow()
    standard(home_fr, "Page")
    assert alerts.tell_alerts() == 1
    client.post(f"/fr/abonnement/s/{token_for(alert.subscriber, STOP_ALERTS)}/")
    assert texts() == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_mail_says_that_a_machine_wrote_it_and_how_to_leave(home_fr, language):
    follow(factories.subscriber(status="none", language=language), language=language)
    page = standard(home_fr, "<b>Page</b>", summary="&<script>")
    mail = OutgoingEmail.objects.get() if alerts.tell_alerts() else None
    parsed = message_from_bytes(
        mail.message().message().as_bytes(), policy=policy.default
    )
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert f"/{language}/abonnement/s/" in parsed["List-Unsubscribe"]
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<script>" not in mail.html
    assert page.get_url() in mail.text


def test_who_left_the_newsletter_long_ago_and_follows_a_list_is_kept(home_fr):
    old = timezone.now() - timedelta(days=4 * 365)
    person = factories.subscriber(status="unsubscribed")
    Subscriber.objects.update(last_action_at=old)
    alert = follow(person)
    assert purge_subscribers() == 0
    alert.state = "stopped"
    alert.save()
    assert purge_subscribers() == 1


STEPS = st.lists(st.sampled_from(["publish", "run", "day"]), max_size=12)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_the_order_each_page_is_told_once(home_fr, time_machine, steps):
    time_machine.move_to(noon(), tick=False)
    jobs.STOPPING.clear()
    OutgoingEmail.objects.all().delete()
    Alert.objects.all().delete()
    follow()
    made = []
    for step in [*steps, "day", "run"]:
        if step == "publish":
            made.append(
                standard(home_fr, f"Page {Alert.objects.get().pk}-{len(made)}.")
            )
        elif step == "run":
            alerts.tell_alerts()
        else:
            time_machine.shift(timedelta(days=1))
    told = "\n".join(texts())
    assert [told.count(f"{page.title}\n") for page in made] == [1] * len(made)
    days = OutgoingEmail.objects.values_list("created_at__date", flat=True)
    assert len(days) == len(set(days))
