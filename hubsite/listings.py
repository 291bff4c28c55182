"""What an editor sees of each kind of page in the explorer: columns and filters.

A room gives its kinds a viewset of their own in its `wagtail_hooks`.
"""

import django_filters
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet

__all__ = ["Column", "DayColumn", "HubFilterSet", "HubPageViewSet", "StatusFilter"]


class DayColumn(Column):
    """A day, past or to come; Wagtail's own column says how long ago things were."""

    def __init__(self, name, *, is_stored=True, **kwargs):
        sort_key = name if is_stored else None
        super().__init__(name, sort_key=sort_key, width="10%", **kwargs)

    def get_value(self, instance):
        value = getattr(instance, self.name)
        if value is None:
            return ""
        if hasattr(value, "tzinfo") and is_aware(value):
            value = localtime(value)
        return date_format(value, "SHORT_DATE_FORMAT")


class HubIndexView(ExplorableIndexView):
    """The explorer's list with what its columns need fetched for all rows at once."""

    fetched = ()

    def annotate_queryset(self, pages):
        return super().annotate_queryset(pages).prefetch_related(*self.fetched)


class HubFilterSet(PageFilterSet):
    review_by = django_filters.DateFromToRangeFilter(label=_("Review by"))

    class Meta(PageFilterSet.Meta):
        fields = []


class StatusFilter(django_filters.ChoiceFilter):
    """A filter on the computed status: asked of each page, in one query."""

    def filter(self, queryset, value):
        if not value:
            return queryset
        reads = queryset.model.search_reads
        pages = queryset.model.objects.defer_streamfields().prefetch_related(*reads)
        return queryset.filter(
            pk__in=[page.pk for page in pages if page.status == value]
        )


class HubPageViewSet(PageViewSet):
    """A page viewset whose `own_columns` stand between the title and Wagtail's others."""

    own_columns = ()
    fetched = ()

    @cached_property
    def columns(self):
        base = [c for c in ExplorableIndexView.base_columns if c.name != "type"]
        return [*base[:2], *self.own_columns, *base[2:]]

    @cached_property
    def index_view_class(self):
        return type("IndexView", (HubIndexView,), {"fetched": self.fetched})
