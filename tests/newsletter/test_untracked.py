"""What was sent stands on the site for all; who reads it is nobody's business."""

import pytest
from bs4 import BeautifulSoup

from newsletter import delivery, sending
from newsletter.models import NewsletterIndexPage

from . import factories

pytestmark = pytest.mark.django_db
OWN = ("/abonnement/p/", "/abonnement/u/")


def links_and_images(mail):
    """Return the addresses that an HTML mail leads to, and those that it fetches."""
    soup = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
    fetched = [tag["src"] for tag in soup.find_all(src=True)]
    assert "url(" not in str(soup)
    return [link["href"] for link in soup.find_all("a", href=True)], fetched


def test_mails_of_two_readers_differ_in_their_own_pages_alone(issue, sink):
    for name in ("ada", "bo"):
        factories.subscriber(f"{name}@example.org")
    sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    (ada, fetched), (bo, fetched_too) = map(links_and_images, sink.parsed())
    # Nothing is fetched that the editor did not put in: no pixel.
    assert fetched == fetched_too == []
    shared, other = set(ada) & set(bo), set(ada) ^ set(bo)
    assert "https://a.example/?x=1&y=2" in shared
    assert len(other) == 4
    assert all(any(path in link for path in OWN) for link in other)
    assert not any(path in link for link in shared for path in OWN)


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Bienvenue au hub"), ("nl", "Welkom bij de hub")]
)
def test_archive_and_its_feed_hold_the_issue(issue, client, language, title):
    archive = NewsletterIndexPage.objects.get(locale__language_code=language)
    page = BeautifulSoup(client.get(archive.url).content, "html.parser")
    link = page.main.find("a", string=title)["href"]
    feed = client.get(f"{archive.url}feed.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert title in feed.content.decode()
    assert link in feed.content.decode()
    # On paper the issue stands without the form.
    letter = BeautifulSoup(client.get(link).content, "html.parser")
    assert letter.find("h1").text.strip() == title
    assert "screen-only" in letter.find(class_="signup")["class"]
