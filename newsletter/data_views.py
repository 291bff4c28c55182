"""A person's own data: look, take along, move to another address, erase."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext

from hubsite.personal_pages import ask, message, personal, show
from hubsite.visitors import too_many

from . import personal_data
from .forms import NewAddressForm
from .links import ADDRESS, DATA, MANAGE, own_page, subscriber_for
from .models.subscribers import territory_label
from .views import dead_link

MOST_PER_HOUR = 5


@personal
def data(request, token):
    subscriber = subscriber_for(token, DATA)
    if subscriber is None:
        return dead_link(request)
    verb = request.POST.get("verb")
    if verb in VERBS:
        return VERBS[verb](request, subscriber)
    return _page(request, subscriber, NewAddressForm())


def _page(request, subscriber, form, status=200):
    context = {
        "title": gettext("My data"),
        "subscriber": subscriber,
        "themes": subscriber.themes.all(),
        "territories": [territory_label(one) for one in subscriber.territories],
        "form": form,
        "manage_url": own_page(subscriber, MANAGE),
    }
    return show(request, "newsletter/data.html", context, status=status)


def _download(request, subscriber):
    return JsonResponse(
        personal_data.held(subscriber),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": 'attachment; filename="newsletter.json"'},
    )


def _ask_address(request, subscriber):
    form = NewAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, subscriber, form)
    if too_many(request, "newsletter.address", MOST_PER_HOUR):
        form.add_error(None, gettext("Too many requests. Wait a few minutes."))
        return _page(request, subscriber, form, status=429)
    personal_data.ask_address(subscriber, form.cleaned_data["new_email"])
    return message(
        request,
        gettext("Change my e-mail address"),
        gettext(
            "A mail is on its way to the new address. Click the link in it: until then "
            "nothing changes."
        ),
        links=[(gettext("Change my preferences"), own_page(subscriber, MANAGE))],
    )


def _ask_erasure(request, subscriber):
    return show(
        request,
        "newsletter/erase.html",
        {"title": gettext("Erase my data"), "subscriber": subscriber},
    )


def _erase(request, subscriber):
    personal_data.erase(subscriber)
    return message(
        request,
        gettext("Erase my data"),
        gettext("Your data are erased. You will receive no more mail."),
        links=[(gettext("Subscribe to the newsletter"), reverse("newsletter:signup"))],
    )


VERBS = {
    "download": _download,
    "address": _ask_address,
    "erase": _ask_erasure,
    "erase-now": _erase,
}


@personal
def address(request, token):
    """Show the button; on POST write to the new address from now on."""
    subscriber = subscriber_for(token, ADDRESS)
    if subscriber is None:
        return dead_link(request)
    title = gettext("Change my e-mail address")
    if request.method != "POST":
        text = gettext("From now on, mails will go to %(address)s.")
        text %= {"address": subscriber.new_email}
        return ask(request, title, text, gettext("Confirm the new address"))
    if not personal_data.change_address(subscriber):
        return dead_link(request)
    return message(
        request,
        title,
        gettext(
            "Your new address is confirmed. Links to your preferences in earlier mails no longer work."
        ),
        links=[(gettext("Change my preferences"), own_page(subscriber, MANAGE))],
    )
