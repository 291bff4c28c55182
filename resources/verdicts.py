"""What the licence engine found about a selection, as sentences."""

from django.utils.translation import gettext as _


def said(verdict):
    """Return the sentences that tell a reader a Verdict, the answer first; none for None."""
    if verdict is None:
        return []
    if not verdict.allowed:
        return [_("No: keep these pages side by side, each whole."), *verdict.reasons]
    names = [str(licence.short) for licence in verdict.licences]
    answer = _("Yes. Publish the result under %(licence)s.") % {"licence": names[0]}
    others = (
        [_("These licences fit too: %(names)s.") % {"names": ", ".join(names[1:])}]
        if len(names) > 1
        else []
    )
    return [answer, *others, *verdict.notes]
