"""The structures of the demo that look for partners."""

from datetime import timedelta

from funding.models import PartnerNotice
from hubsite.contracts import midnight


def load_partners(calls, pages, today):
    """Write the notices that content files hold, confirmed and read by the team."""
    rows = []
    for data in calls:
        for item in data.get("partners") or ():
            written = midnight(today + timedelta(days=item["day"]))
            rows.append(
                PartnerNotice(
                    call=pages[data["id"]],
                    state=PartnerNotice.State.SHOWN,
                    created_at=written,
                    confirmed_at=written,
                    changed_at=written,
                    reviewed_at=written,
                    **{name: value for name, value in item.items() if name != "day"},
                )
            )
    PartnerNotice.objects.bulk_create(rows)
