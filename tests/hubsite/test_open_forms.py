"""The stamp of a form that anyone may send."""

import pytest

from hubsite.open_forms import MOST_SECONDS, OpenForm, stamp_for
from tests.newsletter.factories import stamp


@pytest.mark.parametrize("age", [0, 60, MOST_SECONDS - 60])
def test_whoever_corrects_a_form_does_not_wait_again(age):
    mark = stamp(age)
    assert stamp_for(OpenForm({"stamp": mark})) == mark


@pytest.mark.parametrize("mark", ["", "forged:abc", stamp(MOST_SECONDS + 60)])
def test_form_shown_first_or_with_a_worthless_stamp_gets_a_new_one(mark):
    for form in (OpenForm(), OpenForm({"stamp": mark})):
        fresh = stamp_for(form)
        assert fresh != mark
        again = OpenForm({"stamp": fresh})
        # A machine's answer: sent in the very second it was shown.
        assert not again.is_valid()
        assert again.has_error("__all__", "stamp")
