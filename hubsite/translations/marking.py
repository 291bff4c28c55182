"""The editor's word that a freely translated page follows its French source again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.log_actions import log
from wagtail.models import Page

from .following import enabled_translation, mark_up_to_date
from .history import MARKED
from .states import stale_since


def can_be_marked(page):
    """Tell whether this is a free translation that its source has left behind."""
    return (
        hasattr(page, "translated_from")
        and enabled_translation(page) is None
        and stale_since(page) is not None
    )


@require_POST
def mark(request, page_id):
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if can_be_marked(page):
        mark_up_to_date(page)
        log(page, MARKED, user=request.user)
        messages.success(request, gettext("The translation is marked as up to date."))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("register_admin_urls")
def marking_urls():
    return [path("pages/<int:page_id>/up-to-date/", mark, name="mark_up_to_date")]


class MarkMenuItem(ActionMenuItem):
    """A button of the page's own form: it posts elsewhere and saves nothing."""

    name = "action-mark-up-to-date"
    label = _("Mark translation as up to date")
    icon_name = "check"
    template_name = "hubsite/admin/mark_up_to_date.html"

    def is_shown(self, context):
        return (
            context["view"] == "edit"
            and context["page"]
            .permissions_for_user(context["request"].user)
            .can_publish()
            and can_be_marked(context["page"])
        )

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["mark_url"] = reverse("mark_up_to_date", args=[context["page"].pk])
        return context


@hooks.register("register_page_action_menu_item")
def mark_menu_item():
    return MarkMenuItem(order=5)


@hooks.register("before_edit_page")
def say_that_it_is_behind(request, page):
    """Tell an editor who opens a translation that its source has changed since."""
    if request.method != "GET" or not can_be_marked(page):
        return
    messages.warning(
        request,
        gettext(
            "The French page was published anew on %(date)s. Bring this translation up "
            "to date, then choose “Mark translation as up to date” in the menu below."
        )
        % {"date": date_format(stale_since(page), "DATE_FORMAT")},
    )
