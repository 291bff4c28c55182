"""The editors' list of calls."""

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

from .models import CallKind, CallPage, CallStatus


class CallFilterSet(HubFilterSet):
    status = StatusFilter(label=_("Status of the call"), choices=CallStatus.choices)
    kind = django_filters.ChoiceFilter(label=_("call kind"), choices=CallKind.choices)
    deadline_day = django_filters.DateFromToRangeFilter(label=_("deadline"))

    class Meta(HubFilterSet.Meta):
        model = CallPage
        fields = ["funder"]


class CallViewSet(HubPageViewSet):
    model = CallPage
    icon = "calendar-alt"
    filterset_class = CallFilterSet
    fetched = ("funder",)
    own_columns = (
        Column(
            "call_status",
            label=_("Status of the call"),
            accessor=lambda page: page.status.label,
        ),
        DayColumn("deadline_day", label=_("deadline")),
        Column("funder", label=_("funder"), accessor="funder"),
    )


@hooks.register("register_admin_viewset")
def register_viewset():
    return CallViewSet("calls")
