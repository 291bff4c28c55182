"""The page that lists: one query object, many exits (page, JSON, CSV, feed, calendar)."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import RichTextField

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.i18n import current_language
from hubsite.pages import BasePage

from .query import SearchQuery


class ListPage(RoutablePageMixin, BasePage):
    """A list of every visible page of one kind, whatever its place in the tree.

    `listed_types` are the search types it lists; `list_facets` the filters it offers, in
    order; `list_defaults` the codes it opens with (see SearchQuery); `default_sort` a code
    of `search.facets.SORTS`, and `sorts` those it offers; `facet_labels` what it calls a
    facet otherwise than its usual name; `exits` its other forms, `dump_name` the last part of
    the address of everything there is, where the section offers it.
    """

    listed_types: tuple[str, ...] = ()
    list_facets: tuple[str, ...] = ()
    list_defaults: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    facet_labels: Mapping[str, str] = MappingProxyType({})
    default_sort = "newest"
    sorts: tuple[str, ...] = ("newest",)
    exits: tuple[str, ...] = ("atom", "xlsx", "csv", "json")
    dump_name = ""
    list_template = "search/list.html"
    max_count_per_parent = 1

    intro = RichTextField(_("introduction"), features=PLAIN_RICH_TEXT, blank=True)

    class Meta:
        abstract = True

    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    def serve_exit(self, request, exit_name):
        """Answer with this list in the form `exit_name` ("page", "json", …)."""
        from .views import list_response

        return list_response(
            request, exit_name, self.read_query(request.GET), page=self
        )

    def read_query(self, GET):
        """Return the SearchQuery that an address of this list asks for."""
        return SearchQuery.from_request(
            GET,
            language=current_language(),
            types=self.listed_types,
            facets=self.list_facets,
            default_sort=self.default_sort,
            defaults=self.list_defaults,
        )

    @path("")
    def as_page(self, request):
        return self.serve_exit(request, "page")

    @re_path(r"^results\.json/?$", name="json")
    def as_json(self, request):
        return self.serve_exit(request, "json")

    @re_path(r"^results\.csv/?$", name="csv")
    def as_csv(self, request):
        return self.serve_exit(request, "csv")

    @re_path(r"^results\.xlsx/?$", name="xlsx")
    def as_workbook(self, request):
        return self.serve_exit(request, "xlsx")

    @re_path(r"^feed\.atom/?$", name="atom")
    def as_feed(self, request):
        return self.serve_exit(request, "atom")

    @re_path(r"^calendar\.ics/?$", name="ics")
    def as_calendar(self, request):
        return self.serve_exit(request, "ics")
