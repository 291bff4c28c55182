"""What readers follow by mail and how many they are: never who."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from hubsite.i18n import current_language, site_languages

from .alert_words import Followed, followed_by
from .alerts import NEVER
from .models import Alert

Rhythm, State = Alert.Rhythm, Alert.State


@dataclass(frozen=True)
class Row:
    """One list, search or page; `followed` is None where it left the site."""

    followed: Followed | None
    followers: int
    daily: int
    weekly: int
    monthly: int

    @property
    def text(self):
        if self.followed:
            return self.followed.text
        return gettext("no longer on the site")

    @property
    def url(self):
        return self.followed.url if self.followed else None


def counts():
    """Return what is followed with its confirmed followers, the most followed first.

    Who paused still follows; an address that no longer works does not. One that follows
    the same twice counts once.
    """
    running = Alert.objects.filter(state__in=(State.ACTIVE, State.PAUSED))
    running = running.exclude(subscriber__status__in=NEVER).order_by()
    people = {
        str(rhythm): Count("subscriber", distinct=True, filter=Q(rhythm=rhythm))
        for rhythm in Rhythm
    }
    what = ("list_key", "item_key", "parameters")
    found = running.values(*what).annotate(
        followers=Count("subscriber", distinct=True), **people
    )
    return found.order_by("-followers", *what)


def in_words(counted):
    """Return the Rows of what `counts` found, in the language of the admin.

    What exists in the other language only is told in that one.
    """
    what = [
        Alert(**{name: row[name] for name in ("list_key", "item_key", "parameters")})
        for row in counted
    ]
    mine = current_language()
    found = followed_by(what, mine)
    for language in site_languages():
        gone = [place for place, one in enumerate(found) if one is None]
        if gone and language != mine:
            others = followed_by([what[place] for place in gone], language)
            for place, other in zip(gone, others, strict=True):
                found[place] = other
    return [
        Row(one, row["followers"], *(row[rhythm] for rhythm in Rhythm))
        for one, row in zip(found, counted, strict=True)
    ]


def may_see(user):
    policy = PagePermissionPolicy()
    return policy.user_has_any_permission(user, ["add", "change", "publish"])


class FollowersReport(ReportView):
    page_title = _("What is followed by e-mail")
    header_icon = "mail"
    index_url_name = "newsletter_followers"
    index_results_url_name = "newsletter_followers_results"
    columns = [
        TitleColumn(
            "text", label=_("list or page"), get_url=lambda row: row.url, width="50%"
        ),
        Column("followers", label=_("followers")),
        Column("daily", label=Rhythm.DAILY.label),
        Column("weekly", label=Rhythm.WEEKLY.label),
        Column("monthly", label=Rhythm.MONTHLY.label),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return counts()

    def paginate_queryset(self, queryset, page_size):
        """Return one page of it, whose rows alone are put in words."""
        *page, rows, has_others = super().paginate_queryset(queryset, page_size)
        return *page, in_words(list(rows)), has_others


class FollowersMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


def menu_item():
    return FollowersMenuItem(
        FollowersReport.page_title,
        reverse("newsletter_followers"),
        icon_name="mail",
        order=120,
    )
