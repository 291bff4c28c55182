"""Sign-up, confirmation, preferences and leaving, without an account or a cookie.

What a link's page does is done by POST alone: programs that follow the links of a mail
change nothing. Such pages carry no CSRF token, since the link itself is the proof and no
cookie is asked for.
"""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hubsite.visitors import comes_from_this_site, too_many

from . import consent
from .forms import PreferencesForm, SignupForm, new_stamp
from .guards import MOST_PER_HOUR, private_link
from .links import CONFIRM, LEAVE, MANAGE, subscriber_for, token_for

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def page(request, template, context, status=200):
    # Without this the forms' template would set a CSRF cookie.
    context = {"csrf_token": "", "noindex": True, **context}
    return render(request, template, context, status=status)


def message(request, title, text, status=200, **context):
    return page(
        request,
        "newsletter/message.html",
        {"title": title, "text": text, **context},
        status=status,
    )


@csrf_exempt
@private_link
@get_or_post
def signup(request):
    if request.method != "POST":
        form = SignupForm(
            initial={"language": get_language(), "email": request.GET.get("email", "")}
        )
        return _signup_page(request, form)
    form = SignupForm(_with_language(request.POST))
    if not comes_from_this_site(request):
        form.add_error(
            None, gettext("Please check what you entered and send the form once more.")
        )
        return _signup_page(request, form, status=403)
    if too_many(request, "newsletter.signup", MOST_PER_HOUR):
        form.add_error(None, gettext("Too many requests. Wait a few minutes."))
        return _signup_page(request, form, status=429)
    if not form.is_valid() and not form.looks_automatic:
        return _signup_page(request, form)
    if not form.looks_automatic:
        consent.subscribe(
            email=form.cleaned_data["email"],
            language=form.cleaned_data["language"],
            themes=form.cleaned_data["themes"],
            page=form.cleaned_data["page"] or request.path,
        )
    return HttpResponseRedirect(reverse("newsletter:sent"), status=303)


def _with_language(data):
    """Add the page's language, which the short form does not ask for."""
    data = data.copy()
    data.setdefault("language", get_language())
    return data


def _signup_page(request, form, status=200):
    context = {
        "form": form,
        "stamp": new_stamp(),
        "origin": form.data.get("page", "") or request.path,
        "title": gettext("Subscribe to the newsletter"),
    }
    return page(
        request, "newsletter/signup.html", {**context, "noindex": False}, status=status
    )


@private_link
def sent(request):
    return message(
        request,
        gettext("Subscribe to the newsletter"),
        gettext("Check your e-mails and click the link to confirm."),
    )


def _dead_link(request):
    """Answer the same to a link that is forged, revoked, used up or too old."""
    return message(
        request,
        gettext("Newsletter"),
        gettext("This link no longer works. Ask for a new link."),
        status=410,
        signup_url=reverse("newsletter:signup"),
    )


@csrf_exempt
@private_link
@get_or_post
def confirm(request, token):
    subscriber = subscriber_for(token, CONFIRM)
    if subscriber is None:
        return _dead_link(request)
    if request.method != "POST":
        return page(
            request,
            "newsletter/button.html",
            {
                "title": gettext("Subscribe to the newsletter"),
                "text": consent.consent_text(get_language()) + ".",
                "button": gettext("Confirm my subscription"),
            },
        )
    consent.confirm(subscriber)
    return message(
        request,
        gettext("Newsletter"),
        gettext("Your subscription is confirmed."),
        manage_url=_own_page(subscriber, MANAGE),
    )


@csrf_exempt
@private_link
@get_or_post
def manage(request, token):
    subscriber = subscriber_for(token, MANAGE)
    if subscriber is None:
        return _dead_link(request)
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        initial={
            "language": subscriber.language,
            "themes": list(subscriber.themes.values_list("pk", flat=True)),
        },
    )
    saved = request.method == "POST" and form.is_valid()
    if saved:
        consent.change_preferences(subscriber, **form.cleaned_data)
    context = {
        "title": gettext("Change my preferences"),
        "form": form,
        "saved": saved,
        "subscriber": subscriber,
        "leave_url": _own_page(subscriber, LEAVE),
    }
    return page(request, "newsletter/preferences.html", context)


@csrf_exempt
@private_link
@get_or_post
def leave(request, token):
    """Show the button; on POST take the person off the list, at once and for good.

    Also the address of RFC 8058: no cookie, no redirect, and the same answer to a token
    that is not, or is no longer, anyone's.
    """
    if request.method != "POST":
        return page(
            request,
            "newsletter/button.html",
            {
                "title": gettext("Unsubscribe from the newsletter"),
                "text": gettext("You will no longer receive the newsletter."),
                "button": gettext("Unsubscribe"),
            },
        )
    subscriber = subscriber_for(token, LEAVE)
    if subscriber is not None:
        consent.unsubscribe(subscriber)
    return message(
        request,
        gettext("Newsletter"),
        gettext("You are unsubscribed. You will no longer receive the newsletter."),
    )


def _own_page(subscriber, purpose):
    return reverse(f"newsletter:{purpose}", args=[token_for(subscriber, purpose)])
