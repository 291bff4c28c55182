"""Aids as Aides-territoires tells them in JSON, in both generations of its API.

The old one gives slugs with underscores, categories as `theme|category` and plain keys;
the current one gives labels in French, hyphens, and categories as `theme / category`
where themes hold " / " themselves: the last one parts them.
"""

import html
import json

from django.utils.text import Truncator

from hubsite.gazetteer import key_of
from hubsite.named_places import KINDS

from .record import (
    ID_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Broken,
    SourceCall,
    Unreadable,
    address,
    checked,
    day,
    email_in,
    plain,
    rich,
    whole,
)

SITE = "https://aides-territoires.beta.gouv.fr"
# Both generations' slugs, and the current one's labels.
ONGOING = {"ongoing", "permanente"}
AUDIENCES = {
    "commune": "Communes",
    "epci": "Intercommunalités / Pays",
    "department": "Départements",
    "region": "Régions",
    "special": "Collectivités d'outre-mer à statuts particuliers",
    "association": "Associations",
    "private-person": "Particuliers",
    "farmer": "Agriculteurs",
    "private-sector": "Entreprises privées",
    "public-cies": "Entreprises publiques locales (Sem, Spl, SemOp)",
    "public-org": "Établissements publics / Services de l'État",
    "researcher": "Recherche",
}
DATED = {"oneoff", "ponctuelle", "recurring", "récurrente"}


def envelope(body):
    """Return (results, address of the next page or ""); raises Unreadable."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as failure:
        raise Unreadable("not_json") from failure
    results = data.get("results") if isinstance(data, dict) else data
    if not isinstance(results, list):
        raise Unreadable("no_results")
    following = data.get("next") if isinstance(data, dict) else ""
    return results, following if isinstance(following, str) else ""


def read(results, first=1):
    """Yield a SourceCall or a Broken for each aid; its line is its rank from `first`."""
    for rank, aid in enumerate(results, first):
        known = str(aid.get("id") or "") if isinstance(aid, dict) else ""
        try:
            yield read_aid(aid)
        except Unreadable as wrong:
            yield Broken(rank, wrong.reason, wrong.value, known[:ID_LENGTH])


def read_aid(aid):
    if not isinstance(aid, dict):
        raise Unreadable("not_an_object", aid)
    page = str(aid.get("url") or "")
    page = f"{SITE}{page}" if page.startswith("/") else page
    opens_on, deadline_on = (
        day(aid.get("start_date")),
        day(aid.get("submission_deadline")),
    )
    name = plain(aid.get("name") or aid.get("short_title"), TITLE_LENGTH)
    audiences = tuple(map(audience, names(aid.get("targeted_audiences"))))
    return checked(
        SourceCall(
            source_id=plain(aid.get("id") or aid.get("slug"))[:ID_LENGTH],
            title=name,
            summary=plain(aid.get("description"), SUMMARY_LENGTH),
            funders=names(aid.get("financers")),
            what_is_funded=rich(aid.get("description")),
            who_can_apply=rich(aid.get("eligibility")) + listed(audiences),
            how_to_apply=rich(aid.get("contact")),
            official_url=address(aid.get("application_url"))
            or address(aid.get("origin_url"))
            or address(page),
            contact=email_in(aid.get("contact")),
            opens_on=opens_on,
            predeposit_on=day(aid.get("predeposit_date")),
            deadline_on=deadline_on,
            rolling=is_rolling(aid.get("recurrence"), deadline_on),
            rate=whole(aid.get("subvention_rate_upper_bound"), 100) or None,
            is_call=bool(aid.get("is_call_for_project")),
            territory=perimeter(aid),
            categories=tuple(map(category, names(aid.get("categories")))),
            audiences=audiences,
        )
    )


def is_rolling(recurrence, deadline_on):
    """Return whether one can answer all year; None where the aid does not say."""
    if deadline_on:
        return False
    code = plain(recurrence).lower()
    return True if code in ONGOING else False if code in DATED else None


def names(value):
    """Return the names in a list of texts, or of objects with a name, or in one text."""
    listed = value if isinstance(value, list) else [value]
    found = (one.get("name") if isinstance(one, dict) else one for one in listed)
    return tuple(dict.fromkeys(filter(None, map(plain, found))))


def listed(words):
    rows = "".join(f"<li>{html.escape(word, quote=False)}</li>" for word in words)
    return f"<ul>{rows}</ul>" if rows else ""


def audience(word):
    """Return the label of an audience, told by a slug of either generation or by name."""
    return AUDIENCES.get(word.replace("_", "-"), word)


def perimeter(aid):
    """Return where an aid holds, with its level where that tells two places apart."""
    name, level = plain(aid.get("perimeter")), plain(aid.get("perimeter_scale"))
    is_told = level and key_of(level) in KINDS and level.lower() not in name.lower()
    # A territory is a list: a perimeter is one place, whatever its name.
    name = (f"{name} ({level})" if name and is_told else name).replace(";", ",")
    return Truncator(name).chars(TITLE_LENGTH)


def category(text):
    """Return the (theme, category) that a label holds; the theme is "" without one."""
    for mark in ("|", " / "):
        theme, found, name = text.rpartition(mark)
        if found:
            return theme.strip(), name.strip()
    return "", text
