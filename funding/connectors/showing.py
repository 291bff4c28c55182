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
from .words import word_key
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


def diff_of(change):
    """Return `diff`, HTML of what the source changed, and `here`, the page's own words.

    `here` is "" where the page says what the source said before, or is no more.
    """
    imported = change.imported
    page = imported.page_id and imported.page.get_latest_revision_as_object()
    tell = words_told if change.field == WORDS else text_told
    before, after, here = tell(change, page)
    return {"diff": marked(diff_text(before, after).changes), "here": here}


def text_told(change, page):
    """Return a field before and after, and what an editor made of it on the page."""
    before, after = (lines_of(change.field, t) for t in (change.before, change.after))
    if page:
        text = current_value(page, change.imported, change.field)
        if compared(change.field, restored(change.field, text)) != change.before:
            return before, after, lines_of(change.field, text)
    return before, after, ""


def words_told(change, page):
    """Return the source's words before and after, and what an editor sorted under."""
    lexicon = Lexicon(change.imported.connector)
    before, after = (restored(WORDS, text) for text in (change.before, change.after))
    here = ""
    if page and meaning_on(page) != lexicon.of(before):
        rows = (*page.page_themes.all(), *page.page_audiences.all())
        places = [row.territory for row in page.page_territories.all()]
        here = in_lines([*(row.term for row in rows), *places])
    return word_lines(before, lexicon), word_lines(after, lexicon), here


def word_lines(words, lexicon):
    """Return (facet, word) pairs with what each means here, a line each."""
    lines = []
    for facet, word in words:
        row = lexicon.rows.get((facet, word_key(word)))
        meaning = f" ({row.told()})" if row else ""
        lines.append(f"{WORD_LABELS[facet]} – {word}{meaning}")
    return in_lines(lines)


def in_lines(parts):
    return "\n".join(map(str, parts)) or gettext("nothing")


def marked(changes):
    """Return a diff as HTML that says and shows what is added and what is taken away."""
    marks = {"addition": "<ins>{}</ins>", "deletion": "<del>{}</del>"}
    return mark_safe(
        "".join(format_html(marks.get(kind, "{}"), text) for kind, text in changes)
    )
