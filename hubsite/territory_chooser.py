"""Editors choose any territory by typing; choosing makes the row.

The list is the gazetteer's, with what editors added of their own. What has no row yet
stands in it under its `scheme:code` in place of a number, and gets its row, and those of
all that holds it, once an editor takes it: that adds nothing that is not reference data.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    BaseSnippetChooseView,
    ChooseResultsView,
    ChooseView,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from .gazetteer import gazetteer
from .places import LONGEST, suggest, whereabouts
from .snippet_viewsets import HubSnippetChooserViewSet
from .territories import Territory, ensure_territory, unsaved

MOST = 50


class TypedMixin(BaseSnippetChooseView):
    """List what was typed; without it, the territories in use."""

    ordering = ["-kind", "label_fr"]

    @property
    def columns(self):
        return [
            *super().columns,
            Column("kind", label=_("kind"), accessor="get_kind_display"),
            Column("where", label=_("lies in"), accessor=_lies_in),
        ]

    def filter_object_list(self, objects):
        self.filter_form.is_valid()
        text = self.filter_form.cleaned_data.get("q", "")[:LONGEST]
        if not text:
            return super().filter_object_list(objects)
        self.filter_form.is_searching = True
        self.filter_form.search_query = text
        return _meant_by(text)


def _meant_by(text):
    """Return territories with a row or without, those of the gazetteer first."""
    places = suggest(text, limit=MOST)
    by_code = Q()
    for place in places:
        scheme, _colon, code = place.reference.partition(":")
        by_code |= Q(scheme=scheme, code=code)
    own = Q(label_fr__icontains=text) | Q(label_nl__icontains=text)
    rows = {
        row.reference: row for row in Territory.objects.filter(by_code | own)[:MOST]
    }
    listed = [
        rows.pop(place.reference, None) or _without_row(place) for place in places
    ]
    return [*listed, *rows.values()]


def _without_row(place):
    territory = unsaved(place)
    territory.pk = place.reference
    return territory


def _lies_in(territory):
    place = gazetteer().place(territory.reference)
    if place is None:
        return ""
    return ", ".join(filter(None, (*place.postcodes[:2], whereabouts(place))))


def row_of(key):
    """Return the Territory of a number or of a `scheme:code`; raises DoesNotExist."""
    if ":" not in key:
        return Territory.objects.get(pk=int(key) if key.isdecimal() else 0)
    if row := ensure_territory(key):
        return row
    raise Territory.DoesNotExist


class ChosenView(SnippetChosenView):
    def get_object(self, pk):
        return row_of(pk)


class ChosenMultipleView(SnippetChosenMultipleView):
    def get_objects(self, pks):
        return [row_of(pk) for pk in pks]


class ChooseTerritoryView(TypedMixin, ChooseView):
    pass


class ChooseTerritoryResultsView(TypedMixin, ChooseResultsView):
    pass


class TerritoryChooserViewSet(HubSnippetChooserViewSet):
    choose_view_class = ChooseTerritoryView
    choose_results_view_class = ChooseTerritoryResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
