"""What the newsletter's tests start from: a site in two languages, an outbox."""

import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from home.models import NewsIndexPage, NewsPage
from hubsite import jobs
from hubsite.mail import deliver_mail
from hubsite.mail_backends import outbox_folder
from hubsite.models import PageTerritory, PageTheme, Theme
from hubsite.outbox import _read
from newsletter.models import NewsletterIndexPage, NewsletterIssuePage
from tests.worker import Sink

from . import factories


@pytest.fixture(autouse=True)
def _running():
    jobs.STOPPING.clear()
    cache.clear()


@pytest.fixture
def site(home_fr, home_nl):
    for home in (home_fr, home_nl):
        home.save_revision().publish()
    return home_fr


@pytest.fixture
def outbox(settings, tmp_path):
    """Return a function that delivers what is queued and returns all mails so far."""
    settings.EMAIL_BACKEND = "hubsite.mail_backends.OutboxBackend"
    settings.DATA_DIR = tmp_path

    def mails():
        deliver_mail()
        files = sorted(
            outbox_folder().glob("*.eml"), key=lambda p: p.stat().st_mtime_ns
        )
        return [_read(path) for path in files]

    return mails


@pytest.fixture
def link_in():
    """Return a function that finds a path of the site in a mail's text part."""

    def find(mail, letter):
        return re.search(
            rf"http://localhost(/\w\w/abonnement/{letter}/\S+)", mail["text"]
        )[1]

    return find


@pytest.fixture
def image(db):
    return get_image_model().objects.create(
        title="Pont", file=get_test_image_file(), credit="Ada"
    )


@pytest.fixture
def issue(site, home_nl):
    return factories.issue(site, home_nl)


@pytest.fixture
def sink(settings):
    with Sink() as sink:
        settings.EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def theme(db):
    def make(code):
        return Theme.objects.get_or_create(
            code=code, defaults={"label_fr": code, "label_nl": code}
        )[0]

    return make


@pytest.fixture
def news(site, theme):
    """Return a function that publishes a news item with these themes and places."""

    def make(title, *themes, places=(), **fields):
        index = NewsIndexPage.objects.first() or factories.publish(
            site, NewsIndexPage(title="Actualités", slug="a", locale=site.locale)
        )
        page = NewsPage(
            title=title,
            slug=f"r-{uuid4()}",
            locale=index.locale,
            summary=f"De quoi parle {title}.",
            **fields,
        )
        page.page_themes.set([PageTheme(term=theme(code)) for code in themes])
        page.page_territories.set([PageTerritory(territory=place) for place in places])
        return factories.publish(index, page)

    return make


@pytest.fixture
def issue_of(site, home_nl):
    """Return a function that publishes an issue with these parts."""

    def make(*sections, **fields):
        index = NewsletterIndexPage.objects.filter(
            locale=site.locale
        ).first() or factories.publish(
            site, NewsletterIndexPage(title="L", slug="l", locale=site.locale)
        )
        number = NewsletterIssuePage.objects.count() + 1
        usual = {"title": f"Numéro {number}", "subject": "Sujet"}
        usual |= {"intro": "<p>Bonjour.</p>"}
        return factories.publish(
            index,
            NewsletterIssuePage(
                slug=f"numero-{number}",
                locale=site.locale,
                number=number,
                sections=[{"id": str(uuid4()), **section} for section in sections],
                **usual | fields,
            ),
        )

    return make
