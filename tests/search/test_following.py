"""New since, changed since, closing within: each item once, whatever the edge."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funding.models import Round
from search.following import (
    Stretch,
    Watermark,
    changed_since,
    closing_within,
    forget_past,
    new_since,
    watermark,
)
from search.models import PastEntry, SearchState
from search.query import SearchQuery
from search.telling import told

from .factories import NOON, call, event, noon, standard, translated

pytestmark = pytest.mark.django_db


def query(q="", types=(), language="fr", sort="newest", **selected):
    chosen = {name: tuple(codes) for name, codes in selected.items()}
    return SearchQuery(language=language, q=q, types=types, selected=chosen, sort=sort)


def titles(found):
    return [item.hit.title for item in found]


def new(mark, asked=None, **options):
    return titles(new_since(asked or query(), mark, **options)[0])


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()


def test_watermark_is_text_and_back():
    mark = Watermark(7, noon())
    assert Watermark.parse(str(mark)) == mark
    for text in ("", "7", "x@2026-01-01T00:00:00+00:00", "7@2026-01-01T00:00:00"):
        with pytest.raises(ValueError, match=r".+"):
            Watermark.parse(text)


def test_new_is_what_was_published_since_whatever_date_it_carries(home_fr):
    standard(home_fr, "Before")
    mark = watermark()
    standard(home_fr, "Late", content_date=date(2019, 1, 1))
    standard(home_fr, "Today")
    assert new(mark) == ["Today", "Late"]
    assert new(watermark()) == []


def test_two_stretches_that_meet_tell_each_item_once(home_fr):
    first = watermark()
    standard(home_fr, "One")
    found, second = new_since(query(), first)
    assert titles(found) == ["One"]
    standard(home_fr, "Two")
    found, third = new_since(query(), second)
    assert titles(found) == ["Two"]
    assert new(third) == []


def test_what_was_hidden_at_the_watermark_is_new_when_it_comes_back(home_fr):
    page = standard(home_fr, "Ghost")
    page.unpublish()
    mark = watermark()
    publish(page)
    assert new(mark) == ["Ghost"]


def test_what_was_hidden_and_is_back_since_is_not_new(home_fr):
    page = standard(home_fr, "Back")
    mark = watermark()
    page.unpublish()
    publish(page)
    assert new(mark) == []


def test_an_edit_alone_makes_nothing_new(home_fr):
    page = standard(home_fr, "Same", ["pass"])
    mark = watermark()
    page.summary = "Better"
    publish(page)
    assert new(mark) == []
    assert new(mark, query(theme=["pass"])) == []


def test_an_edit_that_brings_a_page_to_the_list_makes_it_new_there(home_fr):
    page = standard(home_fr, "Moved", ["pass"])
    mark = watermark()
    page.page_themes = []
    page.save()
    back = watermark()
    assert new(mark) == []
    page.summary = "A questionnaire"
    publish(page)
    assert new(back, query("questionnaire")) == ["Moved"]
    assert new(back) == []


def test_words_that_were_there_already_make_nothing_new(home_fr):
    page = standard(home_fr, "Mot de passe oublié")
    mark = watermark()
    page.summary = "Other"
    publish(page)
    assert new(mark, query("mot de passe")) == []


def test_some_of_the_words_are_not_enough_to_follow(home_fr):
    mark = watermark()
    standard(home_fr, "Questionnaire")
    assert new(mark, query("questionnaire velours")) == []
    assert new(mark, query("questionaire")) == ["Questionnaire"]


def test_a_translation_is_the_same_item(home_fr, home_nl):
    page = standard(home_fr, "Bus")
    mark = watermark()
    translated(page, home_nl, "Digibus")
    assert new(mark, query(language="nl")) == []
    assert new(mark, query(language="fr")) == []


def test_a_status_that_begins_makes_a_call_new_in_its_list(home_fr):
    with time_machine.travel("2026-03-01 12:00", tick=False):
        call(home_fr, "Appel", opens_on=date(2026, 3, 29), deadline_on=date(2026, 5, 1))
        mark = watermark()
    asked = query(types=("call",), status=["open", "closing"])
    opening = datetime(2026, 3, 28, 23, tzinfo=UTC)  # 00:00 in Paris, clocks move at 2
    assert new(mark, asked, now=opening - timedelta(seconds=1)) == []
    assert new(mark, asked, now=opening) == ["Appel"]
    assert new(Watermark(mark.seq, opening), asked, now=opening) == []


def test_a_moved_deadline_is_told_once_with_both_dates(home_fr):
    page = call(home_fr, "Appel", deadline_on=date(2026, 9, 1), opens_on=None)
    mark = watermark()
    one = page.rounds.get()
    one.deadline_on = date(2026, 10, 2)
    page.rounds = [one]
    publish(page)
    found, after = changed_since(query(types=("call",)), mark)
    assert titles(found) == ["Appel"]
    (sentence,) = told(found[0])
    assert "2026" in sentence
    assert sentence.count("\u00a0") >= 4
    assert changed_since(query(), after)[0] == []


def test_a_deadline_that_moved_there_and_back_is_no_change(home_fr):
    page = call(home_fr, "Appel", deadline_on=date(2026, 9, 1), opens_on=None)
    mark = watermark()
    for day in (date(2026, 10, 2), date(2026, 9, 1)):
        one = page.rounds.get()
        one.deadline_on = day
        page.rounds = [one]
        publish(page)
    assert changed_since(query(), mark)[0] == []


@time_machine.travel(NOON, tick=False)
def test_a_cancelled_call_is_told_to_who_followed_the_open_ones(home_fr):
    page = call(home_fr, "Appel")
    asked = query(types=("call",), status=["open"])
    mark = watermark()
    page.cancelled = True
    publish(page)
    assert titles(changed_since(asked, mark)[0]) == ["Appel"]
    elsewhere = query(types=("call",), status=["results"])
    assert changed_since(elsewhere, mark)[0] == []


def test_texts_that_change_are_no_fact(home_fr):
    page = event(home_fr, "Rencontre")
    mark = watermark()
    page.title = "Rencontres"
    publish(page)
    assert changed_since(query(), mark)[0] == []
    page.starts_at -= timedelta(hours=1)
    publish(page)
    assert titles(changed_since(query(), mark)[0]) == ["Rencontres"]


def test_an_updated_page_tells_its_note(home_fr):
    page = standard(home_fr, "Étape")
    mark = watermark()
    page.updated_on, page.update_note = date(2026, 6, 1), "Nouvelle fiche"
    publish(page)
    (item,), _mark = changed_since(query(), mark)
    assert "Nouvelle fiche" in told(item)[0]


def test_one_follows_a_single_page_by_its_key(home_fr):
    mark = watermark()
    page = standard(home_fr, "Followed")
    standard(home_fr, "Other")
    stretch = Stretch(mark)
    assert titles(stretch.new(query(), {str(page.translation_key)})) == ["Followed"]


def test_closing_within_counts_days_of_the_calendar_through_a_change_of_clocks(home_fr):
    call(home_fr, "Appel", opens_on=None, deadline_on=date(2026, 3, 30))
    midnight = datetime(2026, 3, 26, 23, tzinfo=UTC)  # of the 27th, in Paris
    asked = query(types=("call",))
    assert closing_within(asked, 3, now=midnight - timedelta(seconds=1)) == []
    assert titles(closing_within(asked, 3, now=midnight)) == ["Appel"]
    last = datetime(2026, 3, 30, 21, 59, 58, tzinfo=UTC)
    assert titles(closing_within(asked, 0, now=last)) == ["Appel"]
    assert closing_within(asked, 0, now=last + timedelta(seconds=1)) == []


def test_closing_looks_at_the_round_that_comes_next(home_fr):
    days = (date(2026, 3, 10), date(2026, 9, 10))
    rounds = [Round(deadline_on=day) for day in days]
    call(home_fr, "Deux", rounds=rounds, opens_on=None, deadline_on=None)
    at = datetime(2026, 9, 8, 12, tzinfo=UTC)
    (item,) = closing_within(query(), 3, now=at)
    assert item.deadline.date() == date(2026, 9, 10)


@time_machine.travel(NOON, tick=False)
def test_nothing_cancelled_or_rolling_closes(home_fr):
    call(home_fr, "Annulé", cancelled=True)
    call(home_fr, "Permanent", rolling=True)
    assert closing_within(query(), 400) == []


def test_what_came_after_the_watermark_was_taken_waits_for_the_next(home_fr):
    page = call(home_fr, "Appel", deadline_on=date(2026, 9, 1), opens_on=None)
    mark = watermark()
    stretch = Stretch(mark)
    standard(home_fr, "Meanwhile")
    page.cancelled = True
    publish(page)
    assert stretch.new(query()) == []
    assert stretch.changed(query()) == []
    assert new(stretch.until) == ["Meanwhile"]
    assert titles(changed_since(query(), stretch.until)[0]) == ["Appel"]


def test_deleted_pages_leave_no_past(home_fr):
    page = standard(home_fr, "Gone")
    page.unpublish()
    assert PastEntry.objects.filter(page_id=page.pk).exists()
    page.delete()
    assert not PastEntry.objects.filter(page_id=page.pk).exists()


def test_the_past_is_forgotten_and_old_watermarks_still_work(home_fr):
    page = standard(home_fr, "Old")
    mark = watermark()
    with time_machine.travel("2020-01-01", tick=False):
        page.title = "Older"
        publish(page)
    assert forget_past() == 1
    assert SearchState.objects.get().horizon > mark.seq
    assert new(mark) == []
    assert forget_past() == 0


def test_as_many_queries_for_twenty_items_as_for_two(
    home_fr, django_assert_max_num_queries
):
    mark = watermark()

    def cost(number):
        for n in range(number):
            call(home_fr, f"Appel {number} {n}")
        with django_assert_max_num_queries(20) as counted:
            stretch = Stretch(mark)
            stretch.new(query()), stretch.changed(query())
        return len(counted)

    cost(1)
    assert cost(2) == cost(18)


@given(
    steps=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["show", "hide", "edit", "ask"])),
        max_size=14,
    )
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_shown_hidden_and_asked_when_nothing_is_lost_or_doubled(
    home_fr, steps
):
    """What one is told, one after the other, is what came to be seen, in order."""
    from wagtail.models import Page

    Page.objects.child_of(home_fr).delete()
    home_fr.refresh_from_db()
    pages = [standard(home_fr, f"P{n}") for n in range(3)]
    seen = {f"P{n}" for n in range(3)}
    shown, mark = set(seen), watermark()
    for index, step in [*steps, (0, "ask")]:
        page, name = pages[index], f"P{index}"
        if step == "show":
            publish(page)
            shown.add(name)
        elif step == "hide":
            page.unpublish()
            shown.discard(name)
        elif step == "edit":
            page.summary += "."
            if page.live:
                publish(page)
        else:
            found, mark = new_since(query(), mark)
            assert set(titles(found)) == shown - seen
            assert len(found) == len(set(titles(found)))
            seen = set(shown)
