"""The glossary: what the hub means by its words, and what acronyms stand for (R0.2)."""

import unicodedata

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .vocabularies import Acronym, Definition


@require_safe
def glossary(request):
    """List every definition and acronym in the reader's language, in its alphabet."""
    return render(
        request,
        "hubsite/glossary.html",
        {
            "title": _("Glossary"),
            "description": _("The words of digital inclusion, said plainly."),
            "definitions": sorted(
                Definition.objects.all(), key=lambda d: sort_key(d.term)
            ),
            "acronyms": sorted(Acronym.objects.all(), key=lambda a: sort_key(a.short)),
        },
    )


def sort_key(text):
    """Return `text` as a dictionary files it: accents and capitals aside."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))
