"""What the newsletter's tests start from: a site in two languages, an outbox."""

import re

import pytest
from django.core.cache import cache
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from hubsite import jobs
from hubsite.mail import deliver_mail
from hubsite.mail_backends import outbox_folder
from hubsite.outbox import _read

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
