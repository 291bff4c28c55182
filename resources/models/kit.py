"""The methodology kit: one page, its steps in order (R4.1, R4.2, R1.7, R1.8)."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.models import Orderable

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.fields import BodyField
from hubsite.i18n import InLanguage
from hubsite.licences import licence_choices
from hubsite.made_files import MakesFiles
from hubsite.pages import BasePage, ClassifiedPage, body_field, plain_text
from hubsite.pdf import pdf_response
from hubsite.surroundings import surroundings_of
from resources.kit import kit_pdf, pdf_name, step_pdf
from resources.related import BESIDE_STEP, path_of
from search.related import related_to


class ActionBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("action"))
    text = blocks.RichTextBlock(label=_("how"), features=PLAIN_RICH_TEXT)

    class Meta:
        label = _("action")
        icon = "order"
        template = "blocks/action.html"


class KitPage(MakesFiles, RoutablePageMixin, BasePage):
    """The kit: what a local strategy is, for whom, how long; then the path of steps."""

    search_type = "kit"

    total_duration = models.CharField(_("total duration"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=30, choices=licence_choices)
    version = models.CharField(_("version"), max_length=20, blank=True)
    body = body_field()

    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.KitStepPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("kit")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("total_duration"),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("version")]),
        FieldPanel("body"),
        BasePage.illustration_panel,
    ]

    def files_to_make(self):
        return {"document.pdf": lambda: kit_pdf(self)}

    @re_path(r"^document\.pdf/?$", name="pdf")
    def as_pdf(self, request):
        return pdf_response(self.made_file("document.pdf"), pdf_name(self))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "steps": path_of(self)}


class KitStepPage(MakesFiles, RoutablePageMixin, ClassifiedPage):
    search_type = "kit"
    is_collected = True

    class State(models.TextChoices):
        PUBLISHED = "published", _("published")
        COMING_SOON = "coming_soon", _("coming soon")
        PILOT = "pilot", _("pilot phase")

    class Scope(models.TextChoices):
        CORE = "core", _("common core")
        LOCAL = "local", _("local content")

    state = models.CharField(
        _("status"), max_length=20, choices=State.choices, default=State.PUBLISHED
    )
    scope = models.CharField(
        _("scope"), max_length=10, choices=Scope.choices, default=Scope.CORE
    )
    objective = models.TextField(_("objective"), blank=True)
    deliverable = models.TextField(_("what exists at the end"), blank=True)
    duration = models.CharField(_("recommended duration"), max_length=160, blank=True)
    effort = models.CharField(_("effort"), max_length=200, blank=True)
    partners = BodyField(
        [("partner", blocks.CharBlock(label=_("partner")))],
        blank=True,
        verbose_name=_("who to involve?"),
    )
    actions = BodyField(
        [("action", ActionBlock())], blank=True, verbose_name=_("actions, in order")
    )
    checklist = BodyField(
        [("item", blocks.CharBlock(label=_("item to tick")))],
        blank=True,
        verbose_name=_("checklist"),
    )
    licence = models.CharField(_("licence"), max_length=30, choices=licence_choices)
    version = models.CharField(_("version"), max_length=20, blank=True)
    body = body_field()

    parent_page_types = ["resources.KitPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("kit step")
        verbose_name_plural = _("kit steps")

    content_panels = [
        *ClassifiedPage.content_panels,
        FieldRowPanel([FieldPanel("state"), FieldPanel("scope")]),
        MultiFieldPanel(
            [
                FieldPanel("objective"),
                FieldPanel("deliverable"),
                FieldRowPanel([FieldPanel("duration"), FieldPanel("effort")]),
            ],
            _("In short"),
        ),
        FieldPanel("partners"),
        FieldPanel("actions"),
        FieldPanel("checklist"),
        InlinePanel("tools", heading=_("Tools and examples"), label=_("page")),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("licence"), FieldPanel("version")]),
                InlinePanel("changes", label=_("version")),
            ],
            _("Licence and versions"),
        ),
        ClassifiedPage.illustration_panel,
    ]

    def search_text(self):
        parts = (self.body, self.actions, self.checklist, self.partners)
        text = " ".join(plain_text(part) for part in parts)
        return f"{self.objective} {self.deliverable} {text}"

    def facets(self):
        return {**super().facets(), "licence": (self.licence,)}

    def files_to_make(self):
        return {"document.pdf": lambda: step_pdf(self)}

    @re_path(r"^document\.pdf/?$", name="pdf")
    def as_pdf(self, request):
        return pdf_response(self.made_file("document.pdf"), pdf_name(self))

    @cached_property
    def tool_ids(self):
        return [tool.tool_id for tool in self.tools.all()]

    def linked_page_ids(self):
        return self.tool_ids

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "steps": path_of(surroundings_of(self).ancestors[-1], self),
            "tools": surroundings_of(self).in_language(self.tool_ids),
            "changes": list(self.changes.all()),
            "related": related_to(self, BESIDE_STEP),
        }


class KitTool(Orderable):
    """A resource or an experience sheet that serves the step."""

    page = ParentalKey(KitStepPage, on_delete=models.CASCADE, related_name="tools")
    tool = models.ForeignKey(
        "wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("page")
    )


class KitChange(Orderable):
    """What changed in a version, in both languages: versions are the same in each."""

    page = ParentalKey(KitStepPage, on_delete=models.CASCADE, related_name="changes")
    version = models.CharField(_("version"), max_length=20)
    day = models.DateField(_("date"))
    note_fr = models.CharField(_("what changed, in French"), max_length=250)
    note_nl = models.CharField(_("what changed, in Dutch"), max_length=250)

    note = InLanguage()
