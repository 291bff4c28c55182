"""Personal links of one alert (see hubsite.personal_pages).

They hold the key of the address's links, so that all of them are revoked together. Those
of an alert whose address became one with another go on working.
"""

from django.urls import reverse
from django.utils import translation

from hubsite.mail import absolute
from hubsite.personal_pages import identifier_in, is_signed, signed_token

from .links import CONFIRM_SECONDS
from .models import Alert

CONFIRM, STOP = "confirm", "stop"


def _salt(key, purpose):
    return f"newsletter.alert.{purpose}.{key}"


def alert_link(alert, purpose):
    """Return the full address of an alert's own page of this purpose."""
    salt = _salt(alert.subscriber.key, purpose)
    token = signed_token(alert.uuid, salt, timed=purpose == CONFIRM)
    with translation.override(alert.language):
        return absolute(reverse(f"alerts:{purpose}", args=[token]))


def alert_for(token, purpose):
    """Return the Alert that `token` stands for, or None, whatever is wrong."""
    alerts = Alert.objects.select_related("subscriber")
    alert = alerts.filter(uuid=identifier_in(token)).first()
    if alert is None:
        return None
    max_age = CONFIRM_SECONDS if purpose == CONFIRM else None
    known = any(
        is_signed(token, _salt(key, purpose), max_age=max_age)
        for key in _keys(alert.subscriber)
    )
    return alert if known else None


def _keys(subscriber):
    """Yield the keys of the links to an address; the others are seldom asked for."""
    yield subscriber.key
    yield from subscriber.joined.values_list("key", flat=True)
