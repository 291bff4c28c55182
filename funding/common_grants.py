"""A list of calls for machines: CommonGrants 0.4.0, a page of opportunities.

https://commongrants.org/protocol/specification/ (paths /common-grants/opportunities).
Amounts are in euros; what the protocol has no field for stands in `customFields`.
"""

from datetime import UTC

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hubsite.contracts import status_at
from search.engines import get_engine
from search.exits import site_root
from search.loading import load_pages

from .kinds import CallStatus, Zone

PAGE_SIZE = 100
# Ours -> the protocol's; any other is "custom".
STATUSES = {
    CallStatus.UPCOMING: "forecasted",
    CallStatus.OPEN: "open",
    CallStatus.CLOSING: "open",
    CallStatus.CLOSED: "closed",
    CallStatus.RESULTS: "closed",
}
# Audience -> the protocol's type of applicant, where one means the same.
APPLICANTS = {"collectivite": "government_municipal"}


def as_common_grants(request, query, **about):
    """Return a page of the list as opportunities, in the list's own order."""
    result = get_engine().search(query.request(size=PAGE_SIZE))
    hits = {hit.page_id: hit for hit in result.hits}
    now, root = timezone.now(), site_root(request)
    items = [
        opportunity(page, hits[page.pk], now, root) for page in load_pages(list(hits))
    ]
    return JsonResponse(
        {
            "status": 200,
            "message": "Success",
            "items": items,
            "paginationInfo": {
                "page": result.page,
                "pageSize": PAGE_SIZE,
                "totalItems": result.total,
                "totalPages": result.pages,
            },
        },
        json_dumps_params={"ensure_ascii": False},
    )


def opportunity(call, hit, now, root):
    """Return a call as an OpportunityBase; `hit` has its labels in the reader's language."""
    labels = hit.labels
    published = call.first_published_at or call.published_at
    return {
        "id": str(call.translation_key),
        "title": call.title,
        "status": status(call, now),
        "description": call.summary,
        "funding": funding(call),
        "keyDates": key_dates(call, now),
        "acceptedApplicantTypes": [
            applicant(code, label)
            for code, label in zip(
                sorted(link.term.code for link in call.page_audiences.all()),
                labels.get("audience", ()),
                strict=False,
            )
        ],
        "source": root + call.official_url
        if call.official_url.startswith("/")
        else call.official_url,
        "customFields": custom_fields(call, labels, root + hit.url),
        "createdAt": moment(published),
        "lastModifiedAt": moment(call.last_published_at or published),
    }


def status(call, now):
    ours = CallStatus(status_at(call.timeline(), now))
    if ours in STATUSES:
        return {"value": STATUSES[ours], "description": str(ours.label)}
    return {
        "value": "custom",
        "customValue": ours.value,
        "description": str(ours.label),
    }


def funding(call):
    told = {
        "totalAmountAvailable": call.envelope,
        "minAwardAmount": call.amount_min,
        "maxAwardAmount": call.amount_max,
    }
    money = {
        name: {"amount": str(amount), "currency": "EUR"}
        for name, amount in told.items()
        if amount is not None
    }
    if call.rate is not None:
        money["details"] = _("funding rate: %(rate)d%%") % {"rate": call.rate}
    return money


def key_dates(call, now):
    """Return the dates of the round that matters, then those of every round."""
    if call.rolling:
        return {
            "closeDate": {
                "name": _("deadline"),
                "eventType": "other",
                "description": _("all year round"),
            }
        }
    current = call.current_round(now)
    dates = {}
    if current and current.opens_on:
        dates["postDate"] = event(_("opening date"), current.opens_at, current)
    if current and current.deadline_on:
        dates["closeDate"] = event(_("deadline"), current.deadline, current)
    others = {}
    for one in call.rounds.all():
        for name, label, at in (
            ("opening", _("opening date"), one.opens_at),
            ("predeposit", _("pre-application by"), one.predeposit),
            ("deadline", _("deadline"), one.deadline),
        ):
            if at and (one is not current or name == "predeposit"):
                others[f"{one.key}-{name}"] = event(label, at, one)
    if others:
        dates["otherDates"] = others
    return dates


def event(name, at, one):
    """Return a moment as a SingleDateEvent, on the clock of its round."""
    there = at.astimezone(Zone(one.zone).info)
    return {
        "name": name,
        "eventType": "singleDate",
        "date": there.date().isoformat(),
        "time": there.time().isoformat(timespec="seconds"),
        "description": one.zone,
    }


def applicant(code, label):
    if code in APPLICANTS:
        return {"value": APPLICANTS[code], "description": label}
    return {"value": "custom", "customValue": code, "description": label}


def custom_fields(call, labels, url):
    """Return what the protocol has no field for, each value with its JSON type."""
    told = {
        "url": ("string", url),
        "language": ("string", call.locale.language_code),
        "kind": ("string", str(call.get_kind_display())),
        "funders": ("array", [funder.label for funder in call.funders()]),
        "territories": ("array", list(labels.get("territory", ()))),
        "themes": ("array", list(labels.get("theme", ()))),
        "ownContribution": ("string", str(call.get_own_contribution_display())),
        "jointAnswer": ("boolean", call.joint),
        "rolling": ("boolean", call.rolling),
    }
    return {
        name: {"name": name, "fieldType": kind, "value": value}
        for name, (kind, value) in told.items()
        if value != ""
    }


def moment(at):
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
