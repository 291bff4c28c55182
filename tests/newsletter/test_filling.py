"""Lists of an issue are filled, and a whole issue proposed, from what the site holds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hubsite.models import Territory
from newsletter import sending
from newsletter.filling import fill, propose
from newsletter.models import Campaign, NewsletterIndexPage, NewsletterIssuePage
from newsletter.parts import chosen_ids
from search.following import watermark

from . import factories

pytestmark = pytest.mark.django_db


def asked(kind, **value):
    """A list still to be filled."""
    told = {"heading": "", "text": "", "items": [], "types": [], "themes": []}
    told |= {"territories": [], "most": 10}
    if kind == "closing":
        told["days"] = 14
    return factories.part(kind, **told | value)


def titles(issue):
    pages = {page.pk: page.title for page in NewsletterIssuePage.get_tree()}
    return [pages[pk] for pk in chosen_ids(issue)]


@pytest.fixture
def last(issue_of, news):
    """The issue sent before: its lists were filled when there was only an old page."""
    news("Ancien")
    page = issue_of(asked("new"), filled_to=str(watermark()))
    factories.subscriber()
    Campaign.objects.create(issue=page, state="sent")
    return page


def test_new_is_what_came_since_the_last_issue_was_filled(last, issue_of, news):
    news("Nouveau", content_date=timezone.localdate() - timedelta(days=90))
    issue = issue_of(asked("new"))
    assert fill(issue) == 1
    assert titles(issue) == ["Nouveau"]
    assert issue.filled_to


def test_what_the_last_issue_told_is_not_told_again(last, issue_of, news):
    last.sections = [factories.section("Une", "", news("Dit déjà"))]
    last.save_revision().publish()
    issue = issue_of(asked("new"))
    fill(issue)
    assert titles(issue) == []


def test_without_a_filled_issue_before_the_days_tell(issue_of, news):
    news("Récent")
    news("Vieux", content_date=timezone.localdate() - timedelta(days=90))
    issue = issue_of(asked("new"))
    fill(issue)
    assert titles(issue) == ["Récent"]


def test_filters_narrow_and_a_page_stands_once(last, issue_of, news):
    chosen = news("Choisi", "rights")
    news("Pour les droits", "rights")
    news("Pour un emploi", "job")
    issue = issue_of(
        factories.section("Une", "", chosen),
        asked("new", themes=["rights"]),
        asked("new", themes=["job", "rights"], most=1),
    )
    fill(issue)
    assert titles(issue) == ["Choisi", "Pour les droits", "Pour un emploi"]


def test_a_territory_narrows(last, issue_of, news):
    north = Territory.objects.create(
        scheme="insee-dep", code="59", label_fr="Nord", label_nl="Nord", kind="department"
    )  # fmt: skip
    south = Territory.objects.create(
        scheme="insee-dep", code="83", label_fr="Var", label_nl="Var", kind="department"
    )  # fmt: skip
    news("Au Nord", places=[north])
    news("Au Sud", places=[south])
    place = {"type": "item", "id": "p", "value": north.pk}
    issue = issue_of(asked("new", territories=[place]))
    fill(issue)
    assert titles(issue) == ["Au Nord"]


def test_lists_that_hold_something_stay_as_the_editor_left_them(last, issue_of, news):
    kept = news("Gardé")
    news("Autre")
    item = {"type": "item", "id": "i", "value": factories.chosen(kept, "Mes mots.")}
    issue = issue_of(asked("new", items=[item]))
    assert fill(issue) == 0
    [block] = issue.sections.raw_data
    assert block["value"]["items"] == [item]


def test_second_filling_keeps_the_first_mark(last, issue_of, news):
    issue = issue_of(asked("new"))
    fill(issue)
    first = issue.filled_to
    news("Entre deux")
    fill(issue)
    assert issue.filled_to == first


def test_a_copy_is_filled_for_itself(last):
    copy = last.copy(update_attrs={"slug": "copie", "title": "Copie"})
    assert copy.filled_to == ""


def test_cancelled_sending_counts_for_nothing(last, issue_of, news):
    Campaign.objects.update(state="cancelled")
    issue = issue_of(asked("new"))
    fill(issue)
    assert titles(issue) == ["Ancien"]


def test_proposal_tells_what_happened_by_theme(last, news, theme):
    index = NewsletterIndexPage.objects.first()
    theme("job"), theme("rights")
    news("Sans thème")
    news("Emploi", "job")
    news("Droits", "rights", "job")
    changed = last.get_parent().get_parent().get_children().get(title="Actualités")
    changed = changed.get_children().get(title="Ancien").specific
    changed.updated_on, changed.update_note = timezone.localdate(), "Le lieu change."
    changed.save_revision().publish()
    issue = propose(index, None)
    assert not issue.live
    assert issue.number == last.number + 1
    told = {
        block["value"]["heading"]: len(block["value"]["items"])
        for block in issue.sections.raw_data
    }
    assert told == {"Job": 2, "Et aussi": 2}
    blurbs = [
        item["value"]["blurb"]
        for block in issue.sections.raw_data
        for item in block["value"]["items"]
    ]
    assert any("Le lieu change." in blurb for blurb in blurbs)
    assert issue.get_latest_revision_as_object().filled_to


def test_twenty_pages_are_proposed_for_the_cost_of_two(last, news):
    index = NewsletterIndexPage.objects.first()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            propose(NewsletterIndexPage.objects.get(pk=index.pk), None)
        return len(queries)

    news("Une", "rights"), news("Deux", "rights")
    cost()
    few = cost()
    for number in range(18):
        news(f"Page {number}", "rights")
    cost()
    # The pages that a revision refers to are registered together.
    assert cost() == few


def test_button_proposes_and_opens_the_draft(last, news, admin_client):
    news("Nouveau")
    answer = admin_client.post(reverse("newsletter_propose"))
    issue = NewsletterIssuePage.objects.latest("pk")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert titles(issue) == ["Nouveau"]
    assert "action-fill" in admin_client.get(answer.url).text


def test_proposing_needs_the_right_to_write(last, client, django_user_model):
    user = django_user_model.objects.create_user("u", "u@example.org", is_staff=True)
    client.force_login(user)
    before = NewsletterIssuePage.objects.count()
    client.post(reverse("newsletter_propose"))
    assert NewsletterIssuePage.objects.count() == before
    assert client.get(reverse("newsletter_propose")).status_code in (302, 405)


def test_listing_shows_how_far_each_issue_is(last, issue_of, admin_client):
    draft = issue_of(title="Brouillon")
    draft.unpublish()
    scheduled = issue_of(title="Plus tard")
    Campaign.objects.create(
        issue=scheduled, state="scheduled", send_at=timezone.now() + timedelta(days=3)
    )
    address = reverse("newsletter_issues:index")
    text = admin_client.get(address).text
    assert "programmé" in text
    assert "envoyé" in text
    assert "brouillon" in text
    with CaptureQueriesContext(connection) as few:
        admin_client.get(address)
    for _number in range(12):
        Campaign.objects.create(issue=issue_of(), state="queued")
    with CaptureQueriesContext(connection) as many:
        admin_client.get(address)
    assert len(many) <= len(few)


def test_issue_once_filled_is_sent_as_it_is(last, issue_of, news):
    news("Nouveau")
    issue = issue_of(asked("new"))
    fill(issue)
    issue.save_revision().publish()
    campaign = sending.queue_campaign(issue, user=None)
    assert campaign.content["fr"]["page"]["filled_to"] == issue.filled_to
