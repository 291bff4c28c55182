"""What was found on a page, and what is known of an address outside."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Finding(models.TextChoices):
    DEAD_LINK = "dead_link", _("dead link")
    EMPTY_ALT = "empty_alt", _("image without alternative text")
    EMPTY_LINK = "empty_link", _("link without words")
    HEADING_ORDER = "heading_order", _("heading level left out")


class PageCheck(models.Model):
    """The last look at a page; `findings` are [kind, detail] pairs."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="+")
    revision_id = models.PositiveBigIntegerField(null=True)
    checked_at = models.DateTimeField(default=timezone.now)
    findings = models.JSONField(default=list)

    class Meta:
        verbose_name = _("page check")
        verbose_name_plural = _("page checks")

    def __str__(self):
        return f"{self.page_id}: {len(self.findings)}"


class LinkCheck(models.Model):
    """What an address outside the site answered; it is asked once for all pages."""

    url = models.URLField(_("address"), max_length=700, unique=True)
    answer = models.CharField(_("answer"), max_length=120, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    checked_at = models.DateTimeField(_("checked"), default=timezone.now)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")

    def __str__(self):
        return self.url

    @property
    def is_dead(self):
        """One failure may be a bad moment; a clear refusal or a second one is not."""
        return self.failures > 1 or self.answer in ("404", "410")
