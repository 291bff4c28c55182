"""The editors' list of news."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from hubsite.listings import Column, DayColumn, HubFilterSet, HubPageViewSet

from .models import NewsPage


class NewsFilterSet(HubFilterSet):
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=NewsPage.Kind.choices)
    content_date = django_filters.DateFromToRangeFilter(label=_("date of the content"))

    class Meta(HubFilterSet.Meta):
        model = NewsPage
        fields = ["author"]


class NewsViewSet(HubPageViewSet):
    model = NewsPage
    icon = "doc-full-inverse"
    filterset_class = NewsFilterSet
    fetched = ("author",)
    own_columns = (
        DayColumn("content_date", label=_("date of the content")),
        Column("author", label=_("author"), accessor="author"),
    )


@hooks.register("register_admin_viewset")
def register_viewset():
    return NewsViewSet("news")
