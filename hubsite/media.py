"""Images and documents that say who made them and what may be done with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .licences import licence_choices
from .vocabularies import MaterialLanguage


class Credited(models.Model):
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=30,
        blank=True,
        choices=licence_choices,
        help_text=_("Without a licence all rights are reserved."),
    )

    class Meta:
        abstract = True


class HubImage(Credited, AbstractImage):
    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class HubRendition(AbstractRendition):
    image = models.ForeignKey(HubImage, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class HubDocument(Credited, AbstractDocument):
    language = models.CharField(
        _("language"), max_length=5, blank=True, choices=MaterialLanguage.choices
    )

    admin_form_fields = (*Document.admin_form_fields, "language", "credit", "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
