"""What stands beside a call on the same themes: how to do it, with whom, what else."""

from django.utils.translation import gettext_lazy as _

from funding.kinds import CallStatus
from search.related import Wanted, gathered

# A cancelled call helps nobody; one that is over tells what the funder looks for.
WORTH_READING = tuple(
    status.value for status in CallStatus if status != CallStatus.CANCELLED
)

BESIDE_CALL = (
    Wanted(("kit",), size=2),
    Wanted(
        ("event",),
        size=2,
        sort="due",
        selected={"status": ("open", "waiting", "full", "planned")},
    ),
    Wanted(("sheet",), size=2),
    Wanted(("call",), sort="due", selected={"status": WORTH_READING}),
)


def beside(call):
    """Return what `search/related.html` shows beside a call."""
    return gathered(
        call,
        BESIDE_CALL,
        title=_("On the same themes"),
        more_label=_("See everything on these themes"),
    )
