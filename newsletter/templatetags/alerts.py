"""The alerts of a person, for the page of preferences."""

from django import template
from django.utils.translation import get_language, gettext

from newsletter.alert_words import followed_by
from newsletter.models import Alert

register = template.Library()


@register.simple_tag
def alerts_of(subscriber):
    """Return (alert, Followed or None) of each alert of a subscriber, in words."""
    alerts = list(Alert.objects.filter(subscriber=subscriber))
    return list(zip(alerts, followed_by(alerts, get_language()), strict=True))


@register.simple_tag(takes_context=True)
def alert_done(context):
    """Return what was just done to an alert, as the address says, or nothing."""
    return {
        "pause": gettext("The alert is paused."),
        "resume": gettext("The alert is running."),
        "delete": gettext("The alert is deleted."),
        "change": gettext("The alert is changed."),
    }.get(context["request"].GET.get("done"), "")
