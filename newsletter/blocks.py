"""The parts of an issue: words, images, figures, and pages of the site."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from hubsite.blocks import PLAIN_RICH_TEXT, CaptionedImageBlock, FigureBlock
from hubsite.vocabularies import Theme
from search.facets import TYPES

# What an issue tells of: the search types that lists are filled with.
TOLD_TYPES = ("call", "event", "resource", "sheet", "news", "kit")


def type_choices():
    return [(code, TYPES[code][1]) for code in TOLD_TYPES]


def theme_choices():
    return [(theme.code, theme.label) for theme in Theme.objects.all()]


class BlurbBlock(blocks.TextBlock):
    """What an issue says of a page; nothing for the page's own summary."""

    def __init__(self, **kwargs):
        kwargs = {
            "required": False,
            "max_length": 400,
            "label": _("a word about it"),
            "help_text": _("Leave empty for the page’s own summary."),
            **kwargs,
        }
        super().__init__(**kwargs)


class ChosenPageBlock(blocks.StructBlock):
    """A page of the site, which readers get in their language where it exists."""

    page = blocks.PageChooserBlock(label=_("page"))
    blurb = BlurbBlock()

    class Meta:
        label = _("page")
        icon = "doc-full"


class CallBlock(ChosenPageBlock):
    page = blocks.PageChooserBlock("funding.CallPage", label=_("call"))

    class Meta:
        label = _("call")
        icon = "doc-full"


class EventBlock(ChosenPageBlock):
    page = blocks.PageChooserBlock("events.EventPage", label=_("event"))

    class Meta:
        label = _("event")
        icon = "date"


class ResourceBlock(ChosenPageBlock):
    page = blocks.PageChooserBlock("resources.ResourcePage", label=_("resource"))

    class Meta:
        label = _("resource")
        icon = "folder-open-inverse"


class SheetBlock(ChosenPageBlock):
    page = blocks.PageChooserBlock(
        "resources.ExperiencePage", label=_("experience sheet")
    )

    class Meta:
        label = _("experience sheet")
        icon = "doc-full-inverse"


class NewsBlock(ChosenPageBlock):
    page = blocks.PageChooserBlock("home.NewsPage", label=_("news item"))

    class Meta:
        label = _("news item")
        icon = "comment"


class ForTrainedBlock(blocks.BooleanBlock):
    """Whether a part of an issue is mailed to trained helpers alone."""

    def __init__(self, **kwargs):
        kwargs = {
            "required": False,
            "label": _("only for those who followed one of our courses"),
            "help_text": _(
                "The mail to others leaves this part out. The public page shows it to "
                "everyone."
            ),
            **kwargs,
        }
        super().__init__(**kwargs)


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("heading"), required=False)
    text = blocks.RichTextBlock(label=_("text"), features=PLAIN_RICH_TEXT)
    for_trained = ForTrainedBlock()

    class Meta:
        label = _("text")
        icon = "pilcrow"


class SectionBlock(blocks.StructBlock):
    """A part of an issue: a heading, a few words, and pages of the site."""

    heading = blocks.CharBlock(label=_("heading"))
    text = blocks.RichTextBlock(
        label=_("text"), features=PLAIN_RICH_TEXT, required=False
    )
    items = blocks.ListBlock(
        ChosenPageBlock(), label=_("pages of the site"), default=[]
    )
    for_trained = ForTrainedBlock()

    class Meta:
        label = _("section")
        icon = "list-ul"


class FilledListBlock(SectionBlock):
    """A section that the site's own search fills with what these filters find."""

    heading = blocks.CharBlock(
        label=_("heading"),
        required=False,
        help_text=_("Leave empty for the usual one."),
    )
    types = blocks.MultipleChoiceBlock(
        choices=type_choices,
        label=_("content types"),
        required=False,
        help_text=_("None chosen: all of them."),
    )
    themes = blocks.MultipleChoiceBlock(
        choices=theme_choices,
        label=_("themes"),
        required=False,
        help_text=_("None chosen: all of them."),
    )
    territories = blocks.ListBlock(
        SnippetChooserBlock("hubsite.Territory", label=_("territory")),
        label=_("territories"),
        default=[],
        help_text=_("None chosen: everywhere."),
    )
    most = blocks.IntegerBlock(
        label=_("at most"), default=10, min_value=1, max_value=50
    )


class NewListBlock(FilledListBlock):
    class Meta:
        label = _("new since the last issue")
        icon = "list-ul"


class ClosingListBlock(FilledListBlock):
    days = blocks.IntegerBlock(
        label=_("closing within days"), default=14, min_value=1, max_value=365
    )

    class Meta:
        label = _("closing soon")
        icon = "date"


class IssueBlock(blocks.StreamBlock):
    text = TextBlock()
    section = SectionBlock()
    new = NewListBlock()
    closing = ClosingListBlock()
    call = CallBlock()
    event = EventBlock()
    resource = ResourceBlock()
    sheet = SheetBlock()
    news = NewsBlock()
    image = CaptionedImageBlock()
    figure = FigureBlock()
