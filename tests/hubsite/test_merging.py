"""Whether works under several licences may become one: the whole matrix."""

from itertools import combinations_with_replacement, permutations

import pytest
from django.utils.translation import override

from hubsite.licences import LICENCES, licence_for, merge

OPEN = ("CC0-1.0", "CC-PDM-1.0")
# The licence advised for two works merged, "-" where there is none. The order of rows
# is that of columns; the table is symmetric, so half of it is written.
ORDER = (
    "CC0-1.0", "CC-PDM-1.0", "etalab-2.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0",
    "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0", "LAL-1.3", "ODbL-1.0", "ARR",
)  # fmt: skip
SHORT = {
    "0": "CC0-1.0", "lo": "etalab-2.0", "by": "CC-BY-4.0", "sa": "CC-BY-SA-4.0",
    "nc": "CC-BY-NC-4.0", "ncsa": "CC-BY-NC-SA-4.0", "od": "ODbL-1.0",
}  # fmt: skip
MATRIX = """
0
0    0
by   by   by
by   by   by   by
sa   sa   sa   sa   sa
nc   nc   nc   nc   -    nc
ncsa ncsa ncsa ncsa -    ncsa ncsa
-    -    -    -    -    -    -    -
-    -    -    -    -    -    -    -    -
sa   sa   sa   sa   sa   -    -    -    -    sa
od   od   od   od   -    -    -    -    -    -    od
-    -    -    -    -    -    -    -    -    -    -    -
"""
ROWS = [row.split() for row in MATRIX.strip().split("\n")]
PAIRS = [
    (ORDER[i], ORDER[j], SHORT.get(cell))
    for i, row in enumerate(ROWS)
    for j, cell in enumerate(row)
]


def ids(verdict):
    return {licence.spdx for licence in verdict.licences}


@pytest.mark.parametrize(("one", "other", "advised"), PAIRS)
def test_every_pair_of_current_licences(one, other, advised):
    verdict = merge([one, other])
    assert verdict.allowed is (advised is not None)
    if advised:
        assert advised in ids(verdict)
        assert verdict.reasons == ()
    else:
        assert verdict.licence is None
        assert verdict.reasons


@pytest.mark.parametrize("spdx", LICENCES)
def test_one_licence_alone_says_whether_it_may_be_adapted(spdx):
    assert merge([spdx]).allowed is licence_for(spdx).adapt


def test_order_and_repetition_do_not_matter():
    for one, other in combinations_with_replacement(LICENCES, 2):
        assert merge([one, other]) == merge([other, one, one])
    three = ("CC0-1.0", "CC-BY-SA-3.0", "CC-BY-4.0")
    assert len({merge(order) for order in permutations(three)}) == 1


def test_more_works_never_give_more_freedom():
    for one, other in combinations_with_replacement(LICENCES, 2):
        together = ids(merge([one, other]))
        assert together - ids(merge([one])) - {other} == set()


def test_three_works_may_be_merged_exactly_when_each_pair_may():
    for trio in combinations_with_replacement(LICENCES, 3):
        a, b, c = trio
        pairs = merge([a, b]), merge([b, c]), merge([a, c])
        assert merge(trio).allowed is all(pair.allowed for pair in pairs)


def test_the_public_domain_asks_nothing_but_is_not_granted_on_the_works_of_others():
    for spdx in LICENCES:
        for free in OPEN:
            assert ids(merge([spdx, free])) == ids(merge([spdx]))
    for spdx in set(LICENCES) - set(OPEN):
        assert "CC0-1.0" not in ids(merge([spdx]))
        assert "CC-PDM-1.0" not in ids(merge([spdx]))


def test_share_alike_keeps_itself_or_a_later_version():
    assert ids(merge(["CC-BY-SA-4.0"])) == {"CC-BY-SA-4.0", "LAL-1.3"}
    assert ids(merge(["CC-BY-SA-2.0"])) == {"CC-BY-SA-2.0", "CC-BY-SA-4.0"}
    assert ids(merge(["CC-BY-SA-2.0", "CC-BY-SA-4.0"])) == {"CC-BY-SA-4.0"}
    assert ids(merge(["CC-BY-SA-3.0", "LAL-1.3"])) == {"CC-BY-SA-4.0"}
    assert merge(["CC-BY-NC-SA-2.0-FR"]).licence.spdx == "CC-BY-NC-SA-4.0"
    assert merge(["CC-BY-NC-SA-2.0-FR", "CC-BY-NC-4.0"]).allowed
    assert not merge(["CC-BY-NC-SA-2.0-FR", "LicenseRef-CC-BY-SA-3.0-FR"]).allowed


def test_the_result_of_what_may_not_be_sold_may_not_be_sold():
    for spdx, licence in LICENCES.items():
        for result in merge([spdx, "CC-BY-NC-4.0"]).licences:
            assert not result.sell, (spdx, licence)


def test_the_advice_is_the_least_restrictive():
    assert merge(["CC-BY-4.0"]).licence.spdx == "CC-BY-4.0"
    assert merge(["etalab-2.0", "CC-BY-4.0"]).licence.spdx == "CC-BY-4.0"
    assert "etalab-2.0" in ids(merge(["etalab-2.0"]))
    assert merge(["CC-BY-4.0", "CC-BY-NC-4.0"]).licence.spdx == "CC-BY-NC-4.0"
    assert merge(["CC0-1.0"]).licence.spdx == "CC0-1.0"


def test_reasons_are_plain_words_in_both_languages():
    with override("fr"):
        reason = merge(["CC-BY-SA-4.0", "CC-BY-NC-SA-4.0"]).reasons[0]
        assert reason.startswith("CC BY-SA 4.0 et CC BY-NC-SA 4.0 veulent toutes deux")
        refused = merge(["", "CC-BY-ND-4.0", "CC0-1.0"]).reasons
        assert len(refused) == 2
    with override("nl"):
        (reason,) = merge(["CC-BY-NC-4.0", "CC-BY-SA-4.0"]).reasons
        assert reason.startswith("CC BY-NC 4.0 verbiedt commercieel gebruik")
        assert merge(["CC-BY-4.0"]).notes == (
            "Vermeld elk werk dat u gebruikt en zeg wat u hebt veranderd.",
        )
    assert merge(["CC0-1.0"]).notes == ()


def test_nothing_to_merge_is_an_error():
    with pytest.raises(ValueError, match="no licence"):
        merge([])
