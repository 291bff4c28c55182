"""Following a list or a page by mail, and managing what one follows, without an account.

For what protects forms and links, see `hubsite.open_forms` and `hubsite.personal_pages`.
"""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from hubsite.open_forms import refusal, stamp_for
from hubsite.personal_pages import ask, message, personal, show

from . import alert_consent
from .alert_forms import AlertForm, FollowForm
from .alert_links import CONFIRM, STOP, alert_for
from .alert_words import followed_by
from .links import MANAGE, own_page, subscriber_for
from .models import Alert

LONGEST = Alert._meta.get_field("parameters").max_length
# What a changed alert tells its owner on the page of preferences.
VERBS = {
    "pause": alert_consent.pause,
    "resume": alert_consent.resume,
    "delete": alert_consent.delete,
}


@personal
def follow(request, list_key=None, item_key=None):
    """Show the form that follows a list, a page or the search; on POST send the mail."""
    alert = Alert(
        list_key=list_key,
        item_key=item_key,
        parameters=request.META.get("QUERY_STRING", ""),
        language=get_language(),
    )
    (followed,) = followed_by([alert], get_language())
    if followed is None:
        raise Http404
    if followed.query.place:
        # The list asks which place is meant.
        return HttpResponseRedirect(f"{followed.base}?{alert.parameters}")
    if len(followed.parameters) > LONGEST:
        return _too_much(request, followed)
    if request.method != "POST":
        form = FollowForm(
            initial=_first_choices(alert), has_deadlines=followed.has_deadlines
        )
        return _follow_page(request, alert, followed, form)
    form = FollowForm(request.POST, has_deadlines=followed.has_deadlines)
    if status := refusal(request, form, "alerts.follow"):
        return _follow_page(request, alert, followed, form, status=status)
    if not form.looks_automatic:
        _ask(alert, followed, form)
    return HttpResponseRedirect(reverse("alerts:sent"), status=303)


def _ask(alert, followed, form):
    alert.parameters = followed.parameters
    for name, value in form.choices().items():
        setattr(alert, name, value)
    alert_consent.ask(
        alert,
        email=form.cleaned_data["email"],
        title=followed.title,
        page=form.cleaned_data["page"],
    )


def _first_choices(alert):
    """Return what the form opens with: one page is followed closely, a list less so."""
    first = {"language": alert.language, "rhythm": Alert.Rhythm.WEEKLY}
    if alert.item_key:
        first |= {"rhythm": Alert.Rhythm.DAILY, "reminders": [14, 3]}
    return first


def _title(alert):
    return (
        gettext("Follow this page") if alert.item_key else gettext("Follow this list")
    )


def _follow_page(request, alert, followed, form, status=200):
    context = {
        "title": _title(alert),
        "followed": followed,
        "form": form,
        "stamp": stamp_for(form),
        "crumbs": [("", f"/{get_language()}/"), (followed.title, followed.url)],
    }
    return show(request, "newsletter/follow.html", context, status=status)


def _too_much(request, followed):
    return message(
        request,
        gettext("Follow this list"),
        gettext("These are too many filters to follow. Take some away."),
        status=400,
        links=[(followed.title, followed.url)],
    )


@personal
def sent(request):
    return message(
        request,
        gettext("Follow by e-mail"),
        gettext("Check your e-mails and click the link to confirm."),
    )


def _dead_link(request):
    """Answer the same to a link that is forged, revoked, used up or too old."""
    return message(
        request,
        gettext("Follow by e-mail"),
        gettext("This link no longer works. Ask for a new link."),
        status=410,
    )


def _told(alert):
    """Return in words what an alert follows, in the reader's language."""
    (followed,) = followed_by([alert], get_language())
    return followed.text if followed else gettext("no longer on the site")


@personal
def confirm(request, token):
    alert = alert_for(token, CONFIRM)
    known = (Alert.State.PENDING, Alert.State.ACTIVE)
    if alert is None or alert.state not in known:
        return _dead_link(request)
    title = gettext("Follow by e-mail")
    if request.method != "POST":
        text = alert_consent.consent_text(get_language()) + "."
        button = gettext("Confirm my alert")
        return ask(request, title, text, button, quoted=_told(alert))
    alert_consent.confirm(alert)
    return message(
        request,
        title,
        gettext("Your alert is confirmed."),
        links=[(gettext("Change my preferences"), own_page(alert.subscriber, MANAGE))],
    )


@personal
def stop(request, token):
    """Show the button; on POST stop one alert, the same answer to any token."""
    title = gettext("Stop this alert")
    alert = alert_for(token, STOP)
    if request.method != "POST":
        quoted = _told(alert) if alert else ""
        text = gettext("You will no longer receive this alert.")
        return ask(request, title, text, title, quoted=quoted)
    if alert is not None:
        alert_consent.stop(alert)
    return message(
        request,
        title,
        gettext("This alert is stopped. You will receive no more of it."),
    )


@personal
def change(request, token, alert):
    """Change one alert of the person whose page of preferences has that token."""
    subscriber = subscriber_for(token, MANAGE)
    alerts = Alert.objects.filter(subscriber=subscriber).select_related("subscriber")
    alert = subscriber and alerts.filter(uuid=alert).first()
    if not alert:
        return _dead_link(request)
    if verb := VERBS.get(request.POST.get("verb")):
        verb(alert)
        return _back(subscriber, request.POST["verb"])
    (followed,) = followed_by([alert], get_language())
    form = AlertForm(
        request.POST if request.method == "POST" else None,
        initial={
            name: getattr(alert, name) for name in ("language", "rhythm", "reminders")
        },
        has_deadlines=followed is None or followed.has_deadlines,
    )
    if form.is_valid():
        alert_consent.change(alert, **form.choices())
        return _back(subscriber, "change")
    context = {
        "title": gettext("Change this alert"),
        "followed": followed,
        "form": form,
        "preferences": own_page(subscriber, MANAGE),
    }
    return show(request, "newsletter/alert.html", context)


def _back(subscriber, done):
    return HttpResponseRedirect(
        f"{own_page(subscriber, MANAGE)}?done={done}#alerts", status=303
    )
