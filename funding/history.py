"""What changed in a published call: found by comparing facts, told in plain words."""

from dataclasses import dataclass, field

from django.apps import apps

from hubsite.i18n import SOURCE_LANGUAGE

# Field of a page -> what its change is called.
PAGE_FACTS = {
    "amount_max": "amount",
    "rate": "rate",
    "rolling": "rolling",
    "cancelled": "cancelled",
    "results_on": "results",
}
ROUND_FACTS = {
    "opens_at": "opening",
    "predeposit": "predeposit",
    "deadline": "deadline",
}


@dataclass(frozen=True)
class Facts:
    """The facts of a call: its own as texts, and those of its rounds, by their key."""

    own: dict
    rounds: dict = field(default_factory=dict)


def as_text(value):
    """Return a fact as it is stored: ISO for a moment, digits, "" for none."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "1"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def facts_of(page_id):
    """Return the Facts of the published call of that id, or None if it is not live."""
    call = apps.get_model("funding.CallPage")
    page = call.objects.filter(
        pk=page_id, live=True, locale__language_code=SOURCE_LANGUAGE
    ).first()
    return page and facts_in(page)


def facts_in(page):
    """Return the Facts of a call, saved or not."""
    return Facts(
        own={what: as_text(getattr(page, n)) for n, what in PAGE_FACTS.items()},
        rounds=round_facts(page),
    )


def as_texts(facts):
    """Return Facts as texts by name, as search keeps them: "key.what" for a round's."""
    texts = dict(facts.own)
    for key, (_number, own) in facts.rounds.items():
        texts |= {f"{key}.{what}": value for what, value in own.items()}
    return texts


def from_texts(texts):
    """Return the Facts of `as_texts`; what other rooms added is left out."""
    rounds = {}
    for name, value in texts.items():
        key, dot, what = name.partition(".")
        if dot:
            rounds.setdefault(key, {})[what] = value
    order = sorted(rounds, key=lambda key: rounds[key].get("deadline") or "9")
    return Facts(
        own={what: texts.get(what, "") for what in PAGE_FACTS.values()},
        rounds={key: (n, rounds[key]) for n, key in enumerate(order, start=1)},
    )


def round_facts(page):
    """Return round key -> (number, {what: text}), numbered by deadline from 1."""
    from .models.round import in_order

    return {
        one.key: (
            number,
            {what: as_text(getattr(one, name)) for name, what in ROUND_FACTS.items()},
        )
        for number, one in enumerate(in_order(page.rounds.all()), start=1)
    }


def record_changes(page, before):
    """Write down how the call, just saved, differs from the Facts it had `before`.

    A translation shows the history of its source: nothing is written twice.
    """
    after = facts_of(page.pk)
    if after is None:
        return
    change = apps.get_model("funding.CallChange")
    change.objects.bulk_create(
        change(page_id=page.pk, what=what, number=number, before=old, after=new)
        for what, number, old, new in differences(before, after)
    )


def differences(before, after):
    """Yield (what, round number, before, after) of every fact that changed."""
    for key, (number, facts) in after.rounds.items():
        if key not in before.rounds:
            yield "round_added", number, "", facts["deadline"]
            continue
        _number, old = before.rounds[key]
        for what, value in facts.items():
            if value != old[what]:
                yield what, number, old[what], value
    for key, (number, facts) in before.rounds.items():
        if key not in after.rounds:
            yield "round_removed", number, facts["deadline"], ""
    for what, value in after.own.items():
        if value != before.own[what]:
            yield what, 0, before.own[what], value
