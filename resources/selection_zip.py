"""The files of a selection as one ZIP, with a sheet that credits every work."""

from pathlib import PurePath

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify

from hubsite.i18n import site_languages
from hubsite.menus import hub_name

from .archives import archive_response
from .booklet import gone
from .verdicts import said

MOST_BYTES = 300 * 1024 * 1024


def zip_response(selection, filename):
    """Return the archive of a Selection as a download named `filename`."""
    # Everything is read and translated now: the language is another once sending begins.
    named = named_files(selection)
    response = archive_response(named, credit_sheets(selection, named), filename)
    response["Cache-Control"] = "no-store"
    return response


def named_files(selection):
    """Return {path in the archive: (work, file)}: a numbered folder for each work."""
    named = {}
    numbers = {work.key: n for n, work in enumerate(selection.published, start=1)}
    for work, file in selection.files:
        given = PurePath(file.document.filename)
        stem, suffix = slugify(given.stem) or "file", given.suffix.lower()
        folder = f"{numbers[work.key]:02}-{slugify(work.page.title)[:60]}"
        name = f"{folder}/{stem}{suffix}"
        if name in named:
            name = f"{folder}/{stem}-{len(named)}{suffix}"
        named[name] = (work, file)
    return named


def credit_sheets(selection, named):
    """Return {name: text} of the sheets: plain text and HTML, in each language."""
    sheets = {}
    for language in site_languages():
        with translation.override(language):
            context = {
                "language": language,
                "hub": hub_name(),
                "day": timezone.localdate(),
                "works": [
                    (
                        work,
                        [name for name, (owner, _f) in named.items() if owner is work],
                    )
                    for work in selection.licensed
                ],
                "gone": gone(selection.gone),
                "verdict": said(selection.verdict()),
            }
            for template in ("resources/credits.txt", "resources/credits.html"):
                name = f"credits-{language}{PurePath(template).suffix}"
                sheets[name] = render_to_string(template, context)
    return sheets
