"""What an editor is shown of a change, and asked of a file."""

from django import forms
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import diff_text

from .record import DATES, RICH, plain, soup_of
from .running import value_here
from .sources import UPLOAD_LIMIT
from .writing import compared, restored

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
    before, after = (lines_of(change.field, t) for t in (change.before, change.after))
    here = ""
    if change.imported.page_id:
        value = restored(change.field, value_here(change))
        if compared(change.field, value) != change.before:
            here = lines_of(change.field, value_here(change))
    return {"diff": marked(diff_text(before, after).changes), "here": here}


def marked(changes):
    """Return a diff as HTML that says and shows what is added and what is taken away."""
    marks = {"addition": "<ins>{}</ins>", "deletion": "<del>{}</del>"}
    return mark_safe(
        "".join(format_html(marks.get(kind, "{}"), text) for kind, text in changes)
    )
