"""Growth and reach in the admin."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import figures


class FiguresView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "newsletter/admin/figures.html"
    page_title = _("Growth and reach")
    header_icon = "order-up"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("newsletter.view_subscriber"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        listing = {"url": reverse("subscribers:index"), "label": gettext("Subscribers")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            totals=figures.totals(),
            months=figures.months(),
            issues=figures.issues(),
            **kwargs,
        )
