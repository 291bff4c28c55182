"""The funding watch: the list of calls, and who carries joint answers."""

from django.utils.translation import gettext_lazy as _

from hubsite.i18n import SOURCE_LANGUAGE
from search.pages import ListPage


class CallIndexPage(ListPage):
    listed_types = ("call",)
    list_facets = (
        "status", "kind", "funder", "amount", "audience", "theme", "territory", "joint",
        "month", "tag",
    )  # fmt: skip
    default_sort = "due"
    has_calendar = True
    list_template = "funding/call_list.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["funding.CallPage"]

    class Meta:
        verbose_name = _("funding watch")


def call_list():
    """Return the list that new calls go under, in the source language, or None."""
    lists = CallIndexPage.objects.filter(
        locale__language_code=SOURCE_LANGUAGE, alias_of=None
    )
    return lists.order_by("path").first()
