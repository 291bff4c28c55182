"""What blocks a sending, and what only warns."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from hubsite.checking.models import LinkCheck
from newsletter import delivery, sending
from newsletter.checking import review

from . import factories

pytestmark = pytest.mark.django_db


def found(issue):
    """Return {text: whether it blocks} of what is said of the French mail."""
    factories.subscriber(f"r{issue.pk}@example.org")
    with override("en"):
        return {
            finding.text: finding.blocks
            for finding in review(issue).findings
            if "Nederlands" not in finding.text
        }


def words(html):
    return factories.part("text", heading="", text=html)


def test_nothing_is_said_of_an_issue_without_fault(issue_of, news):
    assert (
        found(issue_of(factories.section("Une", "<p>Mots.</p>", news("Guide")))) == {}
    )


@pytest.mark.parametrize(
    ("html", "detail"),
    [
        ('<p><a href="/fr/nulle-part/">ici</a></p>', "/fr/nulle-part/"),
        ('<p><a linktype="page" id="99999">ici</a></p>', "page 99999"),
        ('<p><a linktype="document" id="99999">ici</a></p>', "document 99999"),
    ],
)
def test_link_of_the_site_that_leads_nowhere_blocks(issue_of, html, detail):
    text = f"In Français, a link leads nowhere: {detail}"
    assert found(issue_of(words(html))) == {text: True}


def test_address_outside_that_does_not_answer_warns(issue_of):
    url = "https://mort.hub.be/page"
    LinkCheck.objects.create(url=url, answer="404", failures=2)
    issue = issue_of(words(f'<p><a href="{url}">ici</a></p>'))
    assert found(issue) == {f"In Français, a link leads nowhere: {url}": False}


# Wagtail leaves the files of a rendition it made for Python to close.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_image_without_words_blocks(issue_of, image):
    stored = {"image": image.pk, "alt_text": "", "decorative": False}
    issue = issue_of(factories.part("image", image=stored, caption=""))
    text = f"In Français, an image has no description: image {image.pk}"
    assert found(issue) == {text: True}


def test_page_withdrawn_since_warns(issue_of, news):
    gone = news("Parti")
    issue = issue_of(factories.section("Une", "", gone, news("Reste")))
    gone.unpublish()
    text = "In Français, 1 chosen page is not published: it is left out."
    assert found(issue) == {text: False}


def test_mail_near_what_gmail_cuts_warns(issue_of):
    issue = issue_of(words(f"<p>{'Des mots. ' * 9000}</p>"))
    [(text, blocks)] = found(issue).items()
    assert text.startswith("The mail in Français weighs 9")
    assert not blocks


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"subject": " "}, "The subject is missing in Français."),
        ({"intro": ""}, "The issue in Français is empty."),
    ],
)
def test_subject_or_contents_missing_block(issue_of, fields, text):
    assert found(issue_of(**fields)) == {text: True}


def test_readers_of_the_monthly_digest_alone_are_reason_enough(issue, sink):
    assert review(issue).blocking
    factories.subscriber(rhythm="monthly")
    found = review(issue)
    assert not found.blocking
    assert [(each.number, each.monthly) for each in found.readers] == [(0, 1), (0, 0)]
    campaign = sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    campaign.refresh_from_db()
    assert campaign.state == "sent"
    assert campaign.started_at


def test_draft_and_changes_not_published(issue_of):
    issue = issue_of()
    issue.save_revision()
    text = "The published version is sent, not your latest changes."
    assert found(issue) == {text: False}
    issue.unpublish()
    factories.subscriber("other@example.org")
    with override("en"):
        assert "Publish the issue first." in review(issue).blocking


def test_twenty_parts_are_looked_at_for_the_cost_of_two(issue_of, news):
    pages = [news(f"Guide {number}") for number in range(20)]

    def cost(number):
        issue = issue_of(
            *[factories.section("Une", "<p>Mots.</p>", page) for page in pages[:number]]
        )
        factories.subscriber(f"r{number}@example.org")
        review(issue)
        with CaptureQueriesContext(connection) as queries:
            review(issue)
        return len(queries)

    assert cost(2) == cost(20)
