import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.facets import FACETS, SORTS
from search.query import MAX_CODES, MAX_WORDS_LENGTH, SearchQuery


def read(address, **options):
    return SearchQuery.from_request(
        QueryDict(address), language=options.pop("language", "fr"), **options
    )


def test_query_reads_repeated_parameters_of_every_facet():
    query = read("q=bus&theme=training&theme=pass&territory=insee-dep:07&page=3")
    assert query.q == "bus"
    assert query.selected == {
        "theme": ("training", "pass"),
        "territory": ("insee-dep:07",),
    }
    assert query.page == 3


def test_query_without_words_sorts_as_the_list_does():
    assert read("", default_sort="due").effective_sort == "due"
    assert read("sort=relevance", default_sort="due").effective_sort == "due"
    assert read("q=bus", default_sort="due").effective_sort == "relevance"
    assert read("q=bus&sort=newest").effective_sort == "newest"
    assert read("sort=nonsense").effective_sort == "newest"


@pytest.mark.parametrize("value", ["1", "on", "yes", "TRUE", "true"])
def test_query_joint_accepts_any_spelling_of_yes(value):
    assert read(f"joint={value}").selected == {"joint": ("true",)}


def test_query_joint_ignores_no():
    assert read("joint=false").selected == {}


def test_query_keeps_unknown_codes_selected():
    assert read("theme=unheard-of").selected == {"theme": ("unheard-of",)}


@pytest.mark.parametrize(
    "address",
    ["theme=%00", "theme=a%20b", "theme=" + "a" * 81, "theme=%3Cscript%3E"],
)
def test_query_drops_malformed_codes_and_says_so(address):
    query = read(address)
    assert query.selected == {}
    assert len(query.messages) == 1


def test_query_caps_the_number_of_codes():
    query = read("&".join(f"theme=t{n}" for n in range(500)))
    assert len(query.selected["theme"]) == MAX_CODES
    assert query.messages


def test_query_cuts_overlong_words_and_says_so():
    query = read("q=" + "a" * 5000)
    assert query.q == "a" * MAX_WORDS_LENGTH
    assert query.messages


def test_query_replaces_control_characters_in_words():
    assert read("q=bus%00%0Arural").q == "bus rural"


@pytest.mark.parametrize(
    "page", ["0", "-1", "x", "1e3", "99999999999999999999999", "²", "١"]
)
def test_query_absurd_page_is_the_first_and_says_so(page):
    query = read(f"page={page}")
    assert query.page == 1
    assert query.messages


def test_query_address_reads_back_as_the_same_query():
    query = read("sort=newest&q=pass+num%C3%A9rique&theme=pass&territory=iso:FR")
    again = read(query.querystring()[1:])
    assert again == query
    assert "territory=iso:FR" in query.querystring()


def test_query_toggling_twice_gives_the_same_selection():
    query = read("theme=pass")
    assert query.toggled("theme", "training") == {"theme": ("pass", "training")}
    assert query.toggled("theme", "pass") == {}
    assert query.toggled("kind", "card") == {"theme": ("pass",), "kind": ("card",)}


def test_query_turning_the_page_keeps_everything_else():
    query = read("q=bus&theme=pass&page=4")
    assert query.querystring(page=2) == "?q=bus&theme=pass&page=2"
    assert query.querystring() == "?q=bus&theme=pass"


@given(
    st.dictionaries(
        st.sampled_from([*FACETS, "q", "sort", "page", "other"]),
        st.lists(st.text(max_size=300), max_size=5),
        max_size=6,
    )
)
def test_query_reads_any_address_without_raising(parameters):
    address = QueryDict(mutable=True)
    for name, values in parameters.items():
        address.setlist(name, values)
    query = SearchQuery.from_request(address, language="fr")
    assert len(query.q) <= MAX_WORDS_LENGTH
    assert query.effective_sort in SORTS
    assert query.page >= 1
    assert all(len(codes) <= MAX_CODES for codes in query.selected.values())
    assert "\x00" not in str(query)
