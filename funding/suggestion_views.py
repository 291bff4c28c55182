"""Suggesting a call and reporting a mistake in one, without an account.

An address that is typed here is never fetched: it is compared with those we know, and an
editor opens it. The forms have pages of their own, so that lists and calls stay pages that
caches may keep.
"""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from hubsite.i18n import localize_many, original_of
from hubsite.open_forms import refusal, stamp_for
from hubsite.personal_pages import message, personal, show
from hubsite.visitors import too_many

from . import suggestions
from .known_calls import known_to_readers
from .models import CallPage, CallSuggestion
from .models.index import shown_list
from .suggestion_forms import MistakeForm, SuggestionForm

Kind = CallSuggestion.Kind
# Questions of forms that are being filled in, from one network.
MOST_ASKED_PER_HOUR = 600


@personal
def suggest(request):
    if request.method != "POST":
        given = SuggestionForm(initial={"url": request.GET.get("url", "")[:500]})
        return _suggest_page(request, given)
    form = SuggestionForm(request.POST)
    if status := refusal(request, form, "funding.suggest"):
        return _suggest_page(request, form, status=status)
    if not form.looks_automatic:
        known = known_to_readers(form.call())
        if not {page.pk for page in known} <= form.seen:
            return _suggest_page(request, form, known)
        suggestions.send(
            kind=Kind.CALL,
            language=get_language(),
            shown=sorted(page.pk for page in known),
            **form.typed(),
        )
    return _thanks()


@personal
def known(request):
    """Answer a form that is being filled in with the calls that may be the one meant."""
    if too_many(request, "funding.known", MOST_ASKED_PER_HOUR):
        return HttpResponse(status=429)
    form = SuggestionForm(request.GET)
    form.full_clean()
    context = {"known": known_to_readers(form.call())}
    return show(request, "funding/known_calls.html", context)


def _suggest_page(request, form, known=(), status=200):
    """Answer with the form, and before it the calls that may be the one it tells of."""
    context = {
        "title": gettext("Suggest a call"),
        "form": form,
        "known": known,
        "seen": "-".join(str(page.pk) for page in known),
        "stamp": stamp_for(form),
        "origin": request.path,
        "crumbs": [("", f"/{get_language()}/"), *_list_crumb()],
    }
    return show(request, "funding/suggest.html", context, status=status)


def _list_crumb():
    page = shown_list()
    return [(page.title, page.url)] if page else []


@personal
def mistake(request, pk):
    page = localize_many([pk]).get(pk)
    call = page and CallPage.objects.filter(pk=page.pk).first()
    if call is None:
        raise Http404
    if request.method != "POST":
        return _mistake_page(request, call, MistakeForm())
    form = MistakeForm(request.POST)
    if status := refusal(request, form, "funding.mistake"):
        return _mistake_page(request, call, form, status=status)
    if not form.looks_automatic:
        suggestions.send(
            kind=Kind.MISTAKE,
            language=get_language(),
            page=original_of(call),
            title=call.title[:200],
            **form.typed(),
        )
    return _thanks()


def _mistake_page(request, call, form, status=200):
    context = {
        "title": gettext("Report a mistake or a change"),
        "call": call,
        "form": form,
        "stamp": stamp_for(form),
        "origin": request.path,
        "crumbs": [("", f"/{get_language()}/"), *_list_crumb(), (call.title, call.url)],
    }
    return show(request, "funding/mistake.html", context, status=status)


def _thanks():
    return HttpResponseRedirect(reverse("suggestions:sent"), status=303)


@personal
def sent(request):
    text = gettext("Thank you. We are checking your suggestion.")
    return message(
        request, gettext("Thanks for your suggestion"), text, links=_list_crumb()
    )
