"""The blocks of a page's body, one template each under `templates/blocks/`."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from .fields import validate_link

RICH_TEXT = ["bold", "italic", "ol", "ul", "link", "document-link", "h3"]
PLAIN_RICH_TEXT = ["bold", "italic", "ol", "ul", "link"]


class LinkBlock(blocks.URLBlock):
    """An address outside, or a path of this site."""

    def __init__(self, required=True, help_text=None, **kwargs):
        super().__init__(required=required, help_text=help_text, **kwargs)
        self.field = forms.CharField(
            required=required, help_text=help_text, validators=[validate_link]
        )


class HeadingBlock(blocks.CharBlock):
    class Meta:
        label = _("heading")
        icon = "title"
        template = "blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=RICH_TEXT, **kwargs)

    class Meta:
        label = _("text")
        icon = "pilcrow"
        template = "blocks/paragraph.html"


class CaptionedImageBlock(blocks.StructBlock):
    """An image described for this very use, with caption and credit as text (R1.15)."""

    image = ImageBlock(label=_("image"))
    caption = blocks.CharBlock(
        label=_("caption"),
        required=False,
        help_text=_("Name the people and their organisations, from left to right."),
    )

    class Meta:
        label = _("image")
        icon = "image"
        template = "blocks/image.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    attribution = blocks.CharBlock(label=_("who says it"), required=False)

    class Meta:
        label = _("quotation")
        icon = "openquote"
        template = "blocks/quote.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer, for interviews (R0.16)."""

    question = blocks.CharBlock(label=_("question"))
    answer = blocks.RichTextBlock(label=_("answer"), features=PLAIN_RICH_TEXT)

    class Meta:
        label = _("question and answer")
        icon = "help"
        template = "blocks/question.html"


class FigureBlock(blocks.StructBlock):
    """A key figure, which is worth nothing without its source and year (R4.19)."""

    value = blocks.CharBlock(label=_("figure"))
    label = blocks.CharBlock(label=_("what it counts"))
    source = blocks.CharBlock(label=_("source"))
    url = LinkBlock(label=_("address of the source"), required=False)
    year = blocks.IntegerBlock(label=_("year"))

    class Meta:
        label = _("key figure")
        icon = "order"
        template = "blocks/figure.html"


class CalloutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"))
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_RICH_TEXT)

    class Meta:
        label = _("callout")
        icon = "info-circle"
        template = "blocks/callout.html"


class ReadAlsoBlock(blocks.ListBlock):
    def __init__(self, **kwargs):
        super().__init__(blocks.PageChooserBlock(), **kwargs)

    class Meta:
        label = _("read also")
        icon = "doc-full"
        template = "blocks/read_also.html"


class DefinitionBlock(blocks.StructBlock):
    """A definition kept in one place and read here (R0.2)."""

    definition = SnippetChooserBlock("hubsite.Definition", label=_("definition"))

    class Meta:
        label = _("definition")
        icon = "help"
        template = "blocks/definition.html"


class VideoBlock(blocks.StructBlock):
    """A video that loads nothing before a click, with its text beside (R3.13)."""

    title = blocks.CharBlock(label=_("title"))
    url = LinkBlock(label=_("address"))
    transcript = blocks.RichTextBlock(label=_("transcript"), features=PLAIN_RICH_TEXT)

    class Meta:
        label = _("video")
        icon = "media"
        template = "blocks/video.html"


class SignupBlock(blocks.StructBlock):
    """The form that subscribes to the newsletter, wherever a page asks for it (R4.20)."""

    heading = blocks.CharBlock(
        label=_("heading"),
        required=False,
        help_text=_("Leave empty for “Subscribe to the newsletter”."),
    )
    text = blocks.TextBlock(
        label=_("text"),
        required=False,
        help_text=_("What readers will receive, in a sentence or two."),
    )

    class Meta:
        label = _("newsletter sign-up")
        icon = "mail"
        template = "newsletter/includes/signup.html"


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = CaptionedImageBlock()
    quote = QuoteBlock()
    question = QuestionBlock()
    figure = FigureBlock()
    callout = CalloutBlock()
    definition = DefinitionBlock()
    video = VideoBlock()
    read_also = ReadAlsoBlock()
    signup = SignupBlock()

    class Meta:
        # Its fields have fixed ids, so that errors and labels find them.
        block_counts = {"signup": {"max_num": 1}}
