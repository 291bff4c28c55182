"""Replies in the admin: read them, accept or decline them, see who decided what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import registry
from wagtail.permissions import register_permission_policy

from hubsite import attention
from hubsite.mail_admin import ReadAndErasePolicy, ReadOnlyViewSet
from hubsite.row_views import RowIndexView, RowView, date_column

from . import replies
from .models import Reply

register_permission_policy(Reply, ReadAndErasePolicy(Reply))


class ReplyIndexView(RowIndexView):
    leads_to, fetched = "reply_decision", ("sheet",)


class ReplyViewSet(ReadOnlyViewSet):
    """What visitors wrote stays as they wrote it; an editor shows it or not."""

    model = Reply
    icon = "comment"
    menu_label = _("Replies to sheets")
    menu_order = 240
    add_to_admin_menu = True
    index_view_class = ReplyIndexView
    inspect_view_enabled = False
    form_fields = ["state"]
    list_display = [
        "__str__", "sheet", "state", "language", date_column(Reply, "created_at"),
    ]  # fmt: skip
    list_filter = ["state", "language"]
    search_fields = ["name", "organisation", "text"]
    search_backend_name = None
    ordering = ["-created_at"]


class DecisionView(RowView):
    """One reply and its history; on POST the decision."""

    template_name = "resources/admin/reply.html"
    page_title = _("Reply to a sheet")
    header_icon = "comment"
    model, fetched = Reply, ("sheet", "decided_by")
    listing, listing_title = "sheet_replies", _("Replies to sheets")
    verbs = {"accept": True, "refuse": False}

    def get_context_data(self, **kwargs):
        state = self.row.state
        decided = state != Reply.State.PENDING and self.may("change")
        return super().get_context_data(
            reply=self.row,
            may_accept=decided and state != Reply.State.ACCEPTED,
            may_refuse=decided and state != Reply.State.REFUSED,
            history=registry.get_logs_for_instance(self.row).select_related("user"),
            **kwargs,
        )

    def post(self, request, pk):
        accept = self.verbs.get(request.POST.get("verb"))
        if accept is None or not self.may("change"):
            raise PermissionDenied
        if replies.decide(self.row, accept=accept, user=request.user):
            messages.success(request, gettext("The author is told by e-mail."))
        else:
            messages.warning(request, gettext("That was decided already."))
        return redirect("reply_decision", pk=pk)


@hooks.register("register_admin_viewset")
def register_replies():
    return ReplyViewSet("sheet_replies")


@hooks.register("register_admin_urls")
def register_decision_url():
    address = "sheet-replies/<int:pk>/decision/"
    return [path(address, DecisionView.as_view(), name="reply_decision")]


@hooks.register("register_log_actions")
def register_decisions(actions):
    actions.register_action(
        "resources.reply.accept", _("Accept a reply"), _("Reply accepted")
    )
    actions.register_action(
        "resources.reply.refuse", _("Decline a reply"), _("Reply declined")
    )


def waiting_replies():
    """Replies that people confirmed and no editor has read."""
    yield attention.of_rows(
        _("Replies to read"),
        Reply.objects.waiting().order_by("created_at"),
        "reply_decision",
        reverse("sheet_replies:index") + f"?state={Reply.State.RECEIVED}",
    )


attention.register("replies", waiting_replies, order=15)
