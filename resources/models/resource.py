"""Licensed resources and the library that lists them (R0.11, R0.13)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from hubsite.fields import CodesField, LinkField
from hubsite.i18n import InLanguage
from hubsite.licences import Credit, licence_choices, licence_for
from hubsite.pages import ClassifiedPage, body_field
from hubsite.vocabularies import Level, MaterialLanguage, Profile
from resources.cards import PrintedOnCards
from resources.related import linked_to
from search.pages import ListPage


class ResourceKind(models.TextChoices):
    CARD = "card", _("card")
    GUIDE = "guide", _("guide")
    QUIZ = "quiz", _("quiz")
    ACTIVITY = "activity", _("role-play / practical case")
    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    CHARTER = "charter", _("good-conduct charter")
    POSTER = "poster", _("poster")
    TEMPLATE = "template", _("template")
    SLIDES = "slides", _("slide deck")
    MODULE = "module", _("online module")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio recording")
    DATASET = "dataset", _("dataset")
    STUDY = "study", _("study")
    BUNDLE = "bundle", _("bundle")


class ResourceFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    ODT = "odt", "ODT"
    ODS = "ods", "ODS"
    CSV = "csv", "CSV"
    PPTX = "pptx", "PPTX"
    TXT = "txt", _("plain text")
    ZIP = "zip", "ZIP"
    SCORM = "scorm", "SCORM"
    MP3 = "mp3", "MP3"
    MP4 = "mp4", "MP4"
    WEB = "web", _("web page")


class ResourceIndexPage(ListPage):
    listed_types = ("resource",)
    list_facets = (
        "kind", "theme", "topic", "audience", "profile", "level", "language",
        "permission", "licence", "format", "low_screen", "territory", "tag",
    )  # fmt: skip
    list_template = "resources/collecting_list.html"
    collects = True
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ResourcePage"]

    class Meta:
        verbose_name = pgettext_lazy("kind of page", "library")


class ResourcePage(PrintedOnCards, ClassifiedPage):
    search_type = "resource"

    kind = models.CharField(
        _("resource kind"), max_length=20, choices=ResourceKind.choices
    )
    format = models.CharField(
        _("file format"), max_length=10, choices=ResourceFormat.choices
    )
    licence = models.CharField(
        _("licence"), max_length=30, blank=True, choices=licence_choices
    )
    authors = models.CharField(_("authors"), max_length=250)
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, blank=True
    )
    profiles = CodesField(_("profile of helped people"), choices=Profile.choices)
    languages = CodesField(
        _("language of the material"), choices=MaterialLanguage.choices, blank=False
    )
    version = models.CharField(_("version"), max_length=20, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"), null=True, blank=True
    )
    low_screen = models.BooleanField(_("low-screen activity"), default=False)
    variant_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="variants",
        verbose_name=_("equivalent in the other country"),
        help_text=_("The same need met with the other country's tool."),
    )
    body = body_field()

    parent_page_types = ["resources.ResourceIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    content_panels = [
        *ClassifiedPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("format"), FieldPanel("level")]),
        FieldRowPanel(
            [FieldPanel("licence"), FieldPanel("authors"), FieldPanel("version")]
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("languages"), FieldPanel("profiles")]),
                FieldRowPanel(
                    [FieldPanel("duration_minutes"), FieldPanel("low_screen")]
                ),
                FieldPanel("variant_of"),
            ],
            _("For whom"),
        ),
        InlinePanel("files", heading=_("Files"), label=_("file")),
        InlinePanel("links", heading=_("Links"), label=_("link")),
        FieldPanel("body"),
        ClassifiedPage.illustration_panel,
    ]

    def clean(self):
        super().clean()
        if not self.licence:
            raise ValidationError({"licence": _("Choose a licence before publishing.")})

    def facets(self):
        licence = licence_for(self.licence)
        return {
            **super().facets(),
            "kind": (self.kind,),
            "format": (self.format,),
            "licence": (licence.spdx,),
            "permission": licence.permissions,
            "level": (self.level,) if self.level else (),
            "profile": tuple(self.profiles),
            "language": tuple(self.languages),
            "low_screen": ("true",) if self.low_screen else (),
        }

    def get_context(self, request, *args, **kwargs):
        return {
            **super().get_context(request, *args, **kwargs),
            "files": list(self.files.select_related("document")),
            "links": list(self.links.all()),
            "linked": linked_to(self),
        }

    def credit(self):
        """Return the Credit of this resource."""
        return Credit(
            title=self.title,
            authors=self.authors,
            url=self.full_url,
            licence=self.licence,
            version=self.version,
        )


class ResourceFile(Orderable):
    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "hubsite.HubDocument", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=160, blank=True)

    title = InLanguage()


class ResourceLink(Orderable):
    page = ParentalKey(ResourcePage, on_delete=models.CASCADE, related_name="links")
    url = LinkField(_("address"))
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_nl = models.CharField(_("title in Dutch"), max_length=160)

    title = InLanguage()
