"""The embedded engine: ladder, languages, facets against a recount, order, leaks."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from hubsite.contracts import Moment, status_at
from hubsite.models import Acronym
from search import collect
from search.engines import get_engine
from search.models import SearchEntry, SearchSynonym
from search.query import SearchQuery

from .factories import NOON, call, event, noon, standard, territory, theme, translated

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{NOON}Z", tick=False)]


def search(q="", language="fr", now=None, **selected):
    sort = selected.pop("sort", "")
    query = SearchQuery(
        language=language,
        q=q,
        sort=sort,
        types=selected.pop("types", ()),
        facets=selected.pop("facets", ("theme", "territory", "status", "type")),
        selected={name: tuple(codes) for name, codes in selected.items()},
    )
    return get_engine().search(query.request(now=now or noon(), size=100))


def titles(result):
    return [hit.title for hit in result.hits]


def counts(result, name):
    facet = next(facet for facet in result.facets if facet.name == name)
    return {value.code: value.count for value in facet.values}


# The ladder


def test_every_word_must_be_found_first(home_fr):
    standard(home_fr, "Bus rural")
    standard(home_fr, "Bus urbain")
    result = search("bus rural")
    assert titles(result) == ["Bus rural"]
    assert (result.mode, result.corrected) == ("exact", ())
    assert [hit.title for hit in result.near] == ["Bus urbain"]


def test_misspelt_word_is_corrected_and_said_so(home_fr):
    standard(home_fr, "Médiation numérique")
    result = search("mediaton numerique")
    assert titles(result) == ["Médiation numérique"]
    assert (result.mode, result.corrected) == ("fuzzy", (("mediaton", "médiation"),))


def test_some_words_are_enough_at_last(home_fr):
    standard(home_fr, "Bus rural")
    result = search("bus introuvable")
    assert (titles(result), result.mode) == (["Bus rural"], "any")


def test_nothing_is_found_where_nothing_is(home_fr):
    standard(home_fr, "Bus rural")
    result = search("zzz")
    assert (result.total, result.mode) == (0, "exact")


@pytest.mark.parametrize("q", ["médiation", "mediation", "MÉDIATIONS", "la médiation"])
def test_accents_case_and_plural_change_nothing(home_fr, q):
    standard(home_fr, "Médiation")
    assert search(q).total == 1


def test_title_weighs_more_than_body(home_fr):
    standard(home_fr, "Autre", summary="On y parle du bus et du bus encore")
    standard(home_fr, "Bus")
    assert titles(search("bus")) == ["Bus", "Autre"]


def test_editor_synonyms_and_acronyms_count_at_once(home_fr):
    standard(home_fr, "Conseiller France services")
    assert search("xylo").total == 0
    SearchSynonym.objects.create(terms_fr="xylo\nconseiller")
    assert search("xylo").total == 1
    assert search("CFS").total == 0
    Acronym.objects.create(
        short="CFS",
        expansion_fr="Conseiller France services",
        expansion_nl="adviseur",
    )
    assert search("cfs").total == 1


# Languages


def test_each_item_stands_once_in_the_readers_language(home_fr, home_nl):
    both = standard(home_fr, "Bus")
    translated(both, home_nl, "Digibus")
    standard(home_fr, "Tram")
    assert set(titles(search())) == {"Bus", "Tram"}
    assert set(titles(search(language="nl"))) == {"Digibus", "Tram"}


def test_words_of_the_other_language_find_what_is_not_translated(home_fr, home_nl):
    standard(home_fr, "Médiateurs")
    assert titles(search("médiateur", language="nl")) == ["Médiateurs"]


def test_own_language_comes_first_only_by_relevance(home_fr, home_nl):
    standard(home_nl, "Agenda", content_date="2026-01-01")
    standard(home_fr, "Agenda agenda", content_date="2026-02-01")
    assert [hit.language for hit in search("agenda", language="nl").hits] == [
        "nl",
        "fr",
    ]
    newest = search("agenda", language="nl", sort="newest")
    assert [hit.language for hit in newest.hits] == ["fr", "nl"]


def test_translation_that_expires_first_gives_way_to_the_other(home_fr, home_nl):
    page = standard(home_fr, "Bus")
    expire = noon() + timedelta(days=1)
    translated(page, home_nl, "Digibus", expire_at=expire)
    assert titles(search(language="nl")) == ["Digibus"]
    assert titles(search(language="nl", now=expire)) == ["Bus"]


# Facets


@pytest.mark.parametrize(("q", "sort"), [("bus", ""), ("bus", "newest"), ("", "due")])
def test_every_line_stands_on_one_page_while_lines_are_written(home_fr, q, sort):
    pages = [standard(home_fr, f"Bus {number}") for number in range(30)]
    seen = []
    for number in range(6):
        query = SearchQuery(language="fr", q=q, sort=sort, page=number + 1)
        request = query.request(now=noon(), size=5)
        seen += [hit.page_id for hit in get_engine().search(request).hits]
        for page in pages[number::6]:
            # It is written, with nothing that its place depends on.
            page.expire_at = noon() + timedelta(days=30)
            page.save_revision().publish()
    assert len(seen) == 30
    assert set(seen) == {page.pk for page in pages}


def test_own_choice_does_not_reduce_a_facets_counts(home_fr):
    standard(home_fr, "A", ["pass"])
    standard(home_fr, "B", ["pass", "training"])
    standard(home_fr, "C", ["training"])
    result = search(theme=["pass"])
    assert result.total == 2
    assert counts(result, "theme") == {"pass": 2, "training": 2}
    assert search(theme=["pass", "training"]).total == 3


def test_chosen_value_shows_even_at_nought(home_fr):
    standard(home_fr, "A", ["pass"])
    result = search(theme=["nowhere"])
    assert counts(result, "theme") == {"pass": 1, "nowhere": 0}


def test_territory_means_what_it_holds_and_what_holds_it(home_fr):
    country = territory("iso:FR")
    region = territory("insee-reg:84", country)
    territory("insee-dep:07", region)
    territory("insee-dep:59", country)
    for code in ("iso:FR", "insee-reg:84", "insee-dep:07", "insee-dep:59"):
        standard(home_fr, code, territories=[code])
    assert set(titles(search(territory=["insee-reg:84"]))) == {
        "iso:FR", "insee-reg:84", "insee-dep:07",
    }  # fmt: skip
    result = search(territory=["insee-dep:59"])
    assert set(titles(result)) == {"iso:FR", "insee-dep:59"}
    assert counts(result, "territory") == {
        "iso:FR": 4, "insee-reg:84": 3, "insee-dep:07": 3, "insee-dep:59": 2,
    }  # fmt: skip


def test_status_is_told_at_the_moment_of_asking(home_fr):
    call(home_fr, "Appel")
    at = {days: noon() + timedelta(days=days) for days in (-40, 0, 20, 40)}
    seen = [
        list(counts(search(now=now, types=("call",)), "status")) for now in at.values()
    ]
    assert seen == [["upcoming"], ["open"], ["closing"], ["closed"]]


def test_labels_follow_the_language_and_the_editor(home_fr):
    term = theme("pass", "Pass numérique", "Digitale cheque")
    standard(home_fr, "A", ["pass"])

    def label(language):
        facet = search(language=language).facets[0]
        return facet.values[0].label

    assert (label("fr"), label("nl")) == ("Pass numérique", "Digitale cheque")
    term.label_fr = "Chèque"
    term.save()
    assert label("fr") == "Chèque"


THEMES = ("a", "b", "c")
PLACES = ("x:fr", "x:reg1", "x:reg2", "x:dep1", "x:dep2", "x:prog")
STATUSES = ("upcoming", "open", "closing", "closed")
PARENTS = {
    "x:reg1": ["x:fr"], "x:reg2": ["x:fr"], "x:dep1": ["x:reg1", "x:prog"],
    "x:dep2": ["x:reg2"], "x:prog": [],
}  # fmt: skip
generated = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.integers(0, 8),
            "language": st.sampled_from(["fr", "nl"]),
            "type": st.sampled_from(["call", "event", "page"]),
            "theme": st.sets(st.sampled_from(THEMES)),
            "territory": st.sets(st.sampled_from(PLACES)),
            "kind": st.sets(st.sampled_from(["k1", "k2"]), max_size=1),
            "moments": st.lists(st.integers(-5, 5), max_size=3, unique=True),
            "expires": st.none() | st.integers(-3, 5),
        }
    ),
    max_size=14,
    unique_by=lambda row: (row["key"], row["language"]),
)
choices = st.fixed_dictionaries(
    {},
    optional={
        "theme": st.sets(st.sampled_from(THEMES), min_size=1),
        "territory": st.sets(st.sampled_from(PLACES), min_size=1),
        "kind": st.sets(st.sampled_from(["k1", "k2"]), min_size=1),
        "status": st.sets(st.sampled_from(STATUSES), min_size=1),
        "type": st.sets(st.sampled_from(["call", "event"]), min_size=1),
    },
)
FACETS = ("theme", "territory", "kind", "status", "type")


def entry(number, row):
    moments = sorted(row["moments"])
    return SearchEntry(
        page_id=number + 1,
        translation_key=f"00000000-0000-0000-0000-{row['key']:012d}",
        language=row["language"],
        type=row["type"],
        title=f"Entry {number}",
        url=f"/{number}/",
        url_path=f"/{number}/",
        path=f"0001{number:04d}",
        facets={name: sorted(row[name]) for name in ("theme", "territory", "kind")},
        timeline=[
            [(noon() + timedelta(days=day)).timestamp(), status]
            for day, status in zip(moments, STATUSES, strict=False)
        ],
        expire_at=row["expires"] is not None
        and noon() + timedelta(days=row["expires"])
        or None,
        published_at=noon(),
    )


def above(place):
    return {place}.union(*(above(parent) for parent in PARENTS.get(place, ())))


def carries(row, name, code, now):
    """Recount, the slow way: does this row carry that code at `now`?"""
    if name == "status":
        timeline = tuple(
            Moment(noon() + timedelta(days=day), status)
            for day, status in zip(sorted(row["moments"]), STATUSES, strict=False)
        )
        return status_at(timeline, now) == code
    if name == "territory":
        return any(own in above(code) or code in above(own) for own in row["territory"])
    return code == row["type"] if name == "type" else code in row[name]


def in_view(rows, language, now):
    alive = [
        row
        for row in rows
        if row["expires"] is None or noon() + timedelta(days=row["expires"]) > now
    ]
    own = {row["key"] for row in alive if row["language"] == language}
    return [
        row for row in alive if row["language"] == language or row["key"] not in own
    ]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    rows=generated,
    chosen=choices,
    days=st.integers(-6, 6),
    language=st.sampled_from(["fr", "nl"]),
)
def test_counts_equal_a_recount_for_every_pair_of_facets(
    db, rows, chosen, days, language
):
    now = noon() + timedelta(days=days)
    with transaction.atomic():
        for place in PLACES:
            territory(place)
        for place, parents in PARENTS.items():
            territory(place, *(territory(parent) for parent in parents))
        collect.remove([n + 1 for n in range(20)])
        collect._store([entry(number, row) for number, row in enumerate(rows)])
        collect.labels_changed()
        result = search(language=language, now=now, facets=FACETS, **chosen)
        transaction.set_rollback(True)
    view = in_view(rows, language, now)

    def fits(row, without=None):
        return all(
            any(carries(row, name, code, now) for code in codes)
            for name, codes in chosen.items()
            if name != without
        )

    assert result.total == sum(fits(row) for row in view)
    codes = {"theme": THEMES, "territory": PLACES, "kind": ("k1", "k2"),
             "status": STATUSES, "type": ("call", "event", "page")}  # fmt: skip
    for name in FACETS:
        shown = counts(result, name)
        in_use = {code for row in rows for code in row.get(name, ()) if name != "type"}
        if name == "territory":
            in_use = {place for own in in_use for place in above(own)}
        for code in codes[name]:
            pool = [row for row in view if fits(row, without=name)]
            expected = sum(carries(row, name, code, now) for row in pool)
            if name == "territory" and code not in in_use | chosen.get(name, set()):
                assert code not in shown
            else:
                assert shown.get(code, 0) == expected, (name, code)


# Order


def test_due_order_is_to_act_on_then_all_year_then_to_come_then_over(home_fr):
    def day(number):
        return (noon() + timedelta(days=number)).date()

    call(home_fr, "Clos ancien", deadline_on=day(-20), opens_on=None)
    call(home_fr, "Clos récent", deadline_on=day(-2), opens_on=None)
    call(home_fr, "Annulé", opens_on=None, deadline_on=day(1), cancelled=True)
    call(home_fr, "Permanent", rolling=True)
    call(home_fr, "À venir", opens_on=day(5), deadline_on=day(9))
    call(home_fr, "Ouvert", deadline_on=day(40))
    call(home_fr, "Bientôt clos", deadline_on=day(3))
    assert titles(search(types=("call",), sort="due")) == [
        "Bientôt clos", "Ouvert", "Permanent", "À venir", "Clos récent", "Clos ancien",
        "Annulé",
    ]  # fmt: skip


def test_due_order_of_events_is_by_start_then_the_latest_past(home_fr):
    for title, days in (("Passé", -9), ("Hier", -1), ("Tard", 9), ("Demain", 1)):
        event(home_fr, title, starts_at=noon() + timedelta(days=days))
    assert titles(search(types=("event",), sort="due")) == [
        "Demain", "Tard", "Hier", "Passé",
    ]  # fmt: skip


# Never leak


def test_nothing_hidden_is_counted_suggested_corrected_or_near(home_fr, nl, home_nl):
    standard(home_fr, "Public quotidien", ["pass"])
    hidden = [
        standard(home_fr, "Quokka brouillon", ["secret"], live=False),
        standard(home_fr, "Quokka échu", ["secret"], expire_at=noon()),
    ]
    closed = standard(home_fr, "Quokka réservé", ["secret"])
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    hidden += [closed, standard(closed, "Quokka dessous", ["secret"])]
    moved = standard(home_fr, "Quokka déplacé", ["secret"])
    moved.move(closed, pos="last-child")
    for q in ("quokka", "quokkb", "public quokka"):
        result = search(q)
        shown = [hit.title for hit in (*result.hits, *result.near)]
        assert not any("Quokka" in title for title in shown)
        assert result.corrected == ()
        assert "secret" not in counts(result, "theme")
    assert get_engine().suggest("quok", "fr", noon()) == ()
    assert "secret" not in counts(search(), "theme")


def test_expired_entry_is_gone_though_the_worker_is_late(home_fr):
    expire = noon() + timedelta(hours=1)
    standard(home_fr, "Quokka", ["pass"], expire_at=expire)
    assert search("quokka").total == 1
    late = search("quokka", now=expire)
    assert (late.total, counts(late, "theme")) == (0, {})
    assert get_engine().suggest("quok", "fr", expire) == ()
    assert get_engine().fresh_until(noon()) == expire


def test_change_that_is_rolled_back_leaves_no_trace(home_fr):
    standard(home_fr, "Stays")
    assert search().total == 1
    with transaction.atomic():
        standard(home_fr, "Rolled back")
        assert search().total == 2
        transaction.set_rollback(True)
    assert titles(search()) == ["Stays"]
    standard(home_fr, "Next")
    assert set(titles(search())) == {"Stays", "Next"}
