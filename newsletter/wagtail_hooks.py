"""The newsletter in the admin: subscribers, sendings, and the button that sends."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets import Button
from wagtail.permissions import register_permission_policy

from hubsite.mail_admin import ReadAndErasePolicy, ReadOnlyPolicy, ReadOnlyViewSet
from hubsite.row_views import RowIndexView, date_column

from . import admin_views, followers_report, issue_admin
from .figures_view import FiguresView
from .import_admin import LookView, UploadView
from .models import BounceEvent, Campaign, NewsletterIssuePage, Subscriber
from .subscriber_admin import SubscriberViewSet

register_permission_policy(Subscriber, ReadAndErasePolicy(Subscriber))
register_permission_policy(Campaign, ReadOnlyPolicy(Campaign))
register_permission_policy(BounceEvent, ReadOnlyPolicy(BounceEvent))


class CampaignIndexView(RowIndexView):
    leads_to = "newsletter_campaign"


SEND_AT = Column(
    "send_at",
    label=_("to be sent from"),
    accessor=lambda campaign: issue_admin.hub_moment(campaign.send_at),
    sort_key="send_at",
)


class CampaignViewSet(ReadOnlyViewSet):
    model = Campaign
    icon = "mail"
    index_view_class = CampaignIndexView
    inspect_view_enabled = False
    form_fields = ["state"]
    list_display = [
        "__str__", "state", SEND_AT, date_column(Campaign, "created_at"),
    ]  # fmt: skip
    list_filter = ["state"]
    ordering = ["-created_at"]


class BounceEventViewSet(ReadOnlyViewSet):
    """Mails that came back, and complaints: who told what, and of which sending."""

    model = BounceEvent
    icon = "warning"
    menu_label = _("Bounces and complaints")
    form_fields = ["kind"]
    inspect_view_enabled = False
    list_display = ["kind", "subscriber", "campaign", "provider", "detail", "at"]
    list_filter = ["kind", "provider", "campaign"]
    list_export = ["kind", "campaign", "provider", "detail", "at"]
    ordering = ["-at"]


class NewsletterGroup(ViewSetGroup):
    menu_label = _("Newsletter")
    menu_icon = "mail"
    menu_order = 250
    items = (
        issue_admin.IssueViewSet("newsletter_issues"),
        SubscriberViewSet("subscribers"),
        CampaignViewSet("campaigns"),
        BounceEventViewSet("bounces"),
    )


@hooks.register("register_admin_viewset")
def register_newsletter_group():
    return NewsletterGroup()


@hooks.register("register_admin_urls")
def register_sending_urls():
    return [
        path("newsletter/import/", UploadView.as_view(), name="newsletter_import"),
        path(
            "newsletter/import/<int:pk>/",
            LookView.as_view(),
            name="newsletter_import_look",
        ),
        path("newsletter/figures/", FiguresView.as_view(), name="newsletter_figures"),
        path(
            "newsletter/propose/",
            issue_admin.propose_issue,
            name="newsletter_propose",
        ),
        path(
            "newsletter/issue/<int:pk>/send/",
            admin_views.SendView.as_view(),
            name="newsletter_send",
        ),
        path(
            "newsletter/issue/<int:pk>/test/",
            admin_views.send_test,
            name="newsletter_test",
        ),
        path(
            "newsletter/issue/<int:pk>/preview/",
            admin_views.preview,
            name="newsletter_preview",
        ),
        path(
            "newsletter/campaign/<int:pk>/",
            admin_views.CampaignView.as_view(),
            name="newsletter_campaign",
        ),
    ]


@hooks.register("register_admin_urls")
def register_report_urls():
    view = followers_report.FollowersReport
    return [
        path("reports/followers/", view.as_view(), name="newsletter_followers"),
        path(
            "reports/followers/results/",
            view.as_view(results_only=True),
            name="newsletter_followers_results",
        ),
    ]


def _send_button(page, user):
    if isinstance(page.specific, NewsletterIssuePage) and admin_views.may_send(user):
        yield Button(
            _("Send by e-mail"),
            reverse("newsletter_send", args=[page.pk]),
            icon_name="mail",
            priority=5,
        )


@hooks.register("register_page_header_buttons")
def issue_header_button(page, user, view_name, next_url=None):
    yield from _send_button(page, user)


@hooks.register("register_page_listing_more_buttons")
def issue_listing_button(page, user, next_url=None):
    yield from _send_button(page, user)


@hooks.register("register_page_action_menu_item")
def fill_menu_item():
    return issue_admin.FillMenuItem(order=15)


hooks.register("after_edit_page", issue_admin.fill_saved)
hooks.register("register_reports_menu_item", followers_report.menu_item)
