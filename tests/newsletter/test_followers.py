"""What is followed, by how many and how often, as the team sees it: never by whom."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funding.models import CallIndexPage
from newsletter.followers_report import counts, in_words
from newsletter.models import Alert, Subscriber
from search.following import watermark
from tests.search.factories import call, index_page, theme

from . import factories

pytestmark = pytest.mark.django_db
# A list of calls shows those that are open unless asked for others.
OPEN = "Statut\u00a0: ouvert, bientôt clos"


def person(name, status="none"):
    email = f"{name}@example.org"
    known = Subscriber.objects.filter(email=email).first()
    return known or factories.subscriber(email, status=status)


def follow(name, **fields):
    fields = {
        "language": "fr",
        "state": "active",
        "watermark": str(watermark()),
    } | fields
    return Alert.objects.create(subscriber=person(name), **fields)


def shown():
    return [
        (row.text, row.followers, row.daily, row.weekly, row.monthly)
        for row in in_words(list(counts()))
    ]


def test_people_are_counted_by_what_they_follow_and_how_often(site, home_fr):
    theme("rights", "Droits", "Rechten")
    page = call(home_fr, "Appel")
    calls = index_page(home_fr, CallIndexPage)
    key = {"list_key": calls.translation_key, "parameters": "theme=rights"}
    follow("a", **key)
    follow("b", **key, rhythm="weekly", state="paused")
    follow("c", **key, rhythm="weekly", language="nl")
    # Followed twice by who took another's place, this is one person.
    follow("c", **key, rhythm="monthly")
    follow("a", item_key=page.translation_key)
    follow("b", item_key=page.translation_key, rhythm="monthly")
    follow("a", parameters="q=tablette")
    assert shown() == [
        (f"{calls.title} · Thème\u00a0: Droits · {OPEN}", 3, 1, 2, 1),
        ("Appel", 2, 1, 0, 1),
        ("Tout le site · “tablette”", 1, 1, 0, 0),
    ]


@pytest.mark.parametrize("state", ["pending", "stopped"])
def test_who_has_not_confirmed_or_stopped_does_not_count(site, state):
    follow("a", state=state)
    assert shown() == []


@pytest.mark.parametrize("status", ["bounced", "complained"])
def test_address_that_is_written_to_no_more_does_not_count(site, status):
    person("a", status)
    follow("a")
    assert shown() == []


def test_report_names_no_reader_and_leads_to_what_is_followed(site, admin_client):
    follow("ada", parameters="q=tablette")
    page = admin_client.get(reverse("newsletter_followers"))
    assert "“tablette”" in page.text
    assert 'href="/fr/recherche/?q=tablette"' in page.text
    assert "ada" not in page.text.replace("metadata", "")
    assert reverse("newsletter_followers") in admin_client.get("/admin/").text


def test_what_left_the_site_and_what_one_language_lacks_are_told(
    site, home_fr, home_nl
):
    page = call(home_fr, "Appel")
    dutch = index_page(home_nl, CallIndexPage)
    follow("a", item_key=page.translation_key)
    follow("b", list_key=dutch.translation_key)
    follow("c", list_key=dutch.translation_key)
    page.unpublish()
    assert [text for text, *_numbers in shown()] == [
        f"{dutch.title} · Status: open, sluit binnenkort",
        "n’est plus sur le site",
    ]


def test_who_keeps_no_page_sees_no_report(site, client, django_user_model):
    user = django_user_model.objects.create_user("x")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(user)
    address = reverse("newsletter_followers")
    assert client.get(address).url == reverse("wagtailadmin_home")
    assert address not in client.get(reverse("wagtailadmin_home")).text


def test_report_costs_the_same_for_two_and_for_twenty(site, home_fr, admin_client):
    theme("rights", "Droits", "Rechten")
    calls = index_page(home_fr, CallIndexPage)
    costs = []
    for number in (2, 20):
        for index in range(Subscriber.objects.count(), number):
            page = call(home_fr, f"Appel {index}")
            follow(f"a{index}", item_key=page.translation_key)
            follow(
                f"a{index}",
                list_key=calls.translation_key,
                parameters=f"q=a{index}&theme=rights",
            )
        # The first time fills caches.
        for _time in range(2):
            with CaptureQueriesContext(connection) as queries:
                page = admin_client.get(reverse("newsletter_followers"))
        assert len(page.context["object_list"]) == 2 * number
        costs.append(len(queries))
    assert costs[0] == costs[1]
