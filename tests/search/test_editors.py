"""What editors do for search, in the admin."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hubsite import groups
from search.models import SearchLog, SearchSynonym
from search.reports import KEPT_DAYS, forget_old_words
from tests.admin.conftest import member, team

__all__ = ["member", "team"]

pytestmark = pytest.mark.django_db


def test_report_adds_up_words_that_found_nothing(admin_client):
    today = timezone.localdate()
    for days in (0, 1):
        SearchLog.objects.create(
            day=today - timedelta(days=days), language="fr", query="zebulon", count=2
        )
    response = admin_client.get(reverse("search_nothing_found"))
    (row,) = response.context["object_list"]
    assert (row["query"], row["times"], row["last_day"]) == ("zebulon", 4, today)
    export = admin_client.get(reverse("search_nothing_found") + "?export=csv")
    assert b"zebulon,fr,4" in b"".join(export.streaming_content)


def test_synonyms_are_edited_as_snippets(admin_client):
    SearchSynonym.objects.create(terms_fr="bus\ncar", terms_nl="autobus")
    address = reverse("wagtailsnippets_search_searchsynonym:list")
    assert "bus = car = autobus" in admin_client.get(address).content.decode()


def test_who_reads_what_found_nothing_may_add_the_missing_synonym(member):
    client = member(groups.EDITORS)
    address = reverse("wagtailsnippets_search_searchsynonym:add")
    assert client.get(reverse("search_nothing_found")).status_code == 200
    assert client.get(address).status_code == 200
    client.post(address, {"terms_fr": "zebulon\nbus", "terms_nl": ""})
    assert SearchSynonym.objects.get().terms_fr.split() == ["zebulon", "bus"]


def test_old_words_are_forgotten(db):
    long_ago = timezone.localdate() - timedelta(days=KEPT_DAYS + 1)
    SearchLog.objects.create(day=long_ago, language="fr", query="x")
    SearchLog.objects.create(day=timezone.localdate(), language="fr", query="y")
    assert forget_old_words() == 1
    assert SearchLog.objects.get().query == "y"
