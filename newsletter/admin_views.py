"""Sending an issue from the admin: look, try, send, follow. Nothing is sent here."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from hubsite.i18n import original_of
from hubsite.navigation import language_name

from . import sending
from .checking import review
from .models import Campaign, Delivery, NewsletterIssuePage
from .progress import progress_of


def may_send(user):
    return user.has_perm("newsletter.add_campaign")


def source_of(pk):
    """Return the original of an issue, whichever of its languages the editor is in."""
    return original_of(get_object_or_404(NewsletterIssuePage, pk=pk))


class SendForm(forms.Form):
    in_doubt_policy = forms.ChoiceField(
        label=_("when a mail is in doubt"),
        choices=Campaign.InDoubt.choices,
        initial=Campaign.InDoubt.HOLD,
        widget=forms.RadioSelect,
        help_text=_("It happens when the worker is stopped while it sends."),
    )


class TestForm(forms.Form):
    to = forms.EmailField(label=_("e-mail address"))
    language = forms.ChoiceField(
        label=_("language"),
        choices=[(code, language_name(code)) for code in ("fr", "nl")],
    )


class SendView(WagtailAdminTemplateMixin, TemplateView):
    """Say who will receive the issue and what stands against it; queue it on POST."""

    template_name = "newsletter/admin/send.html"
    page_title = _("Send by e-mail")
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not may_send(request.user):
            raise PermissionDenied
        self.issue = source_of(kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.issue.title

    def get_breadcrumbs_items(self):
        edit = reverse("wagtailadmin_pages:edit", args=[self.issue.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.issue.title},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            issue=self.issue,
            review=review(self.issue),
            campaigns=self.issue.campaigns.all(),
            form=kwargs.pop("form", None) or SendForm(),
            test_form=TestForm(
                initial={"to": self.request.user.email}, auto_id="test_%s"
            ),
            **kwargs,
        )

    def post(self, request, pk):
        form = SendForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            campaign = sending.queue_campaign(
                self.issue,
                user=request.user,
                in_doubt_policy=form.cleaned_data["in_doubt_policy"],
            )
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            return redirect("newsletter_send", pk=self.issue.pk)
        messages.success(request, gettext("The issue is queued: the worker sends it."))
        return redirect("newsletter_campaign", pk=campaign.pk)


@require_POST
def send_test(request, pk):
    if not may_send(request.user):
        raise PermissionDenied
    issue = source_of(pk)
    form = TestForm(request.POST)
    if form.is_valid():
        sending.send_test(issue, **form.cleaned_data)
        text = gettext("A test is on its way to %(to)s.")
        messages.success(request, text % {"to": form.cleaned_data["to"]})
    else:
        for text in (error for errors in form.errors.values() for error in errors):
            messages.error(request, text)
    return redirect("newsletter_send", pk=issue.pk)


class CampaignView(WagtailAdminTemplateMixin, TemplateView):
    """How far a sending is; on POST one of `verbs`."""

    template_name = "newsletter/admin/campaign.html"
    page_title = _("Sending")
    header_icon = "mail"
    verbs = {
        "pause": sending.pause,
        "resume": sending.resume,
        "cancel": sending.cancel,
        "resend": sending.resend_in_doubt,
    }

    def dispatch(self, request, *args, **kwargs):
        if not (
            may_send(request.user) or request.user.has_perm("newsletter.view_campaign")
        ):
            raise PermissionDenied
        self.campaign = get_object_or_404(
            Campaign.objects.select_related("issue"), pk=kwargs["pk"]
        )
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return self.campaign.issue.title

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("campaigns:index"), "label": gettext("Sendings")},
            {"url": "", "label": self.campaign.issue.title},
        ]

    def get_context_data(self, **kwargs):
        counts, state = self.campaign.counts(), self.campaign.state
        running = state in (Campaign.State.QUEUED, Campaign.State.SENDING)
        total = sum(counts.values())
        waiting = counts["queued"] + counts["claimed"]
        return super().get_context_data(
            campaign=self.campaign,
            counts=[(Delivery.State(code).label, n) for code, n in counts.items()],
            total=total,
            done=total - waiting,
            bounced=self.campaign.bounce_counts(),
            progress=progress_of(self.campaign, counts),
            bodies=self.campaign.bodies.order_by("language", "pk"),
            failed=self.campaign.deliveries.filter(
                state__in=[Delivery.State.FAILED, Delivery.State.IN_DOUBT]
            ).select_related("subscriber")[:50],
            may_send=may_send(self.request.user),
            may_pause=running,
            may_resume=state == Campaign.State.PAUSED,
            may_cancel=running or state == Campaign.State.PAUSED,
            may_resend=counts["in_doubt"] > 0,
            **kwargs,
        )

    def post(self, request, pk):
        verb = self.verbs.get(request.POST.get("verb"))
        if verb is None or not may_send(request.user):
            raise PermissionDenied
        if not verb(self.campaign):
            messages.warning(request, gettext("The sending had changed meanwhile."))
        return redirect("newsletter_campaign", pk=pk)
