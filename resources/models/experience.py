"""Experience sheets: fixed sections, so that any two can be compared (R2.1)."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.pages import ClassifiedPage, body_field, plain_text
from hubsite.surroundings import surroundings_of
from search.pages import ListPage


class DiffusionPhase(models.TextChoices):
    EXPERIMENT = "experiment", _("experiment phase")
    PILOT = "pilot", _("pilot phase")
    REGIONAL = "regional", _("regional spread")
    NATIONAL = "national", _("national spread")


class ExperienceIndexPage(ListPage):
    listed_types = ("sheet",)
    list_facets = ("theme", "audience", "structure", "phase", "territory", "tag")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ExperiencePage"]

    class Meta:
        verbose_name = _("list of experience sheets")


class ExperiencePage(ClassifiedPage):
    search_type = "sheet"
    SECTIONS = (
        "context", "objectives", "resources_mobilised", "implementation",
        "organisations",
    )  # fmt: skip

    structure = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=160, blank=True)
    phase = models.CharField(
        _("diffusion phase"), max_length=20, choices=DiffusionPhase.choices, blank=True
    )
    context = RichTextField(_("context"), features=PLAIN_RICH_TEXT, blank=True)
    objectives = RichTextField(
        _("objectives and stakes"), features=PLAIN_RICH_TEXT, blank=True
    )
    resources_mobilised = RichTextField(
        _("resources mobilised"), features=PLAIN_RICH_TEXT, blank=True
    )
    implementation = RichTextField(
        _("implementation"), features=PLAIN_RICH_TEXT, blank=True
    )
    organisations = RichTextField(
        _("organisations concerned"), features=PLAIN_RICH_TEXT, blank=True
    )
    body = body_field()

    parent_page_types = ["resources.ExperienceIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("experience sheet")
        verbose_name_plural = _("experience sheets")

    content_panels = [
        *ClassifiedPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("structure"), FieldPanel("year")]),
                FieldRowPanel([FieldPanel("rhythm"), FieldPanel("phase")]),
            ],
            _("Practical facts"),
        ),
        *map(FieldPanel, SECTIONS),
        FieldPanel("body"),
        InlinePanel("tools", heading=_("Tools used"), label=_("resource")),
        ClassifiedPage.illustration_panel,
    ]

    def sections(self):
        """Return (anchor, heading, rich text) of the sections that have text."""
        return [
            (name, self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.SECTIONS
            if plain_text(getattr(self, name))
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        tools = surroundings_of(self).in_language(self.tool_ids)
        return {**context, "tools": tools}

    @cached_property
    def tool_ids(self):
        return [tool.tool_id for tool in self.tools.all()]

    def linked_page_ids(self):
        return self.tool_ids

    def search_text(self):
        texts = [plain_text(text) for _anchor, _heading, text in self.sections()]
        return " ".join([*texts, plain_text(self.body)])

    def search_keywords(self):
        structure = self.structure
        names = f"{structure.name} {structure.name_nl} {structure.town}"
        return f"{names} {super().search_keywords()}"

    def facets(self):
        return {
            **super().facets(),
            "structure": (self.structure.kind,),
            "phase": (self.phase,) if self.phase else (),
        }


class ExperienceTool(Orderable):
    page = ParentalKey(ExperiencePage, on_delete=models.CASCADE, related_name="tools")
    tool = models.ForeignKey(
        "resources.ResourcePage",
        models.CASCADE,
        related_name="+",
        verbose_name=_("resource"),
    )
