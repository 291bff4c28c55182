"""Why a call cannot be published, in words for its editor."""

from django.utils.translation import gettext_lazy as _


def round_refusals(rounds, rolling):
    """Return the reasons against these Round values as a list of messages."""
    rounds = list(rounds)
    dated = [one for one in rounds if one.deadline_on]
    if rolling and dated:
        return [_("A call that is open all year round has no deadline.")]
    if rolling:
        return []
    if not dated:
        return [_("Give a deadline, or say that the call is rolling.")]
    reasons = []
    if len(dated) < len(rounds):
        reasons.append(_("Every round needs a deadline."))
    if any(one.opens_at and one.deadline <= one.opens_at for one in dated):
        reasons.append(_("The deadline must come after the opening."))
    return reasons


def money_refusals(floor, ceiling, rate):
    """Return field -> message of what cannot be true of amounts in euros and a rate."""
    errors = {}
    if floor is not None and ceiling is not None and floor > ceiling:
        errors["amount_min"] = _("The minimum amount is above the maximum amount.")
    if rate is not None and not 1 <= rate <= 100:
        errors["rate"] = _("Give a rate between 1 and 100 per cent.")
    return errors
