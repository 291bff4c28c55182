"""Filling an issue from what the site holds: its lists, or a whole proposal.

What is new is what the search finds and did not find when the issue before was filled,
so nothing falls between two issues, whatever date it carries.
"""

from datetime import timedelta
from uuid import uuid4

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.models import Page

from hubsite.models import Territory, Theme
from search.chosen import chosen
from search.following import Stretch, Watermark, watermark
from search.query import SearchQuery
from search.telling import told

from .blocks import TOLD_TYPES
from .models import Campaign, NewsletterIssuePage
from .parts import chosen_ids

# How far a first issue looks back, and a proposal looks ahead.
FIRST_LOOKS_BACK = timedelta(days=30)
CLOSING_DAYS = 14


class SinceLastIssue:
    """What happened on the site since the issue sent before this one was filled."""

    def __init__(self, issue, now=None):
        now = now or timezone.now()
        others = Campaign.objects.exclude(state=Campaign.State.CANCELLED).exclude(
            issue__translation_key=issue.translation_key
        )
        last = others.select_related("issue").order_by("-created_at").first()
        self.told_keys = (
            set(keys_of(chosen_ids(last.issue)).values()) if last else set()
        )
        mark = last.issue.filled_to if last else ""
        self.since = Watermark.parse(mark) if mark else None
        # Filled by hand, or none at all: only the days tell.
        self.floor = (
            last.started_at or last.created_at if last else now - FIRST_LOOKS_BACK
        )
        self.stretch = Stretch(self.since or watermark(now), now=now)

    def new(self, query):
        """Return the Followed items that are new on the list that a query asks for."""
        if self.since:
            found = self.stretch.new(query)
        else:
            found = [
                item
                for item in self.stretch.all(query)
                if item.hit.published_at and item.hit.published_at >= self.floor
            ]
        return [item for item in found if item.key not in self.told_keys]

    def changed(self, query):
        """Return [(Followed item, sentences)] of what changed and is worth telling."""
        found = self.stretch.changed(query) if self.since else ()
        return [(item, words) for item in found if (words := told(item))]

    def closing(self, query, days):
        """Return the Followed items to act on within `days` days, soonest first."""
        return self.stretch.closing(query, days)


def keys_of(page_ids):
    """Return {page id: its translation key, as text}."""
    rows = Page.objects.filter(pk__in=page_ids).values_list("pk", "translation_key")
    return {pk: str(key) for pk, key in rows}


def fill(issue, now=None):
    """Fill the empty lists of an issue; return how many pages they got.

    The issue is changed, not saved. What it shows elsewhere is not put in again.
    """
    language = issue.locale.language_code
    sections = list(issue.sections.raw_data)
    used = set(keys_of(chosen_ids(issue)).values())
    places = _places(sections)
    filled, since = 0, SinceLastIssue(issue, now)
    with translation.override(language):
        for block in sections:
            if not _awaits(block):
                continue
            found = _found(block, language, places, since)
            fresh = [item for item in found if item.key not in used]
            fresh = fresh[: block["value"]["most"]]
            used.update(item.key for item in fresh)
            items = [stored(item.hit.page_id) for item in fresh]
            block["value"] = {**block["value"], "items": items}
            filled += len(items)
    issue.sections = sections
    # The earliest counts: what came between two fillings is then told, not lost.
    issue.filled_to = issue.filled_to or str(since.stretch.until)
    return filled


def _awaits(block):
    return block["type"] in ("new", "closing") and not block["value"].get("items")


def _places(sections):
    """Return {id: reference} of the territories that the lists name."""
    ids = {
        place["value"]
        for block in sections
        if _awaits(block)
        for place in block["value"].get("territories") or ()
    }
    return {place.pk: place.reference for place in Territory.objects.filter(pk__in=ids)}


def _found(block, language, places, since):
    kind, value = block["type"], block["value"]
    named = [place["value"] for place in value.get("territories") or ()]
    selected = {
        "theme": tuple(value.get("themes") or ()),
        "territory": tuple(places[pk] for pk in named if pk in places),
    }
    query = SearchQuery(
        language=language,
        types=tuple(value.get("types") or TOLD_TYPES),
        selected={name: codes for name, codes in selected.items() if codes},
    )
    return since.new(query) if kind == "new" else since.closing(query, value["days"])


def stored(page_id, blurb=""):
    """Return an item of a list as a stream stores it."""
    value = {"page": page_id, "blurb": blurb}
    return {"type": "item", "id": str(uuid4()), "value": value}


# A whole issue


def propose(index, user, now=None):
    """Make the draft of an issue of everything new, changed or closing; return it.

    One section a theme, in the order of the themes; each page stands once.
    """
    last = NewsletterIssuePage.objects.aggregate(last=Max("number"))["last"] or 0
    number = last + 1
    language = index.locale.language_code
    with translation.override(language):
        title = capfirst(gettext("issue %(n)s") % {"n": number})
        issue = NewsletterIssuePage(title=title, number=number, locale=index.locale)
        since = SinceLastIssue(issue, now)
        issue.sections = _sections(_blurbs(since, language), language)
    issue.filled_to = str(since.stretch.until)
    issue.live = False
    index.add_child(instance=issue)
    issue.save_revision(user=user, log_action=True)
    return issue


def _blurbs(since, language):
    """Return {page id: what to say of it}, what closes first before the rest."""
    query = SearchQuery(language=language, types=TOLD_TYPES)
    found = {item.hit.page_id: "" for item in since.closing(query, CLOSING_DAYS)}
    found |= {item.hit.page_id: "" for item in since.new(query)}
    for item, words in since.changed(query):
        found[item.hit.page_id] = " ".join(words)
    return found


def _sections(blurbs, language):
    pages = chosen(blurbs, language)
    themes = {theme.code: theme.label for theme in Theme.objects.all()}
    groups = {code: [] for code in (*themes, "")}
    for pk, blurb in blurbs.items():
        if pk in pages:
            codes = pages[pk].facets.get("theme", ())
            first = next((code for code in themes if code in codes), "")
            groups[first].append(stored(pk, blurb))
    return [
        {
            "type": "section",
            "id": str(uuid4()),
            "value": {
                "heading": capfirst(themes.get(code) or gettext("and also")),
                "text": "",
                "items": items,
            },
        }
        for code, items in groups.items()
        if items
    ]
