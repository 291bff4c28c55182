"""Keeping what is not translated from passing for a translation.

wagtail-localize publishes French in place of each missing text, serves the French tree
under /nl/ where there is no Dutch one, and translates a draft from a stale row.
"""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language, gettext, ngettext
from wagtail import hooks
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitTranslationForm,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView

from hubsite.i18n import SOURCE_LANGUAGE

from .changes import waiting_texts
from .following import enabled_translation
from .records import is_complete

# How many of the texts that wait a refusal quotes.
NAMED = 3


@hooks.register("before_serve_page")
def serve_in_own_language(page, request, serve_args, serve_kwargs):
    """Send a reader to the page's own language, an alias's reader to its source."""
    if page.alias_of_id and page.alias_of.locale_id != page.locale_id:
        return redirect(page.alias_of.get_url(request) or "/")
    language = page.locale.language_code
    if get_language() == language:
        return None
    prefix, _slash, rest = request.get_full_path().lstrip("/").partition("/")
    if prefix == language:
        return None
    return redirect(f"/{language}/{rest}")


def say_incomplete(request, translation):
    """Refuse with the names of what waits: some may stand on another tab."""
    source = translation.source.get_source_instance()
    (texts,) = waiting_texts(
        {source.translation_key: source}, translation.target_locale
    ).values()
    named = " · ".join(texts[:NAMED]) + (" …" if len(texts) > NAMED else "")
    refusal = ngettext(
        "Not published: %(count)d text is not translated yet. %(named)s",
        "Not published: %(count)d texts are not translated yet. %(named)s",
        len(texts),
    )
    messages.error(request, refusal % {"count": len(texts), "named": named})


@hooks.register("before_edit_page", order=-10)
def publish_complete_only(request, page):
    """Refuse to publish a synced translation that would show French sentences."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = enabled_translation(page)
    if translation is None:
        return None
    if refusal := page.specific.translation_refusal():
        messages.error(request, refusal)
    elif is_complete(translation):
        return None
    else:
        say_incomplete(request, translation)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def bulk_publish_complete_only(request, action_type, objects, action):
    """Leave incomplete translations out of a bulk publication."""
    if action_type != "publish" or request.method != "POST":
        return
    if any(page.locale.language_code != SOURCE_LANGUAGE for page in objects):
        action.cleaned_form.cleaned_data["include_descendants"] = False
    for page in list(objects):
        translation = enabled_translation(page)
        if translation is None:
            continue
        if refusal := page.specific.translation_refusal():
            objects.remove(page)
            messages.error(request, f"{page.title}: {refusal}")
        elif not is_complete(translation):
            objects.remove(page)
            say_incomplete(request, translation)


class OnePageForm(SubmitTranslationForm):
    """Submit one page at a time.

    With its subtree, pages that are already translated would be saved again with French
    in place of what their translators have not seen.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["include_subtree"].widget = forms.HiddenInput()
        self.initial["locales"] = self.fields["locales"].queryset

    def clean_include_subtree(self):
        return False


class SubmitPublishedPageView(SubmitPageTranslationView):
    """Submit what readers see, or will see at a set hour: never a stale first draft."""

    def get_form(self):
        data = self.request.POST if self.request.method == "POST" else None
        return OnePageForm(self.object, data)

    def dispatch(self, request, *args, **kwargs):
        page = self.get_object()
        if not page.live and not page.approved_schedule:
            messages.error(
                request, gettext("Publish or schedule the French page first.")
            )
            return redirect("wagtailadmin_pages:edit", page.pk)
        if refusal := page.specific.translation_refusal():
            messages.error(request, refusal)
            return redirect("wagtailadmin_pages:edit", page.pk)
        return super().dispatch(request, *args, **kwargs)


class UpdateCompleteView(UpdateTranslationsView):
    """Synchronise with the source; publish only what is wholly translated."""

    def form_valid(self, form):
        publish = form.cleaned_data.pop("publish_translations")
        form.cleaned_data["publish_translations"] = False
        response = super().form_valid(form)
        translations = self.object.translations.filter(enabled=True)
        refusal = self.object.get_source_instance().translation_refusal()
        for translation in translations if publish else ():
            if refusal:
                messages.error(self.request, refusal)
            elif is_complete(translation):
                translation.save_target(user=self.request.user, publish=True)
            else:
                say_incomplete(self.request, translation)
        return response


@hooks.register("register_admin_urls", order=-10)
def gated_urls():
    """Stand before wagtail-localize's own views, under its addresses."""
    return [
        path("localize/submit/page/<int:page_id>/", SubmitPublishedPageView.as_view()),
        path(
            "localize/update/<int:translation_source_id>/",
            UpdateCompleteView.as_view(),
        ),
    ]
