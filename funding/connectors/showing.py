"""What an editor is shown of a change, and asked of a file."""

from django import forms
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import diff_text

from .meaning import Lexicon, meaning_on
from .models import WORD_LABELS
from .record import DATES, RICH, WORDS, plain, soup_of
from .sources import UPLOAD_LIMIT
from .words import SourceWord, word_key
from .writing import compared, current_value, restored

BLOCKS = ("p", "li")


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"))
    is_whole = forms.BooleanField(
        label=_("The file names every call of this source"),
        required=False,
        help_text=_("Calls that it does not name are then said to be gone."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file is too large."))
        return file


def upload_form(connector, *data):
    return UploadForm(*data, prefix="upload")


def lines_of(field, text):
    """Return a stored value in words: a paragraph a line, a day in full, yes or no."""
    value = restored(field, text)
    if field == "rolling":
        return gettext("yes") if value else gettext("no")
    if value in (None, ""):
        return gettext("nothing")
    if field in DATES:
        return formats.date_format(value)
    if field in RICH:
        blocks = soup_of(value).find_all(BLOCKS)
        return "\n".join(plain(str(block)) for block in blocks)
    return str(value)


def words_told(change, text):
    """Return a source's words and what each means here, a line each."""
    rows = SourceWord.objects.filter(connector=change.imported.connector)
    known = {(row.facet, row.key): row for row in rows.with_meaning()}
    lines = []
    for facet, word in restored(WORDS, text):
        row = known.get((facet, word_key(word)))
        meaning = f" ({row.told()})" if row else ""
        lines.append(f"{WORD_LABELS[facet]} – {word}{meaning}")
    return "\n".join(lines) or gettext("nothing")


def diff_of(change):
    """Return `diff`, HTML of what the source changed, and `here`, the page's own words.

    `here` is "" where the page says what the source said before, or is no more.
    """
    sides = change.before, change.after
    if change.field == WORDS:
        before, after = (words_told(change, side) for side in sides)
    else:
        before, after = (lines_of(change.field, side) for side in sides)
    here = ""
    if change.imported.page_id:
        page = change.imported.page.get_latest_revision_as_object()
        here = (
            sorted_here(change, page)
            if change.field == WORDS
            else said_here(change, page)
        )
    return {"diff": marked(diff_text(before, after).changes), "here": here}


def said_here(change, page):
    """Return what an editor made of a field of the page; "" where nobody changed it."""
    text = current_value(page, change.imported, change.field)
    if compared(change.field, restored(change.field, text)) == change.before:
        return ""
    return lines_of(change.field, text)


def sorted_here(change, page):
    """Return what an editor sorted the page under; "" where nobody changed it."""
    lexicon = Lexicon(change.imported.connector)
    if meaning_on(page) == lexicon.of(restored(WORDS, change.before)):
        return ""
    terms = [row.term for row in (*page.page_themes.all(), *page.page_audiences.all())]
    places = [row.territory for row in page.page_territories.all()]
    return "\n".join(map(str, [*terms, *places])) or gettext("nothing")


def marked(changes):
    """Return a diff as HTML that says and shows what is added and what is taken away."""
    marks = {"addition": "<ins>{}</ins>", "deletion": "<del>{}</del>"}
    return mark_safe(
        "".join(format_html(marks.get(kind, "{}"), text) for kind, text in changes)
    )
