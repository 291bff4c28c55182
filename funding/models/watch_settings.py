"""What the hub decides for all its calls, under Settings."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from funding.timeline import CLOSING_SOON_DAYS
from hubsite.cache import remember
from search import collect

LONGEST = 60


@register_setting(icon="date")
class WatchSettings(BaseSiteSetting):
    closing_soon_days = models.PositiveSmallIntegerField(
        _("days during which a call is said to close soon"),
        default=CLOSING_SOON_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
        help_text=_(
            "Counted back from the day of the deadline. It holds at once for every call, "
            "in pages, lists, feeds and alerts."
        ),
    )

    panels = [FieldPanel("closing_soon_days")]

    class Meta:
        verbose_name = _("funding watch")

    def save(self, *args, **kwargs):
        """Save, then tell the search every call's statuses as they are from now on."""
        super().save(*args, **kwargs)
        # After the commit: what every process remembers of the setting ends there too.
        transaction.on_commit(tell_search)


def closing_soon_days():
    """Return the setting's days; no query once they are in the cache."""
    return remember("closing-soon-days", read_closing_soon_days)


def read_closing_soon_days():
    values = WatchSettings.objects.values_list("closing_soon_days", flat=True)
    return values.first() or CLOSING_SOON_DAYS


def tell_search():
    from .call import CallPage

    if not collect.is_deferred():
        collect.refresh(CallPage.objects.values_list("pk", flat=True))
