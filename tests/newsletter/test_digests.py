"""The monthly digest: one mail, every issue once, nothing when there is nothing."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hubsite.mail import OutgoingEmail
from newsletter import consent, delivery, digests, sending
from newsletter.checking import review
from newsletter.freezing import Preparation
from newsletter.links import LEAVE, MANAGE, link_for
from newsletter.models import Campaign, Delivery, NewsletterSettings, Subscriber
from newsletter.suppression import Reason, suppress

from . import factories

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def moment(month, day, hour=12):
    return datetime(2026, month, day, hour, tzinfo=PARIS)


def next_month():
    """A day on which what was sent just now is told, whatever the hour of the tests."""
    return (timezone.localtime() + timedelta(days=32)).replace(day=2, hour=12)


OCTOBER = moment(10, 1)


@pytest.fixture
def reader():
    """Return a function that makes a reader of the digest since the first of October."""

    def make(email="ada@example.org", since=OCTOBER, **fields):
        return factories.subscriber(
            email, rhythm="monthly", digest_from=since, **fields
        )

    return make


@pytest.fixture
def issues(site, home_nl):
    """Return a function that makes issues sent at these moments."""
    made = []

    def send(*moments, **options):
        for at in moments:
            number = len(made) + 1
            issue = factories.issue(site, home_nl, number=number, **options)
            made.append(issue)
            Campaign.objects.create(issue=issue, state="sent", started_at=at)
        return made

    return send


def mails():
    return OutgoingEmail.objects.order_by("pk")


@pytest.mark.parametrize(
    ("language", "subject", "title"),
    [
        ("fr", "La lettre du hub : octobre 2026", "Bienvenue au hub"),
        ("nl", "De nieuwsbrief van de hub: oktober 2026", "Welkom bij de hub"),
    ],
)
def test_digest_tells_the_issues_of_the_month_in_the_reader_s_language(
    language, subject, title, reader, issues
):
    reader(language=language)
    first, second = issues(moment(10, 5), moment(10, 20))
    assert digests.send_digests(moment(11, 1)) == 1
    mail = mails().get()
    assert mail.subject.replace("\u00a0", " ") == subject
    page = first.localized if language == "fr" else first.get_translations().first()
    assert mail.text.lower().count(title.lower()) == 4
    assert page.full_url in mail.text
    assert page.full_url in mail.html
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"/{language}/abonnement/u/" in mail.text
    assert digests.send_digests(moment(11, 2)) == 0
    assert mails().count() == 1


def test_introduction_keeps_its_paragraphs_and_links(reader, issues):
    reader()
    issues(moment(10, 5))
    digests.send_digests(moment(11, 1))
    mail = mails().get()
    assert (
        "\nBonjour & bienvenue.\n\nLisez ceci (https://a.example/?x=1&y=2).\n"
        in mail.text
    )
    assert "<p>Bonjour &amp; bienvenue.</p><p>Lisez <a href=" in mail.html


def test_nothing_is_mailed_when_nothing_was_sent(reader, issues):
    reader()
    issues(moment(9, 30))
    digests.send_digests(moment(11, 1))
    assert not mails().exists()


def test_no_mail_before_the_morning_of_the_first(reader, issues):
    reader()
    issues(moment(10, 5))
    assert digests.send_digests(moment(10, 31, 23)) == 0
    assert digests.send_digests(moment(11, 1, 6)) == 0
    assert digests.send_digests(moment(11, 1, 8)) == 1


def test_issue_of_this_month_waits_for_the_next_digest(reader, issues):
    reader()
    issues(moment(10, 5), moment(11, 1, 1))
    digests.send_digests(moment(11, 1))
    digests.send_digests(moment(12, 1))
    first, second = mails()
    assert "bienvenue-1" in first.text
    assert "bienvenue-2" not in first.text
    assert "bienvenue-2" in second.text


def test_cancelled_and_unpublished_issues_are_left_out(reader, issues):
    reader()
    first, second, _third = issues(*[moment(10, day) for day in (5, 10, 15)])
    Campaign.objects.filter(issue=first).update(state="cancelled")
    second.unpublish()
    digests.send_digests(moment(11, 1))
    assert [f"bienvenue-{n}" in mails().get().text for n in (1, 2, 3)] == [
        False,
        False,
        True,
    ]


def test_only_reachable_readers_of_the_digest_get_it(reader, issues):
    issues(moment(10, 5))
    reader("left@example.org", status="unsubscribed")
    reader("paused@example.org", paused_until=moment(12, 25).date())
    reader("complained@example.org")
    suppress("complained@example.org", Reason.COMPLAINT)
    factories.subscriber("each@example.org", digest_from=moment(10, 1))
    reader()
    digests.send_digests(moment(11, 1))
    assert [mail.to for mail in mails()] == ["ada@example.org"]
    digests.send_digests(moment(12, 25))
    assert [mail.to for mail in mails()] == ["ada@example.org", "paused@example.org"]


def test_run_that_was_overtaken_sends_nothing(reader, issues):
    issues(moment(10, 5))
    subscriber = reader()
    found = digests.SentIssues(subscriber.digest_from)
    for _run in range(2):
        digests._send(subscriber, moment(11, 1), found, may_mail=True)
    assert mails().count() == 1


def test_campaign_goes_to_readers_of_each_issue_only(issue, settings):
    settings.EMAIL_BACKEND = "hubsite.mail_backends.OutboxBackend"
    factories.subscriber("monthly@example.org", rhythm="monthly")
    each = factories.subscriber("each@example.org")
    assert review(issue).total == 1
    campaign = sending.queue_campaign(issue, user=None)
    delivery.start(campaign)
    assert [row.subscriber for row in Delivery.objects.all()] == [each]


@pytest.mark.parametrize("rhythm", ["each", "monthly"])
def test_rhythm_changed_while_a_campaign_is_rendered_tells_the_issue_once(
    issue, rhythm, monkeypatch
):
    before = {"each": "monthly", "monthly": "each"}[rhythm]
    subscriber = factories.subscriber(rhythm=before, digest_from=OCTOBER)
    render = Preparation.render

    def render_slowly(preparation):
        render(preparation)
        consent.change_preferences(
            subscriber, language="fr", themes=[], territories=[], rhythm=rhythm
        )

    monkeypatch.setattr(Preparation, "render", render_slowly)
    delivery.start(sending.queue_campaign(issue, user=None))
    digests.send_digests(next_month())
    assert [Delivery.objects.count(), mails().count()] == [
        rhythm == "each",
        rhythm == "monthly",
    ]


def test_issue_may_be_sent_when_all_wait_for_their_digest(issue):
    assert review(issue).blocking
    factories.subscriber(rhythm="monthly")
    assert not review(issue).blocking
    campaign = sending.queue_campaign(issue, user=None)
    delivery.start(campaign)
    delivery.finish(campaign)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.deliveries.count()) == ("sent", 0)
    digests.send_digests(next_month())
    assert not mails().exists()
    Subscriber.objects.update(digest_from=moment(10, 1))
    digests.send_digests(next_month())
    assert mails().count() == 1


def test_one_who_leaves_the_digest_gets_at_once_what_waits(
    reader, issues, time_machine
):
    issues(moment(10, 5))
    subscriber = reader()
    time_machine.move_to(moment(10, 20), tick=False)
    fields = {"language": "fr", "themes": [], "territories": []}
    consent.change_preferences(subscriber, rhythm="each", **fields)
    assert "bienvenue-1" in mails().get().text
    subscriber.refresh_from_db()
    consent.change_preferences(subscriber, rhythm="monthly", **fields)
    subscriber.refresh_from_db()
    assert subscriber.digest_from == moment(10, 20)
    digests.send_digests(moment(11, 1))
    assert mails().count() == 1


def test_confirmed_reader_is_told_of_what_is_sent_from_then_on(
    site, issues, time_machine
):
    issues(moment(10, 5), moment(10, 15))
    time_machine.move_to(moment(10, 10), tick=False)
    consent.subscribe(email="ada@example.org", language="fr", rhythm="monthly")
    consent.confirm(Subscriber.objects.get())
    OutgoingEmail.objects.all().delete()
    digests.send_digests(moment(11, 1))
    text = mails().get().text
    assert "bienvenue-2" in text
    assert "bienvenue-1" not in text


@examples(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(days=st.lists(st.integers(1, 120), max_size=12, unique=True))
def test_whenever_the_job_runs_each_issue_is_told_once(days, issue):
    """Against any rhythm of runs: kept and moved on, no issue is missed or repeated."""
    OutgoingEmail.objects.all().delete()
    Campaign.objects.all().delete()
    Subscriber.objects.all().delete()
    start = moment(9, 1)
    Campaign.objects.create(issue=issue, state="sent", started_at=moment(10, 5))
    factories.subscriber(rhythm="monthly", digest_from=start)
    for day in sorted(days):
        digests.send_digests(start + timedelta(days=day))
    expected = any(start + timedelta(days=day) > moment(11, 1, 7) for day in days)
    assert mails().count() == expected


# What it holds


@pytest.fixture
def sent(issue_of):
    """Return a function that makes an issue of these parts, sent on that day."""

    def make(*sections, day=5, **fields):
        issue = issue_of(*sections, **fields)
        Campaign.objects.create(issue=issue, state="sent", started_at=moment(10, day))
        return issue

    return make


def test_digest_holds_the_parts_that_the_reader_would_have_got(
    reader, sent, news, theme
):
    rights, tools, any_one = (
        news("Aux droits", "rights"),
        news("Outils", "tools"),
        news("Tous"),
    )
    sent(
        factories.section("À la une", "<p>Mots.</p>", rights, any_one),
        factories.section("Et aussi", "", tools),
        factories.part("news", **factories.chosen(tools)),
    )
    reader("all@example.org")
    reader("rights@example.org").themes.set([theme("rights")])
    digests.send_digests(moment(11, 1))
    everything, own = mails()
    assert "À la une\n* Aux droits" in own.text
    assert f"  {rights.full_url}\n* Tous" in own.text
    for text in (own.text, own.html):
        assert "Et aussi" not in text
        assert "Outils" not in text
    assert f'href="{rights.full_url}"' in own.html
    assert everything.text.count("* Outils") == 2
    assert "Et aussi" in everything.html


@pytest.mark.parametrize("sends", [False, True])
def test_issue_that_holds_nothing_for_the_reader_is_told_where_settings_say_so(
    sends, site, reader, sent, news, theme
):
    NewsletterSettings.objects.create(site=site.get_site(), sends_when_nothing=sends)
    sent(factories.section("À la une", "", news("Outils", "tools")), title="Premier")
    reader().themes.set([theme("rights")])
    digests.send_digests(moment(11, 1))
    assert mails().exists() is sends
    sent(factories.section("Ici", "", news("Droits", "rights")), title="Second")
    Subscriber.objects.update(digest_from=OCTOBER)
    mails().delete()
    digests.send_digests(moment(11, 1))
    text = mails().get().text
    assert "* Droits" in text
    assert ("PREMIER" in text) is sends


def test_page_in_one_language_only_is_marked_so_and_told_in_the_reader_s_words(
    reader, sent, news
):
    sent(factories.section("À la une", "", news("Aux droits")))
    reader(language="nl")
    digests.send_digests(moment(11, 1))
    html = mails().get().html
    assert 'lang="fr">Aux droits</a>' in html
    assert '<h3 lang="fr">À la une</h3>' in html


def test_a_mail_is_laid_out_once_for_all_who_get_the_same(reader, sent, news, theme):
    sent(
        factories.section("À la une", "", news("Droits", "rights"), news("Autre", "x"))
    )
    same = [reader(f"{name}@example.org") for name in "ab"]
    # Another choice that comes to the same parts, and one that does not.
    both, other = reader("c@example.org"), reader("d@example.org")
    both.themes.set([theme("rights"), theme("x")])
    other.themes.set([theme("x")])
    found = digests.SentIssues(OCTOBER)
    made = [found.mail_for(one, OCTOBER, moment(11, 1)) for one in (*same, both, other)]
    assert len({id(mail) for mail in made}) == 2
    digests.send_digests(moment(11, 1))
    texts = [mail.text for mail in mails()]
    assert len(set(texts)) == len(texts) == 4
    for subscriber, mail in zip((*same, both, other), mails(), strict=True):
        assert link_for(subscriber, MANAGE) in mail.text
        assert link_for(subscriber, LEAVE) in mail.html


def test_mail_of_many_pages_stays_below_what_gmail_cuts(reader, sent, news):
    page = news("Un titre " * 20)
    issue = sent(factories.section("À la une", "", *[page] * 400))
    reader()
    digests.send_digests(moment(11, 1))
    mail = mails().get()
    assert len(mail.html.encode()) < 102_000
    assert mail.html.count(page.full_url) == 5
    assert "395 autres pages" in mail.text
    assert issue.full_url in mail.html


def test_who_leaves_while_digests_are_made_gets_none(reader, issues):
    issues(moment(10, 5))
    gone, changed = reader("gone@example.org"), reader("each@example.org")
    found = digests.SentIssues(OCTOBER)
    Subscriber.objects.filter(pk=gone.pk).update(status="unsubscribed")
    Subscriber.objects.filter(pk=changed.pk).update(rhythm="each")
    for subscriber in (gone, changed):
        digests._send(subscriber, moment(11, 1), found, may_mail=True)
    assert not mails().exists()


def test_digest_that_waits_is_dropped_when_its_reader_leaves(reader, issues):
    issues(moment(10, 5))
    subscriber = reader()
    digests.send_digests(moment(11, 1))
    consent.unsubscribe(subscriber)
    # Only the words that they left still go out.
    assert not any("Bienvenue au hub" in mail.text for mail in mails())
    assert mails().count() == 1


@pytest.mark.parametrize("number", [2, 20])
def test_cost_of_finding_issues_does_not_grow_with_readers(
    number, reader, issues, django_assert_num_queries
):
    issues(moment(10, 5))
    for index in range(number):
        reader(f"a{index}@example.org")
    digests.send_digests(moment(11, 1))
    assert mails().count() == number
    Subscriber.objects.update(digest_from=OCTOBER)
    # A transaction, an update, a mail and the root of its links each; what was sent is
    # read once for all.
    with django_assert_num_queries(16 + 7 * number):
        digests.send_digests(moment(11, 1))
