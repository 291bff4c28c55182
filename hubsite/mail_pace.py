"""How fast the relay may be given mails, whichever worker gives them."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone


class MailPace(models.Model):
    """One row: the moment from which the next mail may go."""

    next_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.next_at)


def seconds_between():
    """Return the seconds from one mail to the next that the settings ask for, or 0.

    A limit an hour is spread over the hour: a relay that counts never sees more.
    """
    second, hour = settings.MAIL_PER_SECOND, settings.MAIL_PER_HOUR
    return max(1 / second if second else 0, 3600 / hour if hour else 0)


def take_turn(longest=None):
    """Take the next free moment and return how many seconds away it is, 0 without a limit.

    Returns None, and takes nothing, if it is more than `longest` seconds away.
    """
    step = timedelta(seconds=seconds_between())
    while step:
        now = timezone.now()
        pace, _created = MailPace.objects.get_or_create(pk=1)
        turn = max(pace.next_at, now)
        wait = (turn - now).total_seconds()
        if longest is not None and wait > longest:
            return None
        # Another worker may have been quicker: then the moment is no longer free.
        free = MailPace.objects.filter(pk=1, next_at=pace.next_at)
        if free.update(next_at=turn + step):
            return wait
    return 0
