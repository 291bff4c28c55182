"""Uploaded files: what the editor's form says of them, and who may open them."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.documents.forms import BaseDocumentForm
from wagtail.documents.views.serve import serve
from wagtail.models import Page, ReferenceIndex

from .cache import raise_generation
from .file_checks import hints, is_what_it_says
from .ranges import in_ranges


class CheckedDocumentForm(BaseDocumentForm):
    """Refuse a disguised file; tell the editor what an accessible PDF still lacks."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            name = "file" if "file" in self.fields else "title"
            self.fields[name].help_text = " ".join(hints(self.instance))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            extension = file.name.rpartition(".")[2].lower()
            if not is_what_it_says(file, extension):
                raise forms.ValidationError(
                    _("The content of this file is not what “.%(extension)s” promises.")
                    % {"extension": extension}
                )
        return file


def may_open(document, request):
    """Return whether this visitor may open the file: a page they may read shows it.

    A file that only drafts, unpublished or closed pages show is as private as they are;
    one that nothing shows yet is for editors. What is no page (a snippet) is public.
    """
    if request.user.has_perm("wagtailadmin.access_admin"):
        return True
    ids = []
    for row in ReferenceIndex.get_references_to(document):
        if row.base_content_type.model_class() is not Page:
            return True
        ids.append(row.object_id)
    return any(
        all(rule.accept_request(request) for rule in page.get_view_restrictions())
        for page in Page.objects.filter(pk__in=ids, live=True)
    )


@hooks.register("before_serve_document")
def keep_private(document, request):
    if not may_open(document, request):
        raise Http404
    # It is the validator; empty, it would be the same for every file.
    document.get_file_hash()


@hooks.register("after_bulk_action")
def tell_of_the_move(request, action_type, objects, action):
    """Files moved to another collection at once are saved without a signal."""
    raise_generation()


@in_ranges
def serve_document(request, *args):
    """Return a file as Wagtail serves it, or the part of it that is asked for.

    Nobody on the way may keep it: it is closed as soon as its page is.
    """
    response = serve(request, *args)
    response["Cache-Control"] = "private, no-cache"
    return response
