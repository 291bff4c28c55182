"""MJML templates become HTML mail, with values that stay inert.

The Django template lays out the MJML; each value it prints is a mark, and the value takes
the mark's place, escaped, only after MJML is compiled. So no value can be read as MJML,
whatever it holds, and one that holds a mark is not read again.
"""

import re
import secrets

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import escape, linebreaks
from django.utils.safestring import SafeString


class Marks:
    """The values of one rendering, and the marks that stand for them meanwhile."""

    def __init__(self):
        self.prefix = f"mark{secrets.token_hex(8)}"
        self.values = []

    def mark(self, value):
        self.values.append(value if isinstance(value, SafeString) else escape(value))
        return SafeString(f"{self.prefix}n{len(self.values) - 1}e")

    def wrap(self, value):
        """Return `value` with every text in it replaced by one that prints a mark."""
        if isinstance(value, Promise):
            value = str(value)
        if isinstance(value, str):
            return MarkedText(value, self)
        if isinstance(value, dict):
            return {key: self.wrap(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.wrap(item) for item in value]
        return value

    def fill(self, html):
        pattern = re.compile(rf"{self.prefix}n(\d+)e")
        return pattern.sub(lambda found: self.values[int(found[1])], html)


class MarkedText(str):
    """A text that compares and tests as itself but prints as a mark in a template."""

    def __new__(cls, value, marks):
        text = super().__new__(cls, value)
        text.source = value
        text.marks = marks
        return text

    def __html__(self):
        return self.marks.mark(self.source)

    @property
    def paragraphs(self):
        """The text as paragraphs: a filter's result would be read as MJML."""
        return self.marks.mark(SafeString(linebreaks(self.source, autoescape=True)))


def render_mjml(template, context):
    """Return the HTML of the MJML `template`.

    `context` holds texts, numbers, booleans, and lists and dicts of them. A SafeString
    enters as the HTML it is.
    """
    # Only who lays out mail needs it, not who sends it.
    import mrml

    marks = Marks()
    source = render_to_string(template, marks.wrap(context))
    # Without `fonts` mrml links Google's font server from every mail.
    options = mrml.RenderOptions(fonts={}, disable_comments=False)
    return marks.fill(mrml.to_html(source, None, options).content)
