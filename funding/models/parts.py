"""What a call is made of besides its dates: rows that belong to its page."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from hubsite.fields import LinkField
from hubsite.i18n import InLanguage


class CallFunder(Orderable):
    """An organisation that pays beside the call's first funder."""

    page = ParentalKey(
        "funding.CallPage", on_delete=models.CASCADE, related_name="co_funders"
    )
    organisation = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("funder"),
    )

    panels = [FieldPanel("organisation")]


class CallCarrier(Orderable):
    """A carrying organisation that can answer this call for a group."""

    page = ParentalKey(
        "funding.CallPage", on_delete=models.CASCADE, related_name="carriers"
    )
    carrier = models.ForeignKey(
        "funding.Carrier",
        models.CASCADE,
        related_name="calls",
        verbose_name=_("carrying organisation (joint grant)"),
    )

    panels = [FieldPanel("carrier")]


class CallDocument(Orderable):
    """A paper of the call: its rules, a form to fill in; kept here or elsewhere."""

    page = ParentalKey(
        "funding.CallPage", on_delete=models.CASCADE, related_name="documents"
    )
    document = models.ForeignKey(
        "hubsite.HubDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )
    url = LinkField(_("address"), blank=True)
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_nl = models.CharField(_("title in Dutch"), max_length=160)

    title = InLanguage()

    panels = [
        FieldRowPanel([FieldPanel("document"), FieldPanel("url")]),
        FieldRowPanel([FieldPanel("title_fr"), FieldPanel("title_nl")]),
    ]

    def clean(self):
        super().clean()
        if bool(self.document_id) == bool(self.url):
            raise ValidationError({"url": _("Give a file or an address: one of them.")})

    @property
    def address(self):
        return self.document.url if self.document_id else self.url


class Laureate(Orderable):
    """A project that was chosen, and the meeting where it is told (R4.15)."""

    page = ParentalKey(
        "funding.CallPage", on_delete=models.CASCADE, related_name="laureates"
    )
    name = models.CharField(
        _("organisation"),
        max_length=160,
        help_text=_("As the funder published it: an organisation, never a person."),
    )
    project_fr = models.CharField(_("project in French"), max_length=300)
    project_nl = models.CharField(_("project in Dutch"), max_length=300)
    territory = models.ForeignKey(
        "hubsite.Territory",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    amount = models.PositiveIntegerField(
        _("amount granted"), null=True, blank=True, help_text=_("In euros.")
    )
    event = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("event where it is told"),
    )

    project = InLanguage()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("territory")]),
        FieldRowPanel([FieldPanel("project_fr"), FieldPanel("project_nl")]),
        FieldRowPanel(
            [FieldPanel("amount"), PageChooserPanel("event", "events.EventPage")]
        ),
    ]
