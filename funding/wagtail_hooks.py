"""The editors' list of calls, and the carrying organisations."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from hubsite.listings import (
    Column,
    DayColumn,
    HubFilterSet,
    HubPageViewSet,
    StatusFilter,
)
from hubsite.snippet_viewsets import HubSnippetViewSet

from . import suggestion_admin
from .connectors import admin as connectors_admin
from .kinds import CallKind, CallStatus
from .models import CallPage, Carrier
from .partners import admin as partners_admin

# Imported for the hooks they register.
__all__ = ["connectors_admin", "partners_admin", "suggestion_admin"]


class DeadlineFilter(django_filters.DateFromToRangeFilter):
    """Calls with a round that closes in these days."""

    def filter(self, queryset, value):
        return super().filter(queryset, value).distinct() if value else queryset


class CallFilterSet(HubFilterSet):
    status = StatusFilter(label=_("Status of the call"), choices=CallStatus.choices)
    kind = django_filters.ChoiceFilter(label=_("call kind"), choices=CallKind.choices)
    deadline = DeadlineFilter("rounds__deadline_on", label=_("deadline"))

    class Meta(HubFilterSet.Meta):
        model = CallPage
        fields = ["funder"]


class CallViewSet(HubPageViewSet):
    model = CallPage
    icon = "calendar-alt"
    filterset_class = CallFilterSet
    fetched = ("funder", "rounds")
    own_columns = (
        Column(
            "call_status",
            label=_("Status of the call"),
            accessor=lambda page: page.status.label,
        ),
        DayColumn("deadline", is_stored=False, label=_("deadline")),
        Column("funder", label=_("funder"), accessor="funder"),
    )


@hooks.register("register_admin_viewset")
def register_viewset():
    return CallViewSet("calls")


class CarrierViewSet(HubSnippetViewSet):
    model = Carrier
    icon = "group"
    menu_label = _("Carrying organisations")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["organisation", "is_active", "contact"]
    list_filter = ["is_active"]
    list_select_related = ["organisation"]


register_snippet(CarrierViewSet)
