"""An issue of the newsletter: its page is the web archive of what was sent."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.fields import BodyField
from hubsite.pages import BasePage, plain_text
from hubsite.surroundings import item_ids
from search.pages import ListPage


class NewsletterIndexPage(ListPage):
    listed_types = ("issue",)
    list_template = "newsletter/newsletter_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.NewsletterIssuePage"]
    localize_default_translation_mode = "simple"

    class Meta:
        verbose_name = _("newsletter")


class SectionBlock(blocks.StructBlock):
    """A part of an issue: a heading, a few words, and pages of the site."""

    heading = blocks.CharBlock(label=_("heading"))
    text = blocks.RichTextBlock(
        label=_("text"), features=PLAIN_RICH_TEXT, required=False
    )
    items = blocks.ListBlock(
        blocks.PageChooserBlock(label=_("page")),
        label=_("pages of the site"),
        default=[],
    )

    class Meta:
        label = _("section")
        icon = "list-ul"
        template = "newsletter/includes/section.html"


class NewsletterIssuePage(BasePage):
    search_type = "issue"
    localize_default_translation_mode = "simple"

    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    subject = models.CharField(
        _("subject"),
        max_length=120,
        blank=True,
        help_text=_("The subject of the mail. About 50 characters show on a phone."),
    )
    preheader = models.CharField(
        _("preview line"),
        max_length=160,
        blank=True,
        help_text=_("What mail programs show after the subject."),
    )
    intro = RichTextField(_("introduction"), features=PLAIN_RICH_TEXT, blank=True)
    sections = BodyField(
        [("section", SectionBlock())], blank=True, verbose_name=_("sections")
    )

    parent_page_types = ["newsletter.NewsletterIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("subject")]),
                FieldPanel("preheader"),
            ],
            _("E-mail"),
        ),
        FieldPanel("intro"),
        FieldPanel("sections"),
        BasePage.illustration_panel,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("subject")]
    preview_modes = [
        ("", _("Web page")),
        ("html", _("E-mail")),
        ("text", _("E-mail, text part")),
    ]

    def linked_page_ids(self):
        sections = (section["value"] for section in self.sections.raw_data)
        return [pk for value in sections for pk in item_ids(value.get("items"))]

    def search_text(self):
        return f"{plain_text(self.intro)} {plain_text(self.sections)}"

    def search_document(self):
        return replace(super().search_document(), details={"number": self.number})

    def structured_data(self, request=None):
        return {
            **super().structured_data(request),
            "@type": "Article",
            "datePublished": self.published_at.isoformat(),
        }

    def serve_preview(self, request, mode_name):
        if mode_name not in ("html", "text"):
            return super().serve_preview(request, mode_name)
        # Composing needs the models.
        from newsletter.composing import preview

        return preview(self, mode_name)
