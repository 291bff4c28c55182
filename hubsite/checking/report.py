"""The report of what the checks found on published pages."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from .models import Finding, PageCheck


class FindingsView(ReportView):
    page_title = _("Page checks")
    header_icon = "warning"
    index_url_name = "page_findings"
    index_results_url_name = "page_findings_results"
    results_template_name = "hubsite/admin/findings_results.html"
    permission_policy = PagePermissionPolicy()
    any_permission_required = ["add", "change", "publish"]
    model = PageCheck

    def get_filtered_queryset(self):
        """Return one row a finding, of the pages this user may work on."""
        pages = self.permission_policy.explorable_instances(self.request.user)
        checks = PageCheck.objects.exclude(findings=[]).filter(
            page__live=True, page__in=pages
        )
        wanted = self.request.GET.get("kind")
        return [
            {"page": check.page, "kind": Finding(kind).label, "detail": detail}
            for check in checks.select_related("page").order_by("page__path")
            for kind, detail in check.findings
            if not wanted or kind == wanted
        ]


@hooks.register("register_reports_menu_item")
def findings_menu_item():
    return MenuItem(
        _("Page checks"), reverse("page_findings"), icon_name="warning", order=110
    )


@hooks.register("register_admin_urls")
def findings_urls():
    view = FindingsView
    return [
        path("reports/findings/", view.as_view(), name="page_findings"),
        path(
            "reports/findings/results/",
            view.as_view(results_only=True),
            name="page_findings_results",
        ),
    ]
