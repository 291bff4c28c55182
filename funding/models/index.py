"""The funding watch: the list of calls, and who carries joint answers."""

from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import re_path

from funding.kinds import CURRENT
from hubsite.i18n import SOURCE_LANGUAGE
from search.pages import ListPage


class CallIndexPage(ListPage):
    listed_types = ("call",)
    list_facets = (
        "status", "theme", "territory", "audience", "funder", "funder_kind", "kind",
        "amount", "own", "rate", "joint", "month", "published",
    )  # fmt: skip
    list_defaults = MappingProxyType({"status": CURRENT})
    facet_labels = MappingProxyType({"month": _("month of the deadline")})
    default_sort = "due"
    sorts = ("due", "newest", "amount")
    exits = ("atom", "ics", "xlsx", "csv", "json", "commongrants")
    list_template = "funding/call_list.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["funding.CallPage"]

    @re_path(r"^commongrants\.json/?$", name="commongrants")
    def as_common_grants(self, request):
        return self.serve_exit(request, "commongrants")

    class Meta:
        verbose_name = _("funding watch")


def shown_list():
    """Return the list that visitors read in the active language, or None."""
    lists = CallIndexPage.objects.live().public()
    return lists.filter(locale__language_code=get_language()).order_by("path").first()


def call_list():
    """Return the list that new calls go under, in the source language, or None."""
    lists = CallIndexPage.objects.filter(
        locale__language_code=SOURCE_LANGUAGE, alias_of=None
    )
    return lists.order_by("path").first()
