"""What administrators see of the mail queue and of the worker: read, never change."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from .jobs import JobRun
from .mail import OutgoingEmail
from .row_views import date_column


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Let people look, or do what else is in `actions`, to rows that only code adds."""

    actions = frozenset({"view"})

    def user_has_permission(self, user, action):
        return action in self.actions and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)


class ReadAndErasePolicy(ReadOnlyPolicy):
    actions = frozenset({"view", "delete"})


class ReadAndChangePolicy(ReadOnlyPolicy):
    actions = frozenset({"view", "change"})


register_permission_policy(OutgoingEmail, ReadOnlyPolicy(OutgoingEmail))
register_permission_policy(JobRun, ReadOnlyPolicy(JobRun))


class ReadOnlyViewSet(ModelViewSet):
    """A listing and an inspect view of rows that only code writes."""

    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False


class OutgoingEmailViewSet(ReadOnlyViewSet):
    model = OutgoingEmail
    icon = "mail"
    menu_label = _("Mail queue")
    form_fields = ["state"]
    list_display = [
        "subject",
        "state",
        "attempts",
        "response",
        date_column(OutgoingEmail, "created_at"),
    ]
    list_filter = ["state"]
    inspect_view_fields = ["to", "subject", "state", "response", "due_at", "sent_at"]
    ordering = ["-created_at"]


class JobRunViewSet(ReadOnlyViewSet):
    model = JobRun
    icon = "history"
    menu_label = _("Jobs")
    form_fields = ["name"]
    list_display = [
        "name", "done", "failures", "error", date_column(JobRun, "finished_at"),
    ]  # fmt: skip
    inspect_view_fields = ["name", "started_at", "finished_at", "due_at", "error"]
    ordering = ["name"]


class WorkerGroup(ViewSetGroup):
    menu_label = _("Worker")
    menu_icon = "cogs"
    menu_order = 900
    items = (OutgoingEmailViewSet("mail_queue"), JobRunViewSet("jobs"))


@hooks.register("register_admin_viewset")
def register_worker_group():
    return WorkerGroup()
