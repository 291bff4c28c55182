"""Replying to an experience sheet, confirming the reply and taking it back.

The form has an address of its own, so that the sheet stays a page that caches may keep.
"""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from hubsite.i18n import localize_many, original_of
from hubsite.open_forms import refusal, stamp_for
from hubsite.personal_pages import ask, message, personal, show

from . import replies
from .forms import ReplyForm
from .models import ExperiencePage, Reply
from .replies import CONFIRM, WITHDRAW, reply_for, sheet_for


def sheet_of(pk):
    """Return the sheet to show for that id in the reader's language; raises Http404."""
    page = localize_many([pk]).get(pk)
    sheet = page and ExperiencePage.objects.filter(pk=page.pk).first()
    if sheet is None:
        raise Http404
    return sheet


@personal
def reply(request, pk):
    sheet = sheet_of(pk)
    if request.method != "POST":
        return _form_page(request, sheet, ReplyForm())
    form = ReplyForm(request.POST)
    if status := refusal(request, form, "resources.reply"):
        return _form_page(request, sheet, form, status=status)
    if not form.looks_automatic:
        replies.send(
            # Replies are kept on the source, once.
            sheet=original_of(sheet),
            language=get_language(),
            email=form.cleaned_data["email"],
            **form.words(),
        )
    return HttpResponseRedirect(reverse("replies:sent"), status=303)


def _form_page(request, sheet, form, status=200):
    context = {
        "title": gettext("We reused it too"),
        "sheet": sheet,
        "form": form,
        "stamp": stamp_for(form),
        "origin": request.path,
        "crumbs": [("", f"/{get_language()}/"), (sheet.title, sheet.url)],
    }
    return show(request, "resources/reply.html", context, status=status)


@personal
def sent(request):
    return message(
        request,
        gettext("We reused it too"),
        gettext("Check your e-mails and click the link to confirm."),
    )


def _dead_link(request):
    """Answer the same to a link that is forged, used up or too old."""
    text = gettext("This link no longer works.")
    return message(request, gettext("Your reply"), text, status=410)


def _question(request, reply, text, button):
    """Answer with the reply as it was written, and a button that does what is asked."""
    return ask(
        request,
        gettext("Your reply"),
        text,
        button,
        quoted=reply.text,
        quoted_language=reply.language,
    )


def _sheet_link(reply):
    sheet = sheet_for(reply)
    return [(sheet.title, sheet.url)]


@personal
def confirm(request, token):
    reply = reply_for(token, CONFIRM)
    if reply is None:
        return _dead_link(request)
    # A link opened again has nothing more to ask.
    if request.method != "POST" and reply.state == Reply.State.PENDING:
        return _question(
            request,
            reply,
            gettext("Read it once more, then send it to the hub."),
            gettext("Confirm my reply"),
        )
    replies.confirm(reply)
    return message(
        request,
        gettext("Your reply"),
        gettext("Thank you. We are checking your suggestion."),
        links=_sheet_link(reply),
    )


@personal
def withdraw(request, token):
    reply = reply_for(token, WITHDRAW)
    if reply is None:
        return _dead_link(request)
    if request.method != "POST":
        return _question(
            request,
            reply,
            gettext("Your reply will be erased, and your address with it."),
            gettext("Erase my reply"),
        )
    links = _sheet_link(reply)
    replies.withdraw(reply)
    text = gettext("Your reply is erased.")
    return message(request, gettext("Your reply"), text, links=links)
