"""Licensed resources and the library that lists them (R0.10 to R0.14, R1.3)."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import models
from django.http import JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.contrib.routable_page.models import re_path
from wagtail.fields import RichTextField

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.fields import CodesField, LinkField
from hubsite.i18n import SOURCE_LANGUAGE
from hubsite.licences import Credit, licence_choices, licence_for
from hubsite.media import open_documents
from hubsite.menus import hub_name
from hubsite.pages import ClassifiedPage, body_field, plain_text
from hubsite.surroundings import surroundings_of
from hubsite.vocabularies import Level, MaterialLanguage, Profile
from resources.amb import amb, rows_read, schema_org
from resources.cards import PrintedOnCards
from resources.catalogue import catalogue_response
from resources.kinds import (
    TIMED_FORMATS,
    TIMED_KINDS,
    ActivityKind,
    Country,
    ResourceFormat,
    ResourceKind,
)
from resources.related import linked_to
from resources.resource_form import ResourcePageForm
from resources.variants import country_of, in_order_of_country
from search.pages import ListPage

from .resource_parts import ResourceMaking


class ResourceIndexPage(ListPage):
    listed_types = ("resource",)
    list_facets = (
        "kind", "theme", "topic", "audience", "trade", "profile", "level", "language",
        "permission", "licence", "format", "activity", "low_screen", "country",
        "territory", "tag",
    )  # fmt: skip
    list_template = "resources/collecting_list.html"
    dump_name = "catalogue.json"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["resources.ResourcePage"]

    class Meta:
        verbose_name = pgettext_lazy("kind of page", "library")

    @re_path(r"^catalogue\.json/?$", name="catalogue")
    def as_catalogue(self, request):
        return catalogue_response(self, request)


class ResourcePage(PrintedOnCards, ClassifiedPage):
    search_type = "resource"
    is_collected = True
    base_form_class = ResourcePageForm
    # Set by the form while it checks a draft, which may lack what a publication needs.
    is_kept_as_draft = False

    kind = models.CharField(
        _("resource kind"), max_length=20, choices=ResourceKind.choices
    )
    format = models.CharField(
        _("file format"), max_length=10, choices=ResourceFormat.choices
    )
    licence = models.CharField(
        _("licence"),
        max_length=30,
        blank=True,
        choices=licence_choices,
        help_text=_("What readers may do. Nothing is published without this choice."),
    )
    translation_cleared = models.BooleanField(
        _("the author allows the translation"),
        default=False,
        help_text=_(
            "Only for works that may not be adapted: tick it once the author agrees, or "
            "where the page describes the work without taking it over."
        ),
    )
    authors = models.CharField(_("authors"), max_length=250)
    source = models.CharField(
        _("source"),
        max_length=160,
        blank=True,
        help_text=_("Who published it first. Leave empty for the hub itself."),
    )
    source_url = LinkField(_("address of the source"), blank=True)
    level = models.CharField(
        _("level"), max_length=20, choices=Level.choices, blank=True
    )
    profiles = CodesField(_("profile of helped people"), choices=Profile.choices)
    activities = CodesField(_("kind of activity"), choices=ActivityKind.choices)
    languages = CodesField(
        _("language of the material"), choices=MaterialLanguage.choices, blank=False
    )
    version = models.CharField(_("version"), max_length=20, blank=True)
    duration_minutes = models.PositiveSmallIntegerField(
        _("duration in minutes"), null=True, blank=True
    )
    low_screen = models.BooleanField(_("low-screen activity"), default=False)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        choices=Country.choices,
        help_text=_("Only where the resource is of use in one country alone."),
    )
    variant_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="variants",
        verbose_name=_("equivalent in the other country"),
        help_text=_(
            "The same need met with the other country's tool. Fill it in on one of the "
            "two; readers see both, their own country first."
        ),
    )
    transcript = RichTextField(
        _("transcript"),
        features=PLAIN_RICH_TEXT,
        blank=True,
        help_text=_("All that is said or shown: required for video and audio."),
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
        MultiFieldPanel(
            [
                FieldPanel("licence"),
                FieldRowPanel([FieldPanel("authors"), FieldPanel("version")]),
                FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
                FieldPanel("translation_cleared"),
            ],
            _("Licence and authors"),
        ),
        InlinePanel("origins", heading=_("Adapted from"), label=_("work")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("languages"), FieldPanel("profiles")]),
                FieldRowPanel(
                    [FieldPanel("duration_minutes"), FieldPanel("low_screen")]
                ),
                FieldPanel("activities"),
                FieldRowPanel([FieldPanel("country"), FieldPanel("variant_of")]),
            ],
            _("For whom"),
        ),
        HelpPanel(
            _(
                "A file or a link may have a licence of its own. Nobody can open a file "
                "before a page that shows it is published."
            )
        ),
        InlinePanel("files", heading=_("Files"), label=_("file")),
        InlinePanel("links", heading=_("Links"), label=_("link")),
        FieldPanel("transcript"),
        FieldPanel("body"),
        InlinePanel("versions", heading=_("Versions"), label=_("version")),
        InlinePanel("making", heading=_("How it was made and tried"), label=_("step")),
        InlinePanel("testimonies", heading=_("Testimonies"), label=_("testimony")),
        ClassifiedPage.illustration_panel,
    ]

    @property
    def activity_names(self):
        """Return the kinds of activity in words, comma-separated."""
        labels = dict(ActivityKind.choices)
        return ", ".join(str(labels.get(code, code)) for code in self.activities)

    @property
    def is_timed(self):
        """Return whether the resource is heard or seen over time."""
        return self.kind in TIMED_KINDS or self.format in TIMED_FORMATS

    def clean(self):
        super().clean()
        if self.is_kept_as_draft:
            return
        errors = {}
        if not self.licence:
            errors["licence"] = _("Choose a licence before publishing.")
        elif (refusal := self.translation_refusal()) and self.is_translation():
            errors["licence"] = refusal
        if self.is_timed and not plain_text(self.transcript):
            errors["transcript"] = _(
                "Write the transcript before publishing: not everybody can hear or see it."
            )
        if errors:
            raise ValidationError(errors)

    def translation_refusal(self):
        """Return why no translation of this work may be published, or ""."""
        if self.translation_cleared or licence_for(self.licence).translate:
            return ""
        return _("Not published: the licence of this work does not allow translations.")

    def is_translation(self):
        """Return whether the page is a version of one in the source language."""
        return (
            ResourcePage.objects.filter(
                translation_key=self.translation_key,
                locale__language_code=SOURCE_LANGUAGE,
            )
            .exclude(pk=self.pk)
            .exists()
        )

    @re_path(r"^amb\.json/?$", name="amb")
    def as_amb(self, request):
        models.prefetch_related_objects([self], *rows_read())
        return JsonResponse(
            amb(self, request),
            json_dumps_params={"ensure_ascii": False},
            content_type="application/ld+json; charset=utf-8",
        )

    def structured_data(self, request=None):
        return schema_org(self, request)

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
            "activity": tuple(self.activities),
            "language": tuple(self.languages),
            "country": (self.country,) if self.country else tuple(Country.values),
            "trade": tuple(
                link.term.code
                for link in self.page_audiences.select_related("term")
                if link.term.is_trade
            ),
            "low_screen": ("true",) if self.low_screen else (),
        }

    def search_document(self):
        if not self.country:
            return super().search_document()
        pair = (self.variant_of or self).translation_key
        details = {"country": self.country, "pair": str(pair)}
        return replace(super().search_document(), details=details)

    def search_text(self):
        return f"{super().search_text()} {plain_text(self.transcript)}".strip()

    def linked_page_ids(self):
        ids = [row.session_id for row in self.testimonies.all()]
        return [pk for pk in ids + [row.work_id for row in self.works] if pk]

    def get_context(self, request, *args, **kwargs):
        if not getattr(request, "is_preview", False):
            # A preview's rows are those of the form; they may not be saved yet.
            making = ResourceMaking.objects.select_related("territory")
            rows = ("links", "versions", "testimonies")
            models.prefetch_related_objects(
                [self], *rows_read(), *rows, models.Prefetch("making", making)
            )
        linked = linked_to(self)
        country = country_of(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "files": self.own(self.open_files),
            "links": self.own(self.links.all()),
            "playing": request.GET.get("play", ""),
            "linked": linked,
            "country": country,
            "variants": in_order_of_country(self, linked.variants, country),
            "origins": [self.credit_of(origin) for origin in self.works],
            "versions": list(self.versions.all()),
            "making": list(self.making.all()),
            "testimonies": self.with_sessions(),
        }

    def serve(self, request, *args, **kwargs):
        """Serve the page; a player that was asked for may be framed in this answer."""
        response = super().serve(request, *args, **kwargs)
        asked = request.GET.get("play", "")
        for link in self.links.filter(pk=asked) if asked.isdecimal() else ():
            if link.embed:
                response._csp_update = {"frame-src": [f"https://{link.embed.host}"]}
        return response

    @cached_property
    def open_files(self):
        """The files that visitors may know of; read ahead, unless it is a preview."""
        rows = list(self.files.all())
        documents = open_documents([row.document_id for row in rows])
        return [row for row in rows if row.document_id in documents]

    def own(self, parts):
        """Return files or links that know their page without asking for it again."""
        parts = list(parts)
        for part in parts:
            part.page = self
        return parts

    def with_sessions(self):
        """Return the testimonies, each with its session in the reader's language."""
        around = surroundings_of(self)
        rows = list(self.testimonies.all())
        for row in rows:
            row.page_of_session = next(iter(around.in_language([row.session_id])), None)
        return rows

    def credit(self):
        """Return the Credit of this resource, with the work it was adapted from."""
        origin = next(iter(self.works), None)
        return Credit(
            title=self.title,
            authors=self.authors,
            source=self.source or hub_name(),
            url=self.full_url,
            licence=self.licence,
            version=self.version,
            origin=origin.credit() if origin else None,
        )

    @cached_property
    def works(self):
        """The works this one was adapted from, read once."""
        return list(self.origins.all())

    def credit_of(self, origin):
        """Return the Credit of a work adapted from, its page in the reader's language."""
        around = surroundings_of(self) if origin.work_id else None
        shown = around.in_language([origin.work_id]) if around else ()
        return origin.credit(next(iter(shown), None))
