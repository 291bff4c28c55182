"""Subscribers in the admin: found by segment, taken along, erased; never written."""

from itertools import chain

import django_filters
from defusedcsv import csv
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.mixins import Echo
from wagtail.admin.widgets import Button

from hubsite.gazetteer import gazetteer
from hubsite.mail_admin import ReadOnlyViewSet
from hubsite.vocabularies import Theme
from search.asking_place import read_place

from . import personal_data
from .models import Subscriber

# One condition each: databases take no more than a thousand in a row.
MOST_TERRITORIES = 500


def in_territory(rows, text):
    """Narrow to those who chose a territory in the place typed, which may mean several."""
    reference, asked = read_place(text)
    wanted = {reference} if reference else {p.reference for p in asked.places}
    chosen = rows.exclude(territories=[]).values_list("territories", flat=True)
    inside = [
        one
        for one in sorted(set(chain.from_iterable(chosen.order_by())))
        if wanted & {one, *gazetteer().ancestors(one)}
    ]
    if not inside:
        return rows.none()
    match = Q()
    for one in inside[:MOST_TERRITORIES]:
        match |= Q(territories_text__contains=f'"{one}"')
    return rows.annotate(territories_text=Cast("territories", TextField())).filter(
        match
    )


class SubscriberFilterSet(WagtailFilterSet):
    themes = django_filters.ModelMultipleChoiceFilter(
        queryset=Theme.objects.all(), label=_("themes"), widget=CheckboxSelectMultiple
    )
    territory = django_filters.CharFilter(
        label=_("lies in the territory"), method="filter_territory"
    )

    class Meta:
        model = Subscriber
        fields = ["status", "language", "rhythm", "is_trained_helper"]

    def filter_territory(self, rows, _name, text):
        return in_territory(rows, text)


class SubscriberIndexView(generic.IndexView):
    """The list, its segment as a file that no spreadsheet reads as formulas."""

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("themes")

    def stream_csv(self, queryset):
        """Yield the lines of the CSV file; text that begins like a formula is quoted."""
        writer = csv.DictWriter(Echo(), fieldnames=self.list_export)
        yield writer.writerow(
            {field: self.get_heading(queryset, field) for field in self.list_export}
        )
        for item in queryset:
            yield self.write_csv_row(writer, self.to_row_dict(item))

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.request.user.has_perm("newsletter.add_subscriber"):
            buttons = [*buttons, _import_button()]
        return [
            *buttons,
            Button(
                _("Growth and reach"),
                url=reverse("newsletter_figures"),
                icon_name="order-up",
                priority=20,
            ),
        ]


def _import_button():
    return Button(
        _("Import"),
        url=reverse("newsletter_import"),
        icon_name="download",
        priority=10,
    )


class EraseView(generic.DeleteView):
    """Erase as the person would: a hash stays, and no log keeps the address."""

    def delete_action(self):
        personal_data.erase(self.object)


CONFIRMED = DateColumn("confirmed_at", label=_("confirmed on"))


class SubscriberViewSet(ReadOnlyViewSet):
    """Only the person changes a subscription; an administrator may erase it."""

    model = Subscriber
    icon = "group"
    index_view_class = SubscriberIndexView
    delete_view_class = EraseView
    filterset_class = SubscriberFilterSet
    form_fields = ["language"]
    list_display = ["email", "status", "language", "rhythm", CONFIRMED]
    list_export = [
        "email", "status", "language", "rhythm", "theme_labels", "territory_labels",
        "is_trained_helper", "confirmed_at",
    ]  # fmt: skip
    search_fields = ["email"]
    search_backend_name = None
    inspect_view_fields = [
        "email", "status", "language", "rhythm", "themes", "territory_labels",
        "is_trained_helper", "paused_until", "created_at", "confirmed_at", "last_action_at",
    ]  # fmt: skip
    ordering = ["email"]
