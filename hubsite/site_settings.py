"""What the hub says of itself everywhere: edited once, under Settings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from .i18n import InLanguage


@register_setting(icon="home")
class HubSettings(BaseSiteSetting, ClusterableModel):
    name = models.CharField(_("name of the hub"), max_length=80, default="Hub")
    tagline_fr = models.CharField(_("tagline in French"), max_length=120, blank=True)
    tagline_nl = models.CharField(_("tagline in Dutch"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    is_demo = models.BooleanField(_("show the demonstration banner"), default=False)
    moderators_publish_alone = models.BooleanField(
        _("a moderator may publish alone"),
        default=True,
        help_text=_("Off: a second person must approve. Many hubs are one person."),
    )

    tagline = InLanguage()

    class Meta:
        verbose_name = _("hub settings")

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("tagline_fr"), FieldPanel("tagline_nl")]),
                FieldPanel("contact_email"),
                FieldPanel("postal_address"),
            ],
            _("Identity"),
        ),
        InlinePanel("menu_links", heading=_("Menus"), label=_("link")),
        MultiFieldPanel(
            [FieldPanel("is_demo"), FieldPanel("moderators_publish_alone")],
            _("Workings"),
        ),
    ]


class MenuLink(Orderable):
    class Zone(models.TextChoices):
        HEADER = "header", _("header")
        FOOTER = "footer", _("footer")

    settings = ParentalKey(
        HubSettings, on_delete=models.CASCADE, related_name="menu_links"
    )
    zone = models.CharField(
        _("place"), max_length=10, choices=Zone.choices, default=Zone.HEADER
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
        help_text=_("Readers in the other language get its translation."),
    )
    label_fr = models.CharField(
        _("label in French"), max_length=40, blank=True, help_text=_("Else the title.")
    )
    label_nl = models.CharField(_("label in Dutch"), max_length=40, blank=True)

    label = InLanguage()

    panels = [
        FieldRowPanel([FieldPanel("zone"), PageChooserPanel("page")]),
        FieldRowPanel([FieldPanel("label_fr"), FieldPanel("label_nl")]),
    ]
