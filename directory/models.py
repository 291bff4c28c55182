"""Organisations and people: named once, linked from calls, events and articles."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from hubsite.i18n import InLanguage
from hubsite.vocabularies import code_validator


class FunderKind(models.TextChoices):
    STATE = "state", pgettext_lazy("funder", "State")
    PUBLIC_BANK = "public_bank", _("public bank")
    REGION = "region", _("regional authority")
    DEPARTMENT = "department", _("departmental council")
    EU = "eu", _("European programme")
    FOUNDATION = "foundation", _("foundation")
    COMPANY = "company", _("corporate patronage")
    TRAINING_FUND = "training_fund", _("training fund")


class Organisation(index.Indexed, models.Model):
    class Kind(models.TextChoices):
        LIBRARY = "library", _("library")
        EPN = "epn", _("public computer room")
        MSAP = "msap", _("public-service house")
        INSERTION = "insertion", _("social-insertion organisation")
        MEDICOSOCIAL = "medicosocial", _("health and social-care facility")
        SOCIAL_CENTRE = "social_centre", _("community centre")
        ASSOCIATION = "association", _("association")
        TOWN_HALL = "town_hall", _("town hall")
        COLLECTIVITE = "collectivite", _("local authority")
        TRAINING = "training", _("training provider")
        COMPANY = "company", _("company")
        FUNDER = "funder", _("funder")
        HUB = "hub", _("regional hub")

    code = models.SlugField(
        _("code"), max_length=60, unique=True, validators=[code_validator]
    )
    name = models.CharField(_("name"), max_length=160)
    name_nl = models.CharField(
        _("name in Dutch, if it differs"), max_length=160, blank=True
    )
    kind = models.CharField(
        _("type of organisation"), max_length=20, choices=Kind.choices
    )
    funder_kind = models.CharField(
        _("funder kind"), max_length=20, choices=FunderKind.choices, blank=True
    )
    territory = models.ForeignKey(
        "hubsite.Territory",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    town = models.CharField(_("town or city"), max_length=80, blank=True)
    url = models.URLField(_("website"), blank=True)
    description_fr = models.TextField(_("description in French"), blank=True)
    description_nl = models.TextField(_("description in Dutch"), blank=True)
    is_consortium_member = models.BooleanField(
        _("member of the consortium"), default=False
    )

    label = InLanguage()
    description = InLanguage()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self):
        return self.label

    @property
    def label_fr(self):
        return self.name

    @property
    def label_nl(self):
        return self.name_nl

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_nl")]),
        FieldRowPanel(
            [FieldPanel("code"), FieldPanel("kind"), FieldPanel("funder_kind")]
        ),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("town")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("description_fr"), FieldPanel("description_nl")]),
        FieldPanel("is_consortium_member"),
    ]
    search_fields = [
        index.AutocompleteField("name"),
        index.AutocompleteField("name_nl"),
        index.SearchField("town"),
    ]


class Person(index.Indexed, models.Model):
    """An author, trainer or interviewee (R3.14). No private contact data."""

    code = models.SlugField(
        _("code"), max_length=60, unique=True, validators=[code_validator]
    )
    name = models.CharField(_("name"), max_length=120)
    role_fr = models.CharField(_("role in French"), max_length=160, blank=True)
    role_nl = models.CharField(_("role in Dutch"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people",
        verbose_name=_("organisation"),
    )  # fmt: skip

    role = InLanguage()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("author", args=[self.code])

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("role_fr"), FieldPanel("role_nl")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("organisation")]),
    ]
    search_fields = [index.AutocompleteField("name")]
