"""What an editor sees of each kind of page in the explorer: columns and filters.

A room gives its kinds a viewset of their own in its `wagtail_hooks`.
"""

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet

__all__ = ["Column", "DateColumn", "HubFilterSet", "HubPageViewSet", "StatusFilter"]


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
        pages = queryset.model.objects.defer_streamfields()
        return queryset.filter(
            pk__in=[page.pk for page in pages if page.status == value]
        )


class HubPageViewSet(PageViewSet):
    """A page viewset whose `own_columns` stand between the title and Wagtail's others."""

    own_columns = ()
    fetched = ()

    @cached_property
    def columns(self):
        base = ExplorableIndexView.base_columns
        return [*base[:2], *self.own_columns, *base[2:]]

    @cached_property
    def index_view_class(self):
        return type("IndexView", (HubIndexView,), {"fetched": self.fetched})
