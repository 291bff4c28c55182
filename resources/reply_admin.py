"""Replies in the admin: read them, accept or decline them, see who decided what."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry
from wagtail.permissions import register_permission_policy

from hubsite import attention
from hubsite.mail_admin import ReadAndErasePolicy, ReadOnlyViewSet

from . import replies
from .models import Reply

register_permission_policy(Reply, ReadAndErasePolicy(Reply))


class ReplyIndexView(generic.IndexView):
    def get_edit_url(self, instance):
        return reverse("reply_decision", args=[instance.pk])

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("sheet")


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
    list_display = ["__str__", "sheet", "state", "language", DateColumn("created_at")]
    list_filter = ["state", "language"]
    search_fields = ["name", "organisation", "text"]
    search_backend_name = None
    ordering = ["-created_at"]


class DecisionView(WagtailAdminTemplateMixin, TemplateView):
    """One reply and its history; on POST the decision."""

    template_name = "resources/admin/reply.html"
    page_title = _("Reply to a sheet")
    header_icon = "comment"
    verbs = {"accept": True, "refuse": False}

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("resources.view_reply"):
            raise PermissionDenied
        rows = Reply.objects.select_related("sheet", "decided_by")
        self.reply = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return str(self.reply)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("sheet_replies:index"),
                "label": gettext("Replies to sheets"),
            },
            {"url": "", "label": str(self.reply)},
        ]

    def get_context_data(self, **kwargs):
        state = self.reply.state
        decided = state != Reply.State.PENDING and self.may_decide
        return super().get_context_data(
            reply=self.reply,
            may_accept=decided and state != Reply.State.ACCEPTED,
            may_refuse=decided and state != Reply.State.REFUSED,
            history=registry.get_logs_for_instance(self.reply).select_related("user"),
            **kwargs,
        )

    @property
    def may_decide(self):
        return self.request.user.has_perm("resources.change_reply")

    def post(self, request, pk):
        accept = self.verbs.get(request.POST.get("verb"))
        if accept is None or not self.may_decide:
            raise PermissionDenied
        if replies.decide(self.reply, accept=accept, user=request.user):
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
    rows = list(Reply.objects.waiting().order_by("created_at"))
    yield attention.Attention(
        _("Replies to read"),
        len(rows),
        reverse("sheet_replies:index") + f"?state={Reply.State.RECEIVED}",
        tuple(
            (str(row), reverse("reply_decision", args=[row.pk]))
            for row in rows[: attention.SHOWN]
        ),
    )


attention.register("replies", waiting_replies, order=15)
