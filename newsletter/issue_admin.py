"""The issues in the admin: how far each one is, a proposal, and lists filled."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from hubsite import attention
from hubsite.i18n import SOURCE_LANGUAGE

from .filling import fill, propose
from .models import Campaign, NewsletterIndexPage, NewsletterIssuePage

FILL = "action-fill"
POSTS = {"data-controller": "w-action", "data-action": "w-action#post"}


def hub_moment(moment):
    """Return a moment to come in words, in the hub's zone whatever the editor's is.

    Wagtail's own column says how long ago things were: of the future, "just now".
    """
    if moment is None:
        return ""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    return date_format(local, "DATETIME_FORMAT")


def sending_state(issue):
    """Return how far the sending of an issue of the listing is, in words."""
    if not issue.sending_state:
        return gettext("draft") if not issue.live else gettext("not sent yet")
    label = str(Campaign.State(issue.sending_state).label)
    if issue.sending_state == Campaign.State.SCHEDULED:
        label = f"{label}: {hub_moment(issue.send_at)}"
    return label


def edit_url(issue):
    return reverse("wagtailadmin_pages:edit", args=[issue.pk])


def originals(pages):
    return pages.filter(locale__language_code=SOURCE_LANGUAGE)


def newsletter():
    """Return the page that holds the originals of all issues, or None."""
    return originals(NewsletterIndexPage.objects).first()


def may_propose(user):
    index = newsletter()
    return index and index.permissions_for_user(user).can_add_subpage()


class IssueIndexView(IndexView):
    """The originals of all issues, the newest first, with how far each one is."""

    default_ordering = "-latest_revision_created_at"

    def get_base_queryset(self):
        sendings = Campaign.objects.filter(issue=OuterRef("pk"))
        last = sendings.exclude(state=Campaign.State.CANCELLED)
        return originals(super().get_base_queryset()).annotate(
            sending_state=Subquery(last.values("state")[:1]),
            send_at=Subquery(last.values("send_at")[:1]),
        )

    @property
    def header_buttons(self):
        if not may_propose(self.request.user):
            return super().header_buttons
        address = {"data-w-action-url-value": reverse("newsletter_propose")}
        button = HeaderButton(
            gettext("Propose an issue"), icon_name="mail", attrs={**POSTS, **address}
        )
        return [*super().header_buttons, button]


class IssueMenuItem(MenuItem):
    def is_shown(self, request):
        policy = policy_registry.get_by_type(NewsletterIndexPage)
        mine = policy.instances_user_has_any_permission_for(
            request.user, IssueIndexView.any_permission_required
        )
        return originals(mine.type(NewsletterIndexPage)).exists()


class IssueViewSet(PageListingViewSet):
    model = NewsletterIssuePage
    index_view_class = IssueIndexView
    icon = "mail"
    menu_label = _("Issues")
    menu_item_class = IssueMenuItem
    columns = [
        # The buttons that Wagtail sets beside a title cost queries for each row.
        TitleColumn("title", label=_("title"), sort_key="title", get_url=edit_url),
        Column("number", label=_("number"), sort_key="number"),
        Column("sending", label=_("Sending"), accessor=sending_state),
        DateColumn(
            "latest_revision_created_at",
            label=_("changed on"),
            sort_key="latest_revision_created_at",
        ),
        PageStatusColumn("status", label=_("status"), sort_key="live"),
    ]


@require_POST
def propose_issue(request):
    """Make a draft of all that happened since the last issue, and open it."""
    if not may_propose(request.user):
        raise PermissionDenied
    issue = propose(newsletter(), request.user)
    if issue.sections.raw_data:
        messages.success(request, gettext("Here is a proposal: reorder, drop, write."))
    else:
        messages.info(request, gettext("Nothing has happened since the last issue."))
    return redirect(edit_url(issue))


class FillMenuItem(ActionMenuItem):
    """Save the draft and fill its empty lists."""

    name = FILL
    label = _("Save and fill the empty lists")
    icon_name = "list-ul"

    def is_shown(self, context):
        page = context.get("page")
        return super().is_shown(context) and isinstance(page, NewsletterIssuePage)


def fill_saved(request, page):
    """Fill the lists of an issue just saved by that button; lead back to it."""
    if FILL not in request.POST or not isinstance(page, NewsletterIssuePage):
        return None
    draft = page.get_latest_revision_as_object()
    filled = fill(draft)
    draft.save_revision(user=request.user, log_action=True)
    text = ngettext(
        "%(number)d page was put in the lists.",
        "%(number)d pages were put in the lists.",
        filled,
    )
    messages.info(request, capfirst(text % {"number": filled}))
    return redirect(edit_url(page))


def sendings_to_attend():
    """Sendings that wait for a second person, and those that stopped by themselves."""
    rows = Campaign.objects.select_related("issue").order_by("pk")
    listing = reverse("campaigns:index")
    for label, state, found in (
        (_("Sendings to approve"), Campaign.State.REVIEW, rows),
        (
            _("Sendings that paused by themselves"),
            Campaign.State.PAUSED,
            rows.filter(has_stopped_itself=True),
        ),
    ):
        yield attention.of_rows(
            str(label),
            found.filter(state=state),
            "newsletter_campaign",
            f"{listing}?state={state}",
        )


attention.register("sendings", sendings_to_attend, order=12)
