from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from hubsite.models import Keyword, PageKeyword
from search import collect
from search.models import SearchEntry

from .factories import (
    call,
    event,
    organisation,
    resource,
    standard,
    territory,
    theme,
    translated,
)

pytestmark = pytest.mark.django_db


def titles():
    return set(SearchEntry.objects.present().values_list("title", flat=True))


def entry(page):
    return SearchEntry.objects.get(pk=page.pk)


def restrict(page):
    return PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.LOGIN
    )


def test_entry_appears_with_its_children_when_the_page_is_saved(home_fr):
    page = standard(home_fr, "Bus", ["outreach"], ["insee-dep:07"], summary="En bus")
    assert entry(page).facets == {"theme": ["outreach"], "territory": ["insee-dep:07"]}
    assert entry(page).url == "/fr/bus/"
    assert entry(page).summary == "En bus"


def test_entry_keeps_the_text_of_what_is_live_when_a_draft_is_saved(home_fr):
    page = standard(home_fr, "Public")
    page.title = "Secret draft"
    page.save_revision()
    assert titles() == {"Public"}
    page.get_latest_revision().publish()
    assert titles() == {"Secret draft"}


def test_entry_waits_for_a_scheduled_publication(home_fr):
    page = standard(home_fr, "Later", live=False)
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    assert titles() == set()


def test_entry_leaves_when_the_page_is_unpublished(home_fr):
    page = standard(home_fr, "Gone")
    page.unpublish()
    assert titles() == set()
    assert entry(page).removed
    assert entry(page).title == ""


def test_entry_leaves_when_the_page_is_unpublished_as_a_plain_page(home_fr):
    page = standard(home_fr, "Gone")
    Page.objects.get(pk=page.pk).unpublish()
    assert titles() == set()


def test_entries_of_a_subtree_leave_when_it_is_restricted_and_come_back(home_fr):
    parent = standard(home_fr, "Parent")
    standard(parent, "Child")
    restriction = restrict(parent)
    assert titles() == set()
    restriction.delete()
    assert titles() == {"Parent", "Child"}


def test_entries_leave_when_they_move_under_a_restricted_page(home_fr):
    closed = standard(home_fr, "Closed")
    restrict(closed)
    parent = standard(home_fr, "Parent")
    standard(parent, "Child")
    parent.move(closed, pos="last-child")
    assert titles() == set()


def test_addresses_of_a_subtree_follow_a_move_and_a_new_slug(home_fr):
    parent = standard(home_fr, "Parent", slug="parent")
    child = standard(parent, "Child", slug="child")
    other = standard(home_fr, "Other", slug="other")
    parent.move(other, pos="last-child")
    assert entry(child).url == "/fr/other/parent/child/"
    parent.refresh_from_db()
    parent.slug = "renamed"
    parent.save()
    assert entry(child).url == "/fr/other/renamed/child/"


def test_entries_of_a_subtree_leave_when_it_is_deleted(home_fr):
    parent = standard(home_fr, "Parent")
    standard(parent, "Child")
    parent.delete()
    assert titles() == set()


def test_alias_has_no_entry(home_fr, nl, home_nl):
    page = standard(home_fr, "Source")
    alias = page.create_alias(parent=home_nl, update_locale=nl)
    assert set(SearchEntry.objects.present().values_list("pk", flat=True)) == {page.pk}
    page.title = "Renamed"
    page.save_revision().publish()
    assert not SearchEntry.objects.present().filter(pk=alias.pk).exists()


def test_entry_of_an_expired_page_leaves(home_fr):
    page = standard(home_fr, "Old", expire_at=timezone.now() - timedelta(days=1))
    assert not SearchEntry.objects.filter(pk=page.pk).exists()


def test_translation_has_an_entry_of_its_own(home_fr, home_nl):
    page = standard(home_fr, "Bus")
    copy = translated(page, home_nl, "Digibus")
    assert entry(copy).language == "nl"
    assert entry(copy).url == "/nl/digibus/"
    assert entry(copy).translation_key == entry(page).translation_key


def test_renaming_what_an_entry_quotes_renews_it(home_fr):
    place = territory("insee-dep:07", label_fr="Ardèche")
    page = standard(home_fr, "Bus", territories=["insee-dep:07"])
    place.label_fr = "Vivarais"
    place.save()
    assert "Vivarais" in entry(page).keywords


def test_renaming_a_funder_renews_its_calls(home_fr):
    page = call(home_fr, "Appel")
    funder = organisation()
    funder.name = "Nouveau fonds"
    funder.save()
    assert entry(page).details["funder"] == "Nouveau fonds"


def test_changing_a_code_changes_the_facet(home_fr):
    page = standard(home_fr, "Bus", ["outreach"])
    term = theme("outreach")
    term.code = "reach"
    term.save()
    assert entry(page).facets["theme"] == ["reach"]


def test_deleting_a_tag_takes_it_off_its_pages(home_fr):
    page = standard(home_fr, "Bus")
    tag = Keyword.objects.create(name="mobile", name_nl="mobiel", slug="mobile")
    PageKeyword.objects.create(content_object=page, tag=tag)
    collect.refresh([page.pk])
    assert entry(page).facets == {"tag": ["mobile"]}
    tag.delete()
    assert entry(page).facets == {}


def test_saving_without_change_leaves_the_entry_alone(home_fr):
    page = standard(home_fr, "Same")
    before = entry(page).seq
    page.save()
    assert entry(page).seq == before


def test_deferred_collects_everything_once_at_the_end(home_fr):
    with collect.deferred():
        standard(home_fr, "One")
        assert titles() == set()
    assert titles() == {"One"}


def test_collecting_takes_as_many_queries_for_two_pages_as_for_many(
    home_fr, django_assert_max_num_queries
):
    def make(number):
        for n in range(number):
            call(home_fr, f"Appel {number} {n}", ["pass"], ["insee-dep:07"])
            event(home_fr, f"Rencontre {number} {n}", ["pass"])
            resource(home_fr, f"Fiche {number} {n}", ["pass"])

    make(2)
    with django_assert_max_num_queries(200) as few:
        collect.collect_all()
    make(6)
    with django_assert_max_num_queries(200) as many:
        collect.collect_all()
    assert len(many) <= len(few)
