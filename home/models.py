"""The front page, standard pages and news."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from hubsite.fields import BodyField
from hubsite.pages import BasePage, ClassifiedPage, body_field
from hubsite.surroundings import surroundings_of
from search.pages import ListPage

from .front import front_context, stored_entries, who_we_are


class EntryBlock(blocks.StructBlock):
    """A door for one audience (R4.20)."""

    title = blocks.CharBlock(label=_("who"))
    text = blocks.TextBlock(label=_("what they find"))
    page = blocks.PageChooserBlock(label=_("page"))

    class Meta:
        label = _("entry for an audience")
        icon = "user"
        template = "blocks/entry.html"


class HomePage(BasePage):
    search_type = ""
    localize_default_translation_mode = "simple"

    mission = models.TextField(_("mission"), blank=True)
    entries = BodyField(
        [("entry", EntryBlock())], blank=True, verbose_name=_("entries by audience")
    )
    pinned_theme = models.ForeignKey(
        "hubsite.Theme",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("priority theme"),
    )
    pinned_title = models.CharField(_("title"), max_length=120, blank=True)
    pinned_text = models.TextField(_("text"), blank=True)
    body = body_field()

    parent_page_types = ["wagtailcore.Page"]
    max_count = 2

    class Meta:
        verbose_name = _("home page")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("mission"),
        FieldPanel("entries"),
        MultiFieldPanel(
            [
                FieldPanel("pinned_theme"),
                FieldPanel("pinned_title"),
                FieldPanel("pinned_text"),
            ],
            _("Priority theme"),
        ),
        FieldPanel("body"),
        BasePage.illustration_panel,
    ]

    def search_document(self):
        return None

    def linked_page_ids(self):
        return [entry["page"] for entry in stored_entries(self) if entry.get("page")]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, **front_context(self, request)}


class StandardPage(ClassifiedPage):
    localize_default_translation_mode = "simple"

    show_consortium = models.BooleanField(
        _("list the consortium and the other hubs"), default=False
    )
    body = body_field()

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    content_panels = [
        *ClassifiedPage.content_panels,
        FieldPanel("body"),
        FieldPanel("show_consortium"),
        ClassifiedPage.illustration_panel,
    ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, **(who_we_are(request) if self.show_consortium else {})}


class NewsIndexPage(ListPage):
    listed_types = ("news",)
    list_facets = ("theme", "audience", "territory", "tag")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    localize_default_translation_mode = "simple"

    class Meta:
        verbose_name = _("list of news")


class NewsPage(ClassifiedPage):
    search_type = "news"
    localize_default_translation_mode = "simple"

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        INTERVIEW = "interview", _("interview")

    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.ARTICLE
    )
    author = models.ForeignKey(
        "directory.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("author"),
    )
    interviewee = models.CharField(_("interviewee"), max_length=120, blank=True)
    interviewee_role = models.CharField(
        _("role of the interviewee"), max_length=160, blank=True
    )
    related_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("related page"),
    )
    body = body_field()

    parent_page_types = ["home.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news")

    def linked_page_ids(self):
        return {self.related_page_id} - {None}

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        related = surroundings_of(self).in_language(self.linked_page_ids())
        return {**context, "related_pages": related}

    content_panels = [
        *ClassifiedPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("author")]),
        FieldRowPanel([FieldPanel("interviewee"), FieldPanel("interviewee_role")]),
        FieldPanel("related_page"),
        FieldPanel("body"),
        ClassifiedPage.illustration_panel,
    ]


class DemoPage(models.Model):
    """What the demo loader wrote, to tell its own pages from an editor's work.

    A page is untouched as long as its latest revision is the one loaded; only then do its
    dates move with the day.
    """

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=5)
    page = models.OneToOneField("wagtailcore.Page", models.CASCADE, related_name="+")
    revision = models.ForeignKey(
        "wagtailcore.Revision", models.SET_NULL, null=True, related_name="+"
    )
    dated_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "language"], name="demo_page_once")
        ]

    def __str__(self):
        return f"{self.key} ({self.language})"
