"""Words that found nothing, counted a day, so that editors learn what is missing."""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from .models import SearchLog
from .text import fold, normal

KEPT_DAYS = 180
MOST_A_DAY = 1000
# An address or a number may be a person's: such words are not noted.
_PERSONAL = re.compile(r"@|\d{5}|\d[\d .-]{6}")


@transaction.atomic
def note_nothing_found(query):
    """Count words that found nothing; nothing says who typed them."""
    if query.selected or query.types or _PERSONAL.search(query.q):
        return
    today = timezone.localdate()
    same = {
        "day": today,
        "language": query.language,
        "query": " ".join(map(fold, normal(query.q).split()))[:80],
    }
    if SearchLog.objects.filter(**same).update(count=F("count") + 1):
        return
    if SearchLog.objects.filter(day=today).count() < MOST_A_DAY:
        SearchLog.objects.bulk_create([SearchLog(**same)], ignore_conflicts=True)


def forget_old_words():
    """Erase what was noted long ago; returns how many rows."""
    oldest = timezone.localdate() - timedelta(days=KEPT_DAYS)
    return SearchLog.objects.filter(day__lt=oldest).delete()[0]
