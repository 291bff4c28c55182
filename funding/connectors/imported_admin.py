"""One imported call in the admin: what its source says, and which call it may be."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from funding.models.call import CallPage
from hubsite.row_views import RowView

from .merging import known_like, merge
from .models import ImportedCall


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        CallPage.objects.all(),
        label=_("Call"),
        widget=AdminPageChooser(target_models=[CallPage]),
    )


class ImportedView(RowView):
    """What the source says beside the calls it may repeat; on POST they become one."""

    template_name = "funding/admin/imported.html"
    header_icon = "download"
    page_title = _("Imported call")
    listing, listing_title = "imported_calls", _("Imported calls")
    model, fetched = ImportedCall, ("connector__funder", "page__funder")
    form = None

    @property
    def may_merge(self):
        """Only a draft that was never published gives way, to who may throw it away."""
        page = self.row.page
        return (
            page is not None
            and page.first_published_at is None
            and self.may("change")
            and page.permissions_for_user(self.request.user).can_delete()
        )

    def get_context_data(self, **kwargs):
        known = known_like(self.row) if self.may_merge else []
        first = {"into": known[0].pk} if known else None
        return super().get_context_data(
            row=self.row,
            told=self.row.told(),
            known=known,
            words=self.row.words.with_meaning(),
            form=self.form or MergeForm(initial=first),
            may_merge=self.may_merge,
            **kwargs,
        )

    def post(self, request, pk):
        if not self.may_merge:
            raise PermissionDenied
        self.form = MergeForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        into = self.form.cleaned_data["into"]
        if into.pk == self.row.page_id:
            self.form.add_error("into", gettext("This is the draft itself."))
            return self.render_to_response(self.get_context_data())
        if not into.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        merge(self.row, into, request.user)
        messages.success(request, gettext("The source now follows this call."))
        return redirect("wagtailadmin_pages:edit", into.pk)
