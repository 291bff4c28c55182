"""Experience sheets: fixed sections, so that any two can be compared (R2.1)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.fields import BodyField, CodesField, LinkField
from hubsite.licences import licence_choices
from hubsite.made_files import MakesFiles
from hubsite.pages import ClassifiedPage, body_field, plain_text
from hubsite.pdf import pdf_response
from hubsite.surroundings import surroundings_of
from resources.attached import attached_to
from resources.diffusion import Certainty, DiffusionPhase, Role, phases_of
from resources.experience_facts import (
    Equipment,
    Place,
    Rhythm,
    ToolUse,
    labels_of,
    ratio_code,
)
from resources.experience_panels import sheet_panels
from resources.how_to import how_to
from resources.models.kit import ActionBlock
from resources.pack import pack_response
from resources.sheet_pdf import sheet_name, sheet_pdf
from search.facets import TRUE
from search.pages import ListPage

from .experience_blocks import PhaseBlock, RoleBlock
from .reply import Reply


class ExperienceIndexPage(ListPage):
    listed_types = ("sheet",)
    list_facets = (
        "theme", "audience", "structure", "phase", "rhythm", "ratio", "place",
        "equipment", "small_need", "territory", "tag",
    )  # fmt: skip
    list_template = "resources/collecting_list.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ExperiencePage"]

    class Meta:
        verbose_name = _("list of experience sheets")


def section_field(label, **options):
    return RichTextField(label, features=PLAIN_RICH_TEXT, blank=True, **options)


class ExperiencePage(MakesFiles, RoutablePageMixin, ClassifiedPage):
    search_type = "sheet"
    is_collected = True
    search_reads = ("partners__organisation",)
    SECTIONS = (
        "context", "objectives", "resources_mobilised", "implementation",
        "organisations",
    )  # fmt: skip
    # Rich texts that stand elsewhere on the sheet than among the fixed sections.
    ASIDES = ("suitable_uses", "excluded_uses", "funding_route", "provenance")

    structure = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    phase = models.CharField(
        _("diffusion phase"),
        max_length=20,
        choices=DiffusionPhase.choices,
        blank=True,
        help_text=_("The furthest phase really reached: never one that is hoped for."),
    )
    small_need = models.BooleanField(
        _("one small need"),
        default=False,
        help_text=_(
            "The sheet meets one need, such as an attachment, without a course."
        ),
    )
    frequency = models.CharField(
        _("frequency"), max_length=20, choices=Rhythm.choices, blank=True
    )
    rhythm = models.CharField(_("rhythm"), max_length=160, blank=True)
    helped_per_helper = models.PositiveSmallIntegerField(
        _("helped people per helper, at most"), null=True, blank=True
    )
    places = CodesField(_("kind of place"), choices=Place.choices)
    place = models.CharField(_("place, in words"), max_length=200, blank=True)
    equipment = CodesField(_("equipment"), choices=Equipment.choices)
    equipment_note = models.CharField(
        _("equipment, in words"), max_length=250, blank=True
    )
    suitable_uses = section_field(_("what it is suited for"))
    excluded_uses = section_field(
        _("what it must not be used for"),
        help_text=_("And why: sensitive data, above all."),
    )
    context = section_field(_("context"))
    objectives = section_field(_("objectives and stakes"))
    resources_mobilised = section_field(_("resources mobilised"))
    implementation = section_field(_("implementation"))
    organisations = section_field(_("organisations concerned"))
    method = BodyField(
        [("action", ActionBlock())], blank=True, verbose_name=_("method, step by step")
    )
    roles = BodyField(
        [("role", RoleBlock())], blank=True, verbose_name=_("who does what")
    )
    phases = BodyField(
        [("phase", PhaseBlock())], blank=True, verbose_name=_("diffusion phases")
    )
    funding_route = section_field(_("who pays, and how to ask for it"))
    provenance = section_field(_("where it comes from"))
    source_title = models.CharField(_("source"), max_length=200, blank=True)
    source_url = LinkField(_("address of the source"), blank=True)
    licence = models.CharField(
        _("licence"), max_length=30, blank=True, choices=licence_choices()
    )
    body = body_field()

    parent_page_types = ["resources.ExperienceIndexPage"]
    subpage_types = []
    content_panels = [
        *ClassifiedPage.content_panels,
        *sheet_panels(SECTIONS),
        FieldPanel("body"),
        ClassifiedPage.illustration_panel,
    ]

    class Meta:
        verbose_name = _("experience sheet")
        verbose_name_plural = _("experience sheets")

    def clean(self):
        super().clean()
        hoped = {
            block.value["kind"]
            for block in self.phases
            if block.value["certainty"] != Certainty.CERTAIN
        }
        if self.phase in hoped:
            text = _("This phase is not decided: choose one that was really reached.")
            raise ValidationError({"phase": text})

    def sections(self):
        """Return (anchor, heading, rich text) of the sections that have text."""
        return [
            (name, self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in self.SECTIONS
            if plain_text(getattr(self, name))
        ]

    def get_context(self, request, *args, **kwargs):
        if not getattr(request, "is_preview", False):
            # A preview's rows are those of the form; they may not be saved yet.
            models.prefetch_related_objects([self], "tools")
        return {
            **super().get_context(request, *args, **kwargs),
            "attached": attached_to(self),
            "phases": phases_of(self.phases),
            "roles": [
                (Role(block.value["role"]).label, block.value["text"])
                for block in self.roles
            ],
            "partners": self.partner_organisations,
            "replies": self.shown_replies,
            "aside": {
                name: getattr(self, name)
                for name in self.ASIDES
                if plain_text(getattr(self, name))
            },
        }

    @property
    def has_lessons(self):
        return any(len(block.value["lessons"]) for block in self.phases)

    @property
    def place_names(self):
        return labels_of(Place, self.places)

    @property
    def equipment_names(self):
        return labels_of(Equipment, self.equipment)

    @cached_property
    def partner_organisations(self):
        links = list(self.partners.all())
        models.prefetch_related_objects(links, "organisation")
        return [link.organisation for link in links]

    @cached_property
    def shown_replies(self):
        """Return the accepted replies, the oldest first, in whichever language."""
        return list(Reply.objects.shown_under(self).order_by("created_at"))

    @cached_property
    def tool_ids(self):
        return [tool.tool_id for tool in self.tools.all()]

    def linked_page_ids(self):
        return self.tool_ids

    def tools_in_language(self):
        """Return (use, page) of what is attached, in the reader's language."""
        around = surroundings_of(self)
        return [
            (tool.use, page)
            for tool in self.tools.all()
            for page in around.in_language([tool.tool_id])
        ]

    def search_text(self):
        texts = [text for _anchor, _heading, text in self.sections()]
        texts += [getattr(self, name) for name in self.ASIDES]
        texts += [self.method, self.roles, self.phases, self.body]
        lines = [self.rhythm, self.place, self.equipment_note, self.source_title]
        return " ".join(filter(None, [*lines, *map(plain_text, texts)]))

    def search_keywords(self):
        names = " ".join(
            f"{organisation.name} {organisation.name_nl} {organisation.town}"
            for organisation in (self.structure, *self.partner_organisations)
        )
        return f"{names} {super().search_keywords()}"

    def facets(self):
        concerned = (self.structure, *self.partner_organisations)
        facets = {
            "structure": tuple(dict.fromkeys(one.kind for one in concerned)),
            "phase": (self.phase,),
            "rhythm": (self.frequency,),
            "ratio": (ratio_code(self.helped_per_helper),),
            "place": tuple(self.places),
            "equipment": tuple(self.equipment),
            "small_need": (TRUE,) if self.small_need else (),
        }
        known = {name: tuple(filter(None, codes)) for name, codes in facets.items()}
        return {**super().facets(), **known}

    def files_to_make(self):
        return {"document.pdf": lambda: sheet_pdf(self)}

    @re_path(r"^document\.pdf/?$", name="pdf")
    def as_pdf(self, request):
        return pdf_response(self.made_file("document.pdf"), sheet_name(self, "pdf"))

    @re_path(r"^pack\.zip/?$", name="pack")
    def as_pack(self, request):
        response = pack_response(self)
        if response is None:
            raise Http404
        return response

    def structured_data(self, request=None):
        return how_to(self, super().structured_data(request))


class ExperienceTool(Orderable):
    """A resource that the experience used, or that helps others to repeat it."""

    page = ParentalKey(ExperiencePage, on_delete=models.CASCADE, related_name="tools")
    tool = models.ForeignKey(
        "resources.ResourcePage",
        models.CASCADE,
        related_name="+",
        verbose_name=_("resource"),
    )
    use = models.CharField(
        _("what it is for"),
        max_length=20,
        choices=ToolUse.choices,
        default=ToolUse.TOOL,
    )


class ExperiencePartner(Orderable):
    page = ParentalKey(
        ExperiencePage, on_delete=models.CASCADE, related_name="partners"
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
