"""What a page's history says of its translation."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .following import WITH_SOURCE

MARKED = "hubsite.mark_up_to_date"


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        WITH_SOURCE,
        _("Unpublish with the French page"),
        _("Unpublished with the French page"),
    )
    actions.register_action(
        MARKED,
        _("Mark translation as up to date"),
        _("Marked as up to date with the French page"),
    )
