"""Carrying organisations: they answer a joint call for a group and keep its money."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultipleChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from hubsite.i18n import InLanguage


class Carrier(index.Indexed, ClusterableModel):
    """Who carries, for whom and on what conditions; public, so no private address."""

    organisation = models.OneToOneField(
        "directory.Organisation",
        models.PROTECT,
        related_name="carrier",
        verbose_name=_("organisation"),
    )
    for_whom_fr = models.TextField(_("for whom, in French"), max_length=600)
    for_whom_nl = models.TextField(_("for whom, in Dutch"), max_length=600)
    conditions_fr = models.TextField(_("conditions in French"), max_length=1200)
    conditions_nl = models.TextField(_("conditions in Dutch"), max_length=1200)
    contact = models.EmailField(
        _("contact"),
        blank=True,
        help_text=_("Shown to readers: the address of an organisation."),
    )
    is_active = models.BooleanField(
        _("takes new groups"),
        default=True,
        help_text=_("Without it, the organisation is no longer shown."),
    )

    for_whom, conditions = InLanguage(), InLanguage()

    class Meta:
        verbose_name = _("carrying organisation (joint grant)")
        verbose_name_plural = _("carrying organisations (joint grants)")
        ordering = ["organisation__name"]

    def __str__(self):
        return str(self.organisation)

    @property
    def name(self):
        return self.organisation.name

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("is_active")]),
        FieldRowPanel([FieldPanel("for_whom_fr"), FieldPanel("for_whom_nl")]),
        FieldRowPanel([FieldPanel("conditions_fr"), FieldPanel("conditions_nl")]),
        FieldPanel("contact"),
        MultipleChooserPanel(
            "territories",
            label=_("territory"),
            heading=_("Territories"),
            chooser_field_name="territory",
        ),
    ]
    search_fields = [
        # Not through the relation: Wagtail would find whole words only.
        index.AutocompleteField("name"),
        index.SearchField("for_whom_fr"),
        index.SearchField("for_whom_nl"),
    ]


class CarrierTerritory(Orderable):
    """Where an organisation carries; none named means everywhere."""

    carrier = ParentalKey(Carrier, on_delete=models.CASCADE, related_name="territories")
    territory = models.ForeignKey(
        "hubsite.Territory",
        models.CASCADE,
        related_name="+",
        verbose_name=_("territory"),
    )

    panels = [FieldPanel("territory")]
