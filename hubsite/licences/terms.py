"""What a licence permits and asks, in plain words, most important first."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Term:
    """One term: `tone` is "may", "no" or "if" (a duty), `words` say it to a reader."""

    tone: str
    words: str


def terms_of(licence):
    """Return the Terms of a Licence in the active language: permissions, then duties."""
    if not licence.share:
        return (Term("no", _("reading only: ask the author before you copy")),)
    return (*_permissions(licence), *_duties(licence))


def _permissions(licence):
    yield Term("may", _("you may copy and share"))
    if licence.adapt:
        yield Term("may", _("you may adapt and translate"))
    else:
        yield Term("no", _("you may not adapt or translate: share it whole"))
    if licence.sell:
        yield Term("may", _("you may use it commercially"))
    else:
        yield Term("no", _("no commercial use"))


def _duties(licence):
    words = {
        "credit": _("you must credit the author"),
        "changes": _("you must say what you changed"),
        "date": _("you must give the date of the version you used"),
        "same_licence": _("you must keep the same licence"),
    }
    for code in licence.duties:
        yield Term("if", words[code])
