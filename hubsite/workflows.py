"""Approval by a second person, where the hub's settings ask for one."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import AbstractGroupApprovalTask, Site

from .site_settings import HubSettings


def moderators_publish_alone():
    """Tell whether one person may write and publish, as in many hubs there is but one."""
    site = Site.objects.filter(is_default_site=True).first()
    return site is None or HubSettings.for_site(site).moderators_publish_alone


def needs_second_person(user):
    return not (user.is_superuser or moderators_publish_alone())


class ApprovalTask(AbstractGroupApprovalTask):
    """Approval by a group; by someone other than the author where settings ask so."""

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    @classmethod
    def get_description(cls):
        return _("Members of the chosen groups approve, but not what they submitted.")

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        if self.is_own_submission(obj, user):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state, user, action_name, **kwargs):
        obj = task_state.workflow_state.content_object
        if action_name == "approve" and self.is_own_submission(obj, user):
            # Only the editor offers it, to who changes the page at the same time: the
            # change is kept, and `say_who_approves` tells why the page is not published.
            return None
        return super().on_action(task_state, user, action_name, **kwargs)

    def is_own_submission(self, obj, user):
        """Tell whether this user asked for the approval, or wrote what is to approve."""
        state = obj.current_workflow_state
        if state is None or not needs_second_person(user):
            return False
        revision = obj.get_latest_revision()
        return user.pk in (state.requested_by_id, revision and revision.user_id)


@hooks.register("construct_page_action_menu")
def hide_direct_publication(menu_items, request, context):
    """Offer submission instead of publication where a second person must approve."""
    if needs_second_person(request.user):
        menu_items[:] = [i for i in menu_items if i.name != "action-publish"]


@hooks.register("before_publish_page")
def keep_as_draft(request, page):
    """Save a draft of what a single person tried to publish."""
    if not needs_second_person(request.user):
        return None
    messages.error(
        request, gettext("A second person must approve: submit the page for approval.")
    )
    if page.pk is None:
        return redirect("wagtailadmin_explore_root")
    page.save_revision(user=request.user, log_action=True)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_edit_page")
def say_who_approves(request, page):
    """Tell a person who changed a page while approving it that another must look."""
    if (
        request.POST.get("workflow-action-name") == "approve"
        and page.workflow_in_progress
        and needs_second_person(request.user)
    ):
        messages.warning(
            request,
            gettext(
                "Your changes are saved. Another person must approve them before the "
                "page is published."
            ),
        )


@hooks.register("before_bulk_action")
def no_bulk_publication_alone(request, action_type, objects, action):
    """Leave out of a bulk publication what nobody else has seen."""
    if action_type != "publish" or request.method != "POST":
        return
    if needs_second_person(request.user):
        objects.clear()
        messages.error(
            request, gettext("A second person must approve: publish one by one.")
        )
