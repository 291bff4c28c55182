"""One content file of a call and a language in, one unsaved page out."""

from datetime import time

from funding.models import (
    CallCarrier,
    CallDocument,
    CallFunder,
    CallPage,
    Laureate,
    Round,
)

from .library import both, in_order

# Where the planted dead link leads: the report of broken links has one to show.
DEAD = "/fr/appel-officiel-demo-disparu/"
ROUND_DAYS = {
    "opens_on": "opening_day",
    "predeposit_on": "predeposit_day",
    "deadline_on": "deadline_day",
    "extended_from": "extended_from_day",
}


def build_call(builder, data):
    """Return the page that `data` describes, in the language of the PageBuilder."""
    library = builder.library
    page = CallPage(
        kind=data["kind"],
        funder=library.organisations[data["funder"]],
        programme=library.organisations.get(data.get("programme")),
        rolling=bool(data.get("rolling")),
        cancelled=bool(data.get("cancelled")),
        next_edition=builder.day(data.get("next_edition_day")),
        results_on=builder.day(data.get("results_day")),
        amount_min=data.get("amount_min"),
        amount_max=data.get("amount_max"),
        envelope=data.get("envelope"),
        rate=data.get("rate"),
        own_contribution=data.get("own_contribution") or "",
        joint=bool(data.get("joint")),
        who_can_apply=builder.rich(data.get("who_can_apply")),
        what_is_funded=builder.rich(data.get("what_is_funded")),
        how_to_apply=builder.rich(data.get("how_to_apply")),
        results_note=builder.rich(data.get("results_note")),
        official_url=DEAD
        if data["id"] == "F15"
        else builder.site_url("documents-officiels-demo"),
        contact=data.get("contact") or "",
        proposed_by=data.get("proposed_by") or "",
        source_name=builder.text(data.get("source_name")),
        source_url=library.link(data.get("source_url") or "", builder.language),
        checked_on=builder.day(data.get("checked_day", -3)),
        checked_by=library.people.get(data.get("checked_by")),
    )
    page.rounds.set(rounds_of(builder, data))
    add_rows(builder, page, data)
    return page


def rounds_of(builder, data):
    """Return the rounds: those listed, else the one whose days the call itself gives."""
    rows = data.get("rounds") or [data]
    return in_order(
        Round(
            **{n: builder.day(row.get(key)) for n, key in ROUND_DAYS.items()},
            deadline_time=hour(row.get("deadline_time")),
            predeposit_time=hour(row.get("predeposit_time")),
            key=f"{data['id'].lower()}-{number}",
            **both("label", row.get("label")),
        )
        for number, row in enumerate(rows, start=1)
        if row.get("opening_day") is not None or row.get("deadline_day") is not None
    )


def hour(text):
    return time.fromisoformat(text) if text else None


def add_rows(builder, page, data):
    library = builder.library
    page.co_funders.set(
        in_order(
            CallFunder(organisation=library.organisations[code])
            for code in data.get("co_funders") or ()
        )
    )
    page.carriers.set(
        in_order(
            CallCarrier(carrier=library.carriers[code])
            for code in data.get("carriers") or ()
        )
    )
    page.documents.set(
        in_order(paper(builder, row) for row in data.get("documents") or ())
    )
    page.laureates.set(
        in_order(
            Laureate(
                name=row["name"],
                territory=library.territories[row["territory"]],
                amount=row.get("amount"),
                event_id=builder.blocks.page(row["event"])
                if row.get("event")
                else None,
                **both("project", row["project"]),
            )
            for row in data.get("laureates") or ()
        )
    )


def paper(builder, row):
    """Return a paper of the call: a file of the demo, or the funder's own page."""
    if "file" not in row:
        kept = {"url": builder.site_url("documents-officiels-demo")}
    else:
        kept = {"document": builder.library.document(row, row)}
    return CallDocument(**kept, **both("title", row["title"]))
