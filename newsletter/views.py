"""Sign-up, confirmation, preferences and leaving, without an account or a cookie.

For what protects forms and links, see `hubsite.open_forms` and `hubsite.personal_pages`.
"""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from hubsite.open_forms import refusal, stamp_for
from hubsite.personal_pages import ask, message, personal, show

from . import alert_consent, consent, personal_data
from .forms import SignupForm, preferences_form
from .links import CONFIRM, LEAVE, MANAGE, STOP_ALERTS, own_page, subscriber_for
from .models import Subscriber


@personal
def signup(request):
    if request.method != "POST":
        form = SignupForm(
            initial={"language": get_language(), "email": request.GET.get("email", "")}
        )
        return _signup_page(request, form)
    form = SignupForm(_with_defaults(request.POST))
    if status := refusal(request, form, "newsletter.signup"):
        return _signup_page(request, form, status=status)
    if not form.looks_automatic:
        consent.subscribe(
            email=form.cleaned_data["email"],
            page=form.cleaned_data["page"] or request.path,
            **form.chosen(),
        )
    return HttpResponseRedirect(reverse("newsletter:sent"), status=303)


def _with_defaults(data):
    """Add the page's language and a rhythm, which the short form does not ask for."""
    data = data.copy()
    data.setdefault("language", get_language())
    data.setdefault("rhythm", Subscriber.Rhythm.EACH)
    return data


def _signup_page(request, form, status=200):
    context = {
        "form": form,
        "stamp": stamp_for(form),
        "origin": form.data.get("page", "") or request.path,
        "title": gettext("Subscribe to the newsletter"),
        "noindex": False,
    }
    response = show(request, "newsletter/signup.html", context, status=status)
    # Nobody's own page, unlike the others here: it is there to be found.
    response["X-Robots-Tag"] = "all"
    return response


@personal
def sent(request):
    return message(
        request,
        gettext("Subscribe to the newsletter"),
        gettext("Check your e-mails and click the link to confirm."),
    )


def dead_link(request):
    """Answer the same to a link that is forged, revoked, used up or too old."""
    return message(
        request,
        gettext("Newsletter"),
        gettext("This link no longer works. Ask for a new link."),
        status=410,
        links=[(gettext("Subscribe to the newsletter"), reverse("newsletter:signup"))],
    )


@personal
def confirm(request, token):
    subscriber = subscriber_for(token, CONFIRM)
    if subscriber is None:
        return dead_link(request)
    if request.method != "POST":
        return ask(
            request,
            gettext("Subscribe to the newsletter"),
            consent.consent_text(get_language()) + ".",
            gettext("Confirm my subscription"),
        )
    consent.confirm(subscriber)
    return message(
        request,
        gettext("Newsletter"),
        gettext("Your subscription is confirmed."),
        links=[(gettext("Change my preferences"), own_page(subscriber, MANAGE))],
    )


@personal
def manage(request, token):
    subscriber = subscriber_for(token, MANAGE)
    if subscriber is None:
        return dead_link(request)
    if request.POST.get("verb") == "data":
        return _mail_data_link(request, subscriber)
    form = preferences_form(
        request.POST if request.method == "POST" else None, subscriber
    )
    saved = request.method == "POST" and form.is_valid()
    if saved:
        consent.change_preferences(subscriber, **form.chosen())
        form = preferences_form(None, subscriber)
    context = {
        "title": gettext("Change my preferences"),
        "form": form,
        "saved": saved,
        "subscriber": subscriber,
        "leave_url": own_page(subscriber, LEAVE),
    }
    return show(request, "newsletter/preferences.html", context)


def _mail_data_link(request, subscriber):
    personal_data.mail_link(subscriber)
    return message(
        request,
        gettext("My data"),
        gettext(
            "A mail with a link is on its way to your address. The link works for 24 "
            "hours."
        ),
        links=[(gettext("Change my preferences"), own_page(subscriber, MANAGE))],
    )


@personal
def leave(request, token):
    """Show the button; on POST take the person off the list, at once and for good.

    Also the address of RFC 8058: no cookie, no redirect, and the same answer to a token
    that is not, or is no longer, anyone's.
    """
    if request.method != "POST":
        return ask(
            request,
            gettext("Unsubscribe from the newsletter"),
            gettext("You will no longer receive the newsletter."),
            gettext("Unsubscribe"),
        )
    subscriber = subscriber_for(token, LEAVE)
    if subscriber is not None:
        consent.unsubscribe(subscriber)
    return message(
        request,
        gettext("Newsletter"),
        gettext("You are unsubscribed. You will no longer receive the newsletter."),
    )


@personal
def stop_alerts(request, token):
    """Show the button; on POST stop every alert of the address (RFC 8058, as `leave`)."""
    title = gettext("Stop all alerts")
    if request.method != "POST":
        return ask(request, title, gettext("You will receive no more alerts."), title)
    subscriber = subscriber_for(token, STOP_ALERTS)
    if subscriber is not None:
        alert_consent.stop_all(subscriber)
    return message(
        request,
        title,
        gettext("Your alerts are stopped. You will receive no more of them."),
    )
