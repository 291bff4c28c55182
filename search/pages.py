"""The page that lists: one query object, many exits (page, JSON, CSV, feed, calendar)."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import RichTextField

from hubsite.blocks import PLAIN_RICH_TEXT
from hubsite.pages import BasePage


class ListPage(RoutablePageMixin, BasePage):
    """A list of every visible page of one kind, whatever its place in the tree.

    `listed_types` are the search types it lists; `list_facets` the filters it offers, in
    order; `default_sort` a code of `search.query.SORTS`; `dump_name` the last part of
    the address of everything there is, where the section offers it.
    """

    listed_types: tuple[str, ...] = ()
    list_facets: tuple[str, ...] = ()
    default_sort = "newest"
    has_calendar = False
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
            request,
            exit_name,
            page=self,
            types=self.listed_types,
            facets=self.list_facets,
            default_sort=self.default_sort,
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

    @re_path(r"^feed\.atom/?$", name="atom")
    def as_feed(self, request):
        return self.serve_exit(request, "atom")

    @re_path(r"^calendar\.ics/?$", name="ics")
    def as_calendar(self, request):
        return self.serve_exit(request, "ics")
