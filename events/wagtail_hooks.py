"""The editors' list of events."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from hubsite.listings import (
    Column,
    DayColumn,
    HubFilterSet,
    HubPageViewSet,
    StatusFilter,
)
from hubsite.vocabularies import Modality

from .models import EventKind, EventPage, EventStatus


class EventFilterSet(HubFilterSet):
    status = StatusFilter(label=_("Status of the event"), choices=EventStatus.choices)
    kind = django_filters.ChoiceFilter(label=_("event kind"), choices=EventKind.choices)
    modality = django_filters.ChoiceFilter(
        label=_("modality"), choices=Modality.choices
    )
    starts_at = django_filters.DateFromToRangeFilter(label=_("start"))

    class Meta(HubFilterSet.Meta):
        model = EventPage


class EventViewSet(HubPageViewSet):
    model = EventPage
    icon = "calendar"
    filterset_class = EventFilterSet
    own_columns = (
        Column(
            "event_status",
            label=_("Status of the event"),
            accessor=lambda page: page.status.label,
        ),
        DayColumn("starts_at", label=_("start")),
        Column("town", label=_("town or city"), sort_key="town"),
    )


@hooks.register("register_admin_viewset")
def register_viewset():
    return EventViewSet("events")
