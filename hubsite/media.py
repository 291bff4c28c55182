"""Images and documents that say who made them and what may be done with them."""

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import CollectionViewRestriction

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

    def clean(self):
        # A form that refused the file leaves none here, and has said why.
        if self.file:
            super().clean()


def in_open_collection(path="collection__path"):
    """Return the condition that no visitor is kept from a file's collection, in a query.

    `path` leads to the collection's path from the rows asked for. Of a file in a closed
    collection visitors are told nothing: its name may say what it holds.
    """
    closing = CollectionViewRestriction.objects.annotate(
        inside=ExpressionWrapper(OuterRef(path), CharField())
    )
    return ~Exists(closing.filter(inside__startswith=F("collection__path")))


def open_documents(ids):
    """Return {id: document} of the files that visitors may know of: one query or none."""
    if not ids:
        return {}
    return HubDocument.objects.filter(in_open_collection()).in_bulk(ids)
