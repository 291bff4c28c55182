"""The line that credits a work: title, author, source, licence (TASL)."""

from contextlib import nullcontext
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from .table import licence_for


@dataclass(frozen=True)
class Credit:
    """A work to be credited, and the line that does it.

    `licence` is an SPDX id ("" = none stated), `source` who publishes it, `url` its
    full address, `origin` the Credit of the work it was adapted from, if any. All but
    the title may be empty; what is empty leaves no trace in the line.
    """

    title: str
    authors: str = ""
    source: str = ""
    url: str = ""
    licence: str = ""
    version: str = ""
    origin: "Credit | None" = None

    def text(self, language=None):
        """Return the line as plain text, in `language` or in the active one."""
        with _reading(language):
            title = _("“%(title)s”") % {"title": self.title}
            parts = [title, *self._middle(), self.url, " ".join(self._terms())]
            line = ", ".join(filter(None, parts))
            return f"{line} ({self._derived()})" if self.origin else line

    def html(self, language=None, *, is_subject=True):
        """Return the line as safe HTML: title and licence are links to both.

        `is_subject` says that the page holding the line is the work, or is made out of
        it: its licence is then told to machines (`rel="license"`).
        """
        with _reading(language):
            before, after = (_("“%(title)s”") % {"title": "\n"}).split("\n")
            title = format_html("{}{}{}", before, _link(self.url, self.title), after)
            name, url = (*self._terms(), "")[:2]
            licence = _link(url, name, rel="license" if is_subject else "")
            parts = [(part,) for part in (title, *self._middle(), licence)]
            line = format_html_join(", ", "{}", parts)
            if self.origin is None:
                return line
            before, after = (_("adapted from %(source)s") % {"source": "\n"}).split(
                "\n"
            )
            return format_html("{} ({}{}{})", line, before, self.origin.cited, after)

    @property
    def cited(self):
        """The line as HTML on a page that is about another work."""
        return self.html(is_subject=False)

    def _middle(self):
        version = _("version %(n)s") % {"n": self.version} if self.version else ""
        return list(dict.fromkeys(filter(None, (version, self.authors, self.source))))

    def _terms(self):
        """Return the licence's name, and its address where it has one."""
        licence = licence_for(self.licence)
        if not licence.url:
            return (str(licence.label),)
        return (licence.short, licence.url)

    def _derived(self):
        return _("adapted from %(source)s") % {"source": self.origin.text()}


def _reading(language):
    return override(language) if language else nullcontext()


def _link(url, words, rel=""):
    if not url:
        return words
    if rel:
        return format_html('<a href="{}" rel="{}">{}</a>', url, rel, words)
    return format_html('<a href="{}">{}</a>', url, words)
