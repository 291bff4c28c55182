"""Importing a list in the admin: upload, say what the columns are, look, import."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from hubsite.i18n import current_language

from . import importing
from .models import SubscriberImport


class UploadForm(forms.ModelForm):
    file = forms.FileField(
        label=_("file"), help_text=_("CSV or XLSX, with the columns' names first.")
    )

    class Meta:
        model = SubscriberImport
        fields = ["source", "language"]

    field_order = ["file", "source", "language"]

    def clean_file(self):
        """Return the file's rows; raises ValidationError for what is no list."""
        file = self.cleaned_data["file"]
        if file.size > importing.MOST_BYTES:
            raise ValidationError(_("This file cannot be read."))
        self.instance.file_name = file.name[:120]
        return importing.read_file(file.name, file.read())


class ColumnsForm(forms.Form):
    """Which column holds what; only the address is needed."""

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, initial=batch.columns, **kwargs)
        columns = [(number, name or "–") for number, name in enumerate(batch.rows[0])]
        for name, label in importing.FIELDS.items():
            is_needed = name == "email"
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                coerce=int,
                empty_value=None,
                required=is_needed,
                choices=[("", _("no column")), *columns],
            )

    def columns(self):
        return {n: c for n, c in self.cleaned_data.items() if c is not None}


class ImportMixin(WagtailAdminTemplateMixin):
    page_title = _("Import subscribers")
    header_icon = "download"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm("newsletter.add_subscriber"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        listing = {"url": reverse("subscribers:index"), "label": gettext("Subscribers")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.page_title}]


class UploadView(ImportMixin, TemplateView):
    template_name = "newsletter/admin/import_upload.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            form=kwargs.pop("form", None)
            or UploadForm(initial={"language": current_language()}),
            earlier=SubscriberImport.objects.defer("rows").select_related(
                "imported_by"
            )[:20],
            **kwargs,
        )

    def post(self, request):
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        batch = form.save(commit=False)
        batch.rows = form.cleaned_data["file"]
        batch.columns = importing.guess_columns(batch.rows[0])
        batch.imported_by = request.user
        batch.save()
        return redirect("newsletter_import_look", pk=batch.pk)


class LookView(ImportMixin, TemplateView):
    """Show what an import would do; on POST change its columns, run or discard it."""

    template_name = "newsletter/admin/import_look.html"

    def dispatch(self, request, *args, **kwargs):
        rows = SubscriberImport.objects.filter(imported_at=None).exclude(rows=[])
        self.batch = rows.filter(pk=kwargs["pk"]).first()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, pk):
        if self.batch is None:
            get_object_or_404(SubscriberImport, pk=pk)
            return redirect("newsletter_import")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        batch = self.batch
        return super().get_context_data(
            batch=batch,
            form=kwargs.pop("form", None) or ColumnsForm(batch=batch),
            sample=batch.rows[:4],
            plan=importing.plan(batch) if "email" in batch.columns else None,
            **kwargs,
        )

    def post(self, request, pk):
        if self.batch is None:
            return redirect("newsletter_import")
        verb = request.POST.get("verb")
        if verb == "discard":
            self.batch.delete()
            messages.success(request, gettext("The file is forgotten."))
            return redirect("newsletter_import")
        if verb == "import" and "email" in self.batch.columns:
            return self._run(request)
        form = ColumnsForm(request.POST, batch=self.batch)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        self.batch.columns = form.columns()
        self.batch.save(update_fields=["columns"])
        return redirect("newsletter_import_look", pk=pk)

    def _run(self, request):
        try:
            done = importing.run(self.batch, request.user)
        except IntegrityError:
            # Somebody of the list signed up at this very moment.
            messages.warning(
                request, gettext("The list changed meanwhile: look again.")
            )
            return redirect("newsletter_import_look", pk=self.batch.pk)
        if done:
            text = gettext("Imported: %(number)d new subscribers.")
            messages.success(request, text % {"number": done.counts["new"]})
        return redirect("subscribers:index")
