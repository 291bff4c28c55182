"""The alerts of a person, for the page of preferences."""

from django import template
from django.urls import reverse
from django.utils.translation import get_language, gettext

from newsletter.alert_words import followed_by
from newsletter.links import STOP_ALERTS, token_for
from newsletter.models import Alert

register = template.Library()


@register.simple_tag
def alerts_of(subscriber):
    """Return (alert, Followed or None) of each alert of a subscriber, in words."""
    alerts = list(Alert.objects.filter(subscriber=subscriber))
    return list(zip(alerts, followed_by(alerts, get_language()), strict=True))


@register.simple_tag
def running_among(followed_alerts):
    """Return how many of what `alerts_of` returned may still send, or may again."""
    return sum(alert.state != Alert.State.STOPPED for alert, _what in followed_alerts)


@register.simple_tag(takes_context=True)
def alert_done(context):
    """Return what was just done to an alert, as the address says, or nothing."""
    return {
        "pause": gettext("The alert is paused."),
        "resume": gettext("The alert is running."),
        "delete": gettext("The alert is deleted."),
        "change": gettext("The alert is changed."),
    }.get(context["request"].GET.get("done"), "")


@register.simple_tag
def stop_all_url(subscriber):
    """Return the path that, by POST, stops every alert of a subscriber."""
    return reverse("newsletter:stop_alerts", args=[token_for(subscriber, STOP_ALERTS)])
