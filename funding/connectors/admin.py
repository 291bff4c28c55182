"""Sources of calls in the admin: set them up, try files, judge what they changed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from hubsite import attention
from hubsite.mail_admin import (
    ReadAndChangePolicy,
    ReadAndErasePolicy,
    ReadOnlyViewSet,
)
from hubsite.row_views import RowIndexView, RowView, YesNoFilter, date_column

from . import running
from .imported_admin import ImportedView
from .models import Connector, ImportedCall, ImportRun, ProposedChange
from .showing import diff_of, upload_form
from .word_admin import WordViewSet, words_to_settle

register_permission_policy(ImportRun, ReadAndErasePolicy(ImportRun))
register_permission_policy(ProposedChange, ReadAndErasePolicy(ProposedChange))
register_permission_policy(ImportedCall, ReadAndChangePolicy(ImportedCall))


class ConnectorViewSet(ModelViewSet):
    model = Connector
    icon = "download"
    menu_label = _("Sources")
    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = [
        "name", "kind", "url", "mapping", "funder", "call_kind", "every", "enabled",
    ]  # fmt: skip
    list_display = [
        "name",
        TitleColumn(
            "imports",
            label=_("Imports"),
            accessor=lambda row: gettext("Import and see what came"),
            get_url=lambda row: reverse("call_source", args=[row.pk]),
        ),
        "kind",
        "every",
        BooleanColumn("enabled", label=_("in use")),
    ]


class ChangeIndexView(RowIndexView):
    leads_to, fetched = "call_change", ("imported__connector",)


class ChangeViewSet(ReadOnlyViewSet):
    model = ProposedChange
    icon = "edit"
    menu_label = _("Changes to judge")
    index_view_class = ChangeIndexView
    inspect_view_enabled = False
    form_fields = ["state"]
    list_display = [
        "__str__", "field", "state", date_column(ProposedChange, "at"),
    ]  # fmt: skip
    list_filter = ["state", "field", "imported__connector"]


class RunIndexView(RowIndexView):
    leads_to, fetched = "call_import_run", ("connector",)


class RunViewSet(ReadOnlyViewSet):
    model = ImportRun
    icon = "history"
    menu_label = _("Imports")
    index_view_class = RunIndexView
    inspect_view_enabled = False
    form_fields = ["is_trial"]
    list_display = [
        "__str__",
        BooleanColumn("is_trial", label=_("trial run")),
        "failure_label",
        date_column(ImportRun, "started_at"),
    ]
    list_filter = ["connector", "is_trial"]


class ImportedIndexView(RowIndexView):
    leads_to, fetched = "imported_call", ("connector", "page")


class ImportedFilterSet(WagtailFilterSet):
    published = YesNoFilter("page__live", label=_("published"))
    gone = YesNoFilter(
        "vanished_at", "isnull", label=_("gone from the source"), exclude=True
    )

    class Meta:
        model = ImportedCall
        fields = ["connector"]


class ImportedViewSet(ModelViewSet):
    model = ImportedCall
    icon = "doc-full-inverse"
    menu_label = _("Imported calls")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ImportedIndexView
    form_fields = ["locked"]
    list_display = [
        "__str__",
        TitleColumn(
            "page",
            label=_("call"),
            accessor=lambda row: row.page.get_admin_display_title() if row.page else "",
            get_url=lambda row: row.page and attention.edit_url(row.page_id),
        ),
        "connector",
        date_column(ImportedCall, "last_seen_at"),
        date_column(ImportedCall, "vanished_at"),
    ]
    filterset_class = ImportedFilterSet


class ImportsGroup(ViewSetGroup):
    menu_label = _("Calls from elsewhere")
    menu_icon = "download"
    menu_order = 310
    items = (
        ChangeViewSet("call_changes"),
        ImportedViewSet("imported_calls"),
        WordViewSet("call_words"),
        RunViewSet("call_imports"),
        ConnectorViewSet("call_sources"),
    )


class SourceView(RowView):
    """One source: try a file, ask for a run, see the last ones."""

    template_name = "funding/admin/source.html"
    header_icon = "download"
    page_title = _("Source of calls")
    model, listing = Connector, "call_sources"
    form = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            row=self.row,
            form=self.form or upload_form(self.row),
            runs=self.row.runs.all()[:10],
            may_change=self.may("change", Connector),
            **kwargs,
        )

    def post(self, request, pk):
        if not self.may("change", Connector):
            raise PermissionDenied
        asked = request.POST.get("ask")
        if asked in (Connector.Asked.TRIAL, Connector.Asked.RUN) and self.row.url:
            Connector.objects.filter(pk=pk).update(asked=asked)
            messages.success(request, gettext("The worker does it in a few minutes."))
            return redirect("call_source", pk=pk)
        self.form = upload_form(self.row, request.POST, request.FILES)
        if not self.form.is_valid():
            return self.get(request, pk=pk)
        done = running.try_file(
            self.row,
            self.form.cleaned_data["file"].read(),
            is_whole=self.form.cleaned_data["is_whole"],
        )
        return led_on(request, done, pk)


def led_on(request, done, pk):
    """Send the editor to what a run did; back to its source if another is under way."""
    if done is None:
        messages.warning(request, gettext("A run of this source is under way."))
        return redirect("call_source", pk=pk)
    return redirect("call_import_run", pk=done.pk)


class RunView(RowView):
    """What a run did or would do; on POST an uploaded file is imported."""

    template_name = "funding/admin/run.html"
    header_icon = "download"
    listing = "call_imports"
    page_title = _("Import")
    model, fetched = ImportRun, ("connector",)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            row=self.row,
            may_import=bool(self.row.records) and self.may("change", Connector),
            **kwargs,
        )

    def post(self, request, pk):
        if not self.may("change", Connector):
            raise PermissionDenied
        if not self.row.records:
            messages.warning(request, gettext("That was decided already."))
            return redirect("call_import_run", pk=pk)
        return led_on(request, running.import_trial(self.row), self.row.connector_id)


class ChangeView(RowView):
    """One change at a source as a diff; on POST the decision, then the next one."""

    template_name = "funding/admin/change.html"
    header_icon = "download"
    listing = "call_changes"
    page_title = _("Change at a source")
    model, fetched = (
        ProposedChange,
        ("imported__connector", "imported__page", "decided_by"),
    )

    @property
    def may_decide(self):
        """Deciding writes a page: it takes the right to edit that very page."""
        page = self.row.imported.page
        may_edit = (
            page is None or page.permissions_for_user(self.request.user).can_edit()
        )
        return self.may("change") and may_edit

    def get_context_data(self, **kwargs):
        waits = self.row.state == ProposedChange.State.WAITING
        return super().get_context_data(
            row=self.row,
            may_decide=waits and self.may_decide,
            **diff_of(self.row),
            **kwargs,
        )

    def post(self, request, pk):
        accept = {"accept": True, "refuse": False}.get(request.POST.get("verb"))
        if accept is None or not self.may_decide:
            raise PermissionDenied
        if not running.decide(self.row, accept=accept, user=request.user):
            messages.warning(request, gettext("That was decided already."))
        elif accept:
            messages.success(
                request, gettext("The change is in the draft of the page.")
            )
        following = (
            ProposedChange.objects.filter(state=ProposedChange.State.WAITING)
            .order_by("imported_id", "pk")
            .first()
        )
        if following:
            return redirect("call_change", pk=following.pk)
        return redirect("call_changes:index")


@hooks.register("register_admin_viewset")
def register_imports():
    return ImportsGroup()


@hooks.register("register_admin_urls")
def register_views():
    return [
        path("call-sources/<int:pk>/import/", SourceView.as_view(), name="call_source"),
        path("call-imports/<int:pk>/", RunView.as_view(), name="call_import_run"),
        path("call-imported/<int:pk>/", ImportedView.as_view(), name="imported_call"),
        path("call-changes/<int:pk>/", ChangeView.as_view(), name="call_change"),
    ]


def to_judge():
    """Changes, drafts and vanished calls that wait for an editor; runs that failed."""
    waiting = ProposedChange.objects.filter(state=ProposedChange.State.WAITING)
    yield attention.of_rows(
        _("Changes at sources to judge"),
        waiting.select_related("imported").order_by("at"),
        "call_change",
        reverse("call_changes:index"),
    )
    imported = ImportedCall.objects.filter(page__isnull=False).select_related("page")
    drafts = imported.filter(page__live=False, page__first_published_at=None)
    yield of_calls(_("Imported calls to read"), drafts, "published=false")
    yield words_to_settle()
    gone = imported.filter(vanished_at__isnull=False, page__live=True)
    yield of_calls(_("Calls gone from their source"), gone, "gone=true")
    yield attention.of_rows(
        _("Imports that failed"),
        last_runs().exclude(failure="").select_related("connector"),
        "call_import_run",
        reverse("call_imports:index"),
    )


def last_runs():
    """Return the last run of each source, without what a trial keeps to import."""
    runs = ImportRun.objects.filter(connector=OuterRef("pk")).order_by(
        "-started_at", "-pk"
    )
    last = Connector.objects.annotate(last=Subquery(runs.values("pk")[:1])).values(
        "last"
    )
    return ImportRun.objects.filter(pk__in=last).defer("records", "lines")


def of_calls(label, rows, asked):
    shown = tuple(
        (row.page.title, reverse("imported_call", args=[row.pk]))
        for row in rows.order_by("-first_seen_at")[: attention.SHOWN]
    )
    url = f"{reverse('imported_calls:index')}?{asked}"
    return attention.Attention(label, rows.count(), url, shown)


attention.register("imports", to_judge, order=16)
