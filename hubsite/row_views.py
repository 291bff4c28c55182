"""Rows that editors read and judge in the admin, in a view of our own."""

import django_filters
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


def date_column(model, name):
    """Return a column that says how long ago it was, headed by the field's own name."""
    label = capfirst(model._meta.get_field(name).verbose_name)
    return DateColumn(name, label=label, sort_key=name)


class YesNoFilter(django_filters.ChoiceFilter):
    """A yes or no, in words where a filter of booleans would be told as True or False."""

    def __init__(self, *args, label, **kwargs):
        choices = [("true", capfirst(_("yes"))), ("false", capfirst(_("no")))]
        super().__init__(*args, label=capfirst(label), choices=choices, **kwargs)

    def filter(self, rows, value):
        return super().filter(rows, value == "true") if value else rows


class RowIndexView(generic.IndexView):
    """A list whose rows lead to the view named `leads_to`, and fetch what they show."""

    leads_to, fetched = "", ()

    def get_edit_url(self, instance):
        return reverse(self.leads_to, args=[instance.pk])

    def get_base_queryset(self):
        rows = super().get_base_queryset()
        return rows.select_related(*self.fetched) if self.fetched else rows


class RowView(WagtailAdminTemplateMixin, TemplateView):
    """A view of one row; people who may not `view` it are refused.

    `listing` names the viewset that lists the rows, `listing_title` what leads there.
    """

    model, fetched, listing, listing_title, row = None, (), "", "", None

    def dispatch(self, request, *args, **kwargs):
        if not self.may("view"):
            raise PermissionDenied
        rows = self.model.objects.select_related(*self.fetched)
        self.row = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def may(self, action, model=None):
        """Return whether the editor has that permission on rows of this or that model."""
        options = (model or self.model)._meta
        codename = get_permission_codename(action, options)
        return self.request.user.has_perm(f"{options.app_label}.{codename}")

    def get_page_subtitle(self):
        return str(self.row)

    def get_breadcrumbs_items(self):
        listing = {
            "url": reverse(f"{self.listing}:index"),
            "label": self.listing_title or self.page_title,
        }
        here = {"url": "", "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, listing, here]
