"""Pages by which structures find partners: none may be cached, and GET changes nothing."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext

from funding.models import CallPage
from hubsite.i18n import localize_many, original_of
from hubsite.open_forms import refusal, stamp_for
from hubsite.personal_pages import ask, message, personal, show

from . import links, notices, talks
from .forms import AnswerForm, ChangeForm, MessageForm, NoticeForm
from .models import PartnerNotice


def call_of(pk):
    """Return the joint call to show for that id in the reader's language, or Http404."""
    page = localize_many([pk]).get(pk)
    call = page and CallPage.objects.filter(pk=page.pk, joint=True).first()
    if call is None:
        raise Http404
    return call


def title():
    return gettext("I want to apply with others")


def dead_link(request):
    """Answer the same to a link that is forged, used up or too old."""
    text = gettext("This link no longer works.")
    return message(request, title(), text, status=410)


def is_over(request, call):
    """Answer that nobody looks for partners any more."""
    text = gettext("This call takes no partners any more.")
    return message(request, title(), text, status=410, links=[(call.title, call.url)])


def form_page(request, template, form, call, *, status=200, **context):
    context = {
        "title": title(),
        "call": call,
        "form": form,
        "stamp": stamp_for(form),
        "origin": request.path,
        "crumbs": [("", f"/{get_language()}/"), (call.title, call.url)],
        **context,
    }
    return show(request, template, context, status=status)


def led_to(name):
    return HttpResponseRedirect(reverse(f"partners:{name}"), status=303)


# Notices


@personal
def notice(request, pk):
    call = call_of(pk)
    if not notices.takes_partners(call):
        return is_over(request, call)
    if request.method != "POST":
        return form_page(request, "funding/partners/notice.html", NoticeForm(), call)
    form = NoticeForm(request.POST)
    if status := refusal(request, form, "funding.partner"):
        return form_page(
            request, "funding/partners/notice.html", form, call, status=status
        )
    if not form.looks_automatic:
        notices.send(
            # Notices are kept on the source, once.
            call=original_of(call),
            language=get_language(),
            email=form.cleaned_data["email"],
            **form.words(),
        )
    return led_to("sent")


@personal
def sent(request):
    text = gettext("Check your e-mails and click the link to confirm.")
    return message(request, title(), text)


@personal
def confirm(request, token):
    found = links.notice_for(token, links.CONFIRM)
    if found is None:
        return dead_link(request)
    call = notices.call_for(found, get_language())
    if not notices.takes_partners(found.call):
        return is_over(request, call)
    if found.state == PartnerNotice.State.PENDING:
        if request.method != "POST":
            return ask(
                request,
                title(),
                gettext("Read your notice once more, then show it on the call's page."),
                gettext("Confirm and show"),
                quoted=found.text,
                quoted_language=found.language,
            )
        notices.confirm(found)
        found.refresh_from_db()
    text = gettext("Thank you. Your notice stands on the page of the call.")
    if found.state == PartnerNotice.State.HIDDEN:
        text = gettext("The hub has taken your notice off the site.")
    manage_path = links.path_for(found, links.MANAGE, get_language())
    return message(
        request,
        title(),
        text,
        links=[
            (call.title, call.url),
            (gettext("Change or erase my notice"), manage_path),
        ],
    )


@personal
def manage(request, token):
    found = links.notice_for(token, links.MANAGE)
    if found is None:
        return dead_link(request)
    call = notices.call_for(found, get_language())
    if request.method == "POST" and request.POST.get("verb") == "erase":
        notices.withdraw(found)
        text = gettext("Your notice is erased, and your address with it.")
        return message(request, title(), text, links=[(call.title, call.url)])
    status, is_open = 200, notices.takes_partners(found.call)
    form = ChangeForm(notice=found)
    if request.method == "POST" and is_open:
        form = ChangeForm(request.POST, notice=found)
        status = refusal(request, form, "funding.partner.change")
        if not status:
            if not form.looks_automatic:
                notices.change(found, **form.words())
            text = gettext("Your changes are kept.")
            return message(request, title(), text, links=[(call.title, call.url)])
    context = {"notice": found, "is_open": is_open}
    return form_page(
        request, "funding/partners/manage.html", form, call, status=status, **context
    )


# Messages


@personal
def message_to(request, pk):
    found = PartnerNotice.objects.select_related("call").filter(pk=pk).first()
    if found is None or found.state != PartnerNotice.State.SHOWN:
        raise Http404
    call = call_of(found.call_id)
    if not talks.is_open(found):
        return is_over(request, call)
    if request.method != "POST":
        return form_page(
            request, "funding/partners/message.html", MessageForm(), call, notice=found
        )
    form = MessageForm(request.POST)
    if status := refusal(request, form, "funding.partner.message"):
        return form_page(
            request,
            "funding/partners/message.html",
            form,
            call,
            status=status,
            notice=found,
        )
    if not form.looks_automatic:
        talks.begin(found, language=get_language(), **form.words())
    return led_to("message_sent")


@personal
def message_sent(request):
    text = gettext("Check your e-mails and click the link to pass your message on.")
    return message(request, title(), text)


@personal
def confirm_talk(request, token):
    talk = links.talk_for(token, links.CONFIRM_TALK)
    if talk is None:
        return dead_link(request)
    call = notices.call_for(talk.notice, get_language())
    if not talks.is_open(talk.notice):
        return is_over(request, call)
    if request.method != "POST":
        return ask(
            request,
            title(),
            gettext("Read your message once more, then have it passed on."),
            gettext("Confirm and pass on"),
            quoted=talk.messages.first().text,
            quoted_language=talk.language,
        )
    if not talks.confirm(talk):
        return message(request, title(), too_many(), status=429)
    text = gettext("Your message is passed on. The answer will come to you by e-mail.")
    return message(request, title(), text, links=[(call.title, call.url)])


def too_many():
    return gettext("Too many messages today. Use this link again tomorrow.")


@personal
def answer(request, token):
    return _go_on(request, links.talk_for(token, links.ANSWER), is_answer=True)


@personal
def write(request, token):
    return _go_on(request, links.talk_for(token, links.WRITE), is_answer=False)


def _go_on(request, talk, *, is_answer):
    """Show a conversation to one of its sides; on POST pass a message on, or end it."""
    if talk is None or talk.confirmed_at is None:
        return dead_link(request)
    call = notices.call_for(talk.notice, get_language())
    if request.method == "POST" and request.POST.get("verb") == "end":
        talks.end(talk)
        text = gettext("The conversation is erased: nobody can write in it any more.")
        return message(request, title(), text, links=[(call.title, call.url)])
    form, status, is_open = AnswerForm(), 200, talks.is_open(talk.notice)
    if request.method == "POST" and is_open:
        form = AnswerForm(request.POST)
        status = refusal(request, form, "funding.partner.message")
        if not status:
            if form.looks_automatic or talks.write(
                talk, form.cleaned_data["text"], is_answer=is_answer
            ):
                text = gettext("Your message is passed on.")
                return message(request, title(), text, links=[(call.title, call.url)])
            form.add_error(None, too_many())
            status = 429
    context = {
        "talk": talk,
        "said": talk.messages.all(),
        "is_answer": is_answer,
        "is_open": is_open,
        "other": str(talk) if is_answer else talk.notice.organisation,
    }
    return form_page(
        request, "funding/partners/talk.html", form, call, status=status, **context
    )
