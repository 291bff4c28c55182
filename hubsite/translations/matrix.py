"""The report that shows every page in every language, and what is left to do."""

from dataclasses import dataclass

import django_filters
from defusedcsv import csv
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.mixins import Echo
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from hubsite.i18n import SOURCE_LANGUAGE

from .changes import changes_of
from .states import State, TranslationState, hub_page_models, translation_states


@dataclass(frozen=True)
class Cell:
    """One page in one language."""

    source: Page
    locale: Locale
    state: TranslationState
    changes: tuple[str, ...] = ()

    @property
    def title(self):
        return self.source.title

    @property
    def kind(self):
        return str(self.source.specific_class._meta.verbose_name)

    @property
    def language(self):
        return self.locale.language_code

    @property
    def state_label(self):
        return str(self.state.code.label)

    @property
    def since(self):
        return self.state.since

    @property
    def progress(self):
        state = self.state
        return f"{state.done}/{state.total}" if state.is_synced else ""

    @property
    def what_changed(self):
        return "; ".join(self.changes)

    @property
    def url(self):
        """Return where to go on: the translation's editor, or the form that starts it."""
        if self.state.page is not None:
            return reverse("wagtailadmin_pages:edit", args=[self.state.page.pk])
        return reverse(
            "wagtail_localize:submit_page_translation", args=[self.source.pk]
        )


def hub_page_types(request=None):
    types = ContentType.objects.get_for_models(*hub_page_models()).values()
    return ContentType.objects.filter(pk__in=[kind.pk for kind in types])


class MatrixFilterSet(WagtailFilterSet):
    content_type = ContentTypeFilter(label=_("Type"), queryset=hub_page_types)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, method="leave_to_the_view"
    )
    language = django_filters.ModelChoiceFilter(
        label=_("Language"),
        queryset=lambda request: target_locales(),
        method="leave_to_the_view",
    )

    class Meta:
        model = Page
        fields = ["content_type"]

    def leave_to_the_view(self, queryset, name, value):
        """A state is computed and a language has its own cell: see `cells`."""
        return queryset


def target_locales():
    return Locale.objects.exclude(language_code=SOURCE_LANGUAGE).order_by(
        "language_code"
    )


class TranslationMatrixView(ReportView):
    page_title = _("Translation matrix")
    header_icon = "wagtail-localize-language"
    index_url_name = "translation_matrix"
    index_results_url_name = "translation_matrix_results"
    results_template_name = "hubsite/admin/translation_matrix_results.html"
    filterset_class = MatrixFilterSet
    permission_policy = PagePermissionPolicy()
    any_permission_required = ["add", "change", "publish"]
    model = Page
    export_filename = "translations"
    list_export = [
        "title", "kind", "language", "state_label", "since", "progress", "what_changed",
    ]  # fmt: skip
    export_headings = {
        "title": _("Page"),
        "kind": _("Type"),
        "language": _("Language"),
        "state_label": _("State"),
        "since": _("Since"),
        "progress": _("Texts translated"),
        "what_changed": _("What changed"),
    }

    def get_base_queryset(self):
        user = self.request.user
        mine = Q(pk__in=self.permission_policy.explorable_instances(user).values("pk"))
        if user.has_perm("wagtail_localize.submit_translation"):
            # A translator works in the Dutch tree, on what anyone reads in the French.
            mine |= Q(live=True)
        return (
            Page.objects.filter(
                mine,
                locale__language_code=SOURCE_LANGUAGE,
                alias_of__isnull=True,
                depth__gt=1,
                content_type__in=hub_page_types(),
            )
            .select_related("content_type", "locale")
            .order_by("path")
        )

    def get_filtered_queryset(self):
        return self.cells(self.filter_queryset(self.get_base_queryset()))

    def cells(self, queryset):
        """Return the cells that the filters leave; what changed is not yet in them."""
        sources = list(queryset)
        chosen = self.chosen
        locales = [chosen["language"]] if chosen.get("language") else target_locales()
        cells = [
            Cell(source, locale, states[source.pk])
            for locale in locales
            for states in [translation_states(sources, locale)]
            for source in sources
        ]
        code = chosen.get("state")
        return [cell for cell in cells if not code or cell.state.code == code]

    @cached_property
    def chosen(self):
        return self.filters.form.cleaned_data if self.filters.is_valid() else {}

    def decorate_paginated_queryset(self, object_list):
        """Add what changed, for the cells of this page of the report alone."""
        cells = list(object_list)
        changes = {}
        for locale in {cell.locale for cell in cells}:
            of_locale = [cell for cell in cells if cell.locale == locale]
            found = changes_of(
                [cell.source for cell in of_locale],
                {cell.source.pk: cell.state for cell in of_locale},
                locale,
            )
            changes |= {(pk, locale.pk): words for pk, words in found.items()}
        return [
            Cell(
                cell.source,
                cell.locale,
                cell.state,
                tuple(changes.get((cell.source.pk, cell.locale.pk), ())),
            )
            for cell in cells
        ]

    def stream_csv(self, cells):
        """Write the file line by line, no cell of which a spreadsheet would compute."""
        writer = csv.DictWriter(Echo(), fieldnames=self.list_export)
        yield writer.writerow(
            {field: str(self.export_headings[field]) for field in self.list_export}
        )
        for cell in cells:
            yield self.write_csv_row(writer, self.to_row_dict(cell))


class MatrixMenuItem(MenuItem):
    def is_shown(self, request):
        return PagePermissionPolicy().user_has_any_permission(
            request.user, ["add", "change", "publish"]
        )


@hooks.register("register_reports_menu_item")
def matrix_menu_item():
    return MatrixMenuItem(
        _("Translation matrix"),
        reverse("translation_matrix"),
        icon_name="wagtail-localize-language",
        order=100,
    )


@hooks.register("register_admin_urls")
def matrix_urls():
    view = TranslationMatrixView
    return [
        path("reports/matrix/", view.as_view(), name="translation_matrix"),
        path(
            "reports/matrix/results/",
            view.as_view(results_only=True),
            name="translation_matrix_results",
        ),
    ]
