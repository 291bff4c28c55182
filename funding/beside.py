"""What stands beside a call on the same themes: how to do it, with whom, what else."""

from django.utils.translation import gettext_lazy as _

from funding.kinds import CallStatus
from search.related import Wanted

# A cancelled call helps nobody; one that is over tells what the funder looks for.
WORTH_READING = tuple(
    status.value for status in CallStatus if status != CallStatus.CANCELLED
)

BESIDE_CALL = (
    Wanted(
        _("Kit steps on these themes"), _("See all kit steps"), types=("kit",), size=2
    ),
    Wanted(
        _("Training and events on these themes"),
        _("See all events"),
        types=("event",),
        sort="due",
        selected={"status": ("open", "waiting", "full", "planned")},
    ),
    Wanted(
        _("Experience sheets on these themes"),
        _("See all experience sheets"),
        types=("sheet",),
    ),
    Wanted(
        _("Similar calls"),
        _("See all calls on these themes"),
        types=("call",),
        sort="due",
        selected={"status": WORTH_READING},
    ),
)
