"""Files made from pages tell their weight before anybody takes them."""

import re

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from wagtail.models import PageViewRestriction

from hubsite.made_files import make_files_of, make_missing_files

pytestmark = pytest.mark.demo

LINK = "resources/kit_files.html"


def told(page):
    """Return what the link to a page's PDF says besides its kind."""
    return re.search(r"\(PDF([^)]*)\)", render_to_string(LINK, {"page": page}))[1]


def test_link_tells_the_weight_once_the_file_was_made(demo, client):
    step = demo("K1")
    assert told(step) == ""
    made = client.get(f"{step.url}document.pdf")
    assert told(step) == f", {round(len(made.content) / 1000)}\xa0ko"


def test_worker_makes_what_was_not_made_and_only_that(demo):
    assert make_missing_files() >= 18
    assert make_missing_files() == 0
    assert demo("R12").weight_of("card-a5-bw.pdf") > 10_000


def test_file_is_made_again_when_its_page_was_published_again(demo):
    step = demo("K1")
    assert make_files_of(step) == 1
    step.save_revision().publish()
    assert make_files_of(demo("K1")) == 1


def test_worker_leaves_restricted_pages_alone(demo):
    kit = demo("kit")
    PageViewRestriction.objects.create(
        page=kit, restriction_type=PageViewRestriction.LOGIN
    )
    cache.clear()
    make_missing_files()
    assert kit.weight_of("document.pdf") is None
    assert demo("K1").weight_of("document.pdf") is None
    assert demo("R12").weight_of("card-a4.pdf")
