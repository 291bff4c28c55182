"""Lists of addresses that came from elsewhere, and what was made of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SubscriberImport(models.Model):
    """A file of people who agreed elsewhere to receive the newsletter.

    `rows` are its cells, the header first: kept until it is imported, a day at most.
    `columns` maps what we know of a person to a column; `counts` is what came of it.
    """

    file_name = models.CharField(_("file"), max_length=120)
    source = models.CharField(
        _("source of the consent"),
        max_length=250,
        help_text=_(
            "Where and when these people agreed to receive the newsletter. It is kept "
            "with each of them as the proof."
        ),
    )
    language = models.CharField(
        _("language where the file names none"),
        max_length=5,
        choices=settings.LANGUAGES,
    )
    rows = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("uploaded on"), auto_now_add=True)
    imported_at = models.DateTimeField(_("imported on"), null=True)

    class Meta:
        verbose_name = _("import of subscribers")
        verbose_name_plural = _("imports of subscribers")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name
