"""What editors do for search: synonyms, and the words that found nothing."""

from django.db.models import Max, Sum
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.snippets.models import register_snippet

from hubsite.attention import Attention
from hubsite.attention import register as register_attention
from hubsite.snippet_viewsets import HubSnippetViewSet

from .models import SearchLog, SearchSynonym


@register_snippet
class SearchSynonymViewSet(HubSnippetViewSet):
    model = SearchSynonym
    icon = "resubmit"
    menu_label = _("Search synonyms")
    list_display = ["__str__"]


class NothingFoundReport(ReportView):
    """Words that found nothing, the most frequent first."""

    page_title = _("Searches without result")
    header_icon = "search"
    index_url_name = "search_nothing_found"
    index_results_url_name = "search_nothing_found_results"
    columns = [
        Column("query", label=_("words")),
        Column("language", label=_("language")),
        Column("times", label=_("times")),
        Column("last_day", label=_("last time")),
    ]
    list_export = ["query", "language", "times", "last_day"]
    export_headings = {
        "query": _("words"),
        "language": _("language"),
        "times": _("times"),
        "last_day": _("last time"),
    }

    def get_queryset(self):
        return (
            SearchLog.objects.order_by()
            .values("query", "language")
            .annotate(times=Sum("count"), last_day=Max("day"))
            .order_by("-times", "-last_day", "query")
        )


@hooks.register("register_admin_urls")
def report_urls():
    view = NothingFoundReport
    return [
        path("reports/nothing-found/", view.as_view(), name="search_nothing_found"),
        path(
            "reports/nothing-found/results/",
            view.as_view(results_only=True),
            name="search_nothing_found_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def report_menu_item():
    return MenuItem(
        _("Searches without result"),
        reverse("search_nothing_found"),
        icon_name="search",
        order=900,
    )


def searches_without_result():
    """The words that found nothing, for the panel of what needs attention."""
    words = list(
        SearchLog.objects.order_by()
        .values("query")
        .annotate(times=Sum("count"))
        .order_by("-times", "query")
        .values_list("query", flat=True)[:50]
    )
    yield Attention(
        gettext("Searches without result"),
        len(words),
        reverse("search_nothing_found"),
        tuple((word, "") for word in words[:5]),
    )


register_attention("searches", searches_without_result, order=60)
