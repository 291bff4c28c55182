"""An issue of the newsletter: its page is the web archive of what was sent."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.fields import BodyField
from hubsite.pages import BasePage, plain_text
from newsletter.blocks import IssueBlock
from newsletter.parts import chosen_ids, parts_of
from search.pages import ListPage


class NewsletterIndexPage(ListPage):
    listed_types = ("issue",)
    list_template = "newsletter/newsletter_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.NewsletterIssuePage"]
    localize_default_translation_mode = "simple"

    class Meta:
        verbose_name = _("newsletter")


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
    sections = BodyField(IssueBlock(), blank=True, verbose_name=_("contents"))
    # How far the site was read when the lists were filled (search.following.Watermark).
    filled_to = models.CharField(max_length=80, blank=True, editable=False)

    # A copy is another issue: its lists are still to be filled.
    exclude_fields_in_copy = ["filled_to"]
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
        return chosen_ids(self)

    def parts(self):
        """Return the Parts of this issue in the active language."""
        return parts_of(self)

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
