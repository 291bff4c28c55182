"""Sending an issue from the admin: look, try, send, follow. Nothing is sent here."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from hubsite.i18n import original_of
from hubsite.models import Territory, Theme
from hubsite.navigation import language_name

from . import sending
from .audience import Reader
from .checking import review
from .composing import draft, lay_out, shown, version_for
from .freezing import frozen_page
from .models import Campaign, Delivery, NewsletterIssuePage, newsletter_settings
from .progress import progress_of

QUEUED_AS = {
    Campaign.State.QUEUED: _("The issue is queued: the worker sends it."),
    Campaign.State.SCHEDULED: _("The issue is scheduled: the worker sends it then."),
    Campaign.State.REVIEW: _("A second person must now approve the sending."),
}


def may_send(user):
    return user.has_perm("newsletter.add_campaign")


def may_follow(user):
    return user.has_perm("newsletter.view_campaign")


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
    send_at = forms.DateTimeField(
        label=_("send it at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["send_at"].help_text = gettext(
            "In the hub’s time zone (%(zone)s). Empty: as soon as it may go."
        ) % {"zone": timezone.get_default_timezone_name()}

    def full_clean(self):
        """Read moments in the hub's zone, whatever zone the editor's account has."""
        with timezone.override(timezone.get_default_timezone()):
            super().full_clean()

    def clean_send_at(self):
        send_at = self.cleaned_data["send_at"]
        if send_at and send_at <= timezone.now():
            raise ValidationError(gettext("This moment is past."))
        return send_at


class PreviewForm(forms.Form):
    """As whom an editor looks at an issue."""

    language = forms.ChoiceField(label=_("language"), choices=settings.LANGUAGES)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(),
        label=_("themes"),
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    territory = forms.ModelChoiceField(
        Territory.objects.all(),
        label=_("territory"),
        required=False,
        empty_label=_("everywhere"),
    )
    is_trained = forms.BooleanField(
        label=_("followed one of our courses"), required=False
    )
    campaign = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def reader(self):
        """Return the Reader that these choices make."""
        place = self.cleaned_data["territory"]
        return Reader(
            frozenset(theme.code for theme in self.cleaned_data["themes"]),
            frozenset([place.reference] if place else []),
            self.cleaned_data["is_trained"],
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
            hub_zone=timezone.get_default_timezone(),
            needs_second_person=newsletter_settings().needs_second_person,
            preview_form=PreviewForm(auto_id="preview_%s"),
            test_form=TestForm(
                initial={"to": self.request.user.email}, auto_id="test_%s"
            ),
            **kwargs,
        )

    def post(self, request, pk):
        form = SendForm(request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=400)
        try:
            campaign = sending.queue_campaign(
                self.issue,
                user=request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            for text in error.messages:
                messages.error(request, text)
            return redirect("newsletter_send", pk=self.issue.pk)
        messages.success(request, QUEUED_AS[campaign.state])
        return redirect("newsletter_campaign", pk=campaign.pk)


@require_safe
def preview(request, pk):
    """Show the mail as a reader of these choices gets it.

    With `campaign`, from what that sending has frozen; else from what is published.
    """
    if not (may_send(request.user) or may_follow(request.user)):
        raise PermissionDenied
    issue, form = source_of(pk), PreviewForm(request.GET)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    language = form.cleaned_data["language"]
    page = version_for(issue, language)
    if frozen := form.cleaned_data["campaign"]:
        campaign = get_object_or_404(issue.campaigns, uuid=frozen)
        page = frozen_page(campaign, language)
    prepared = draft(page, language)
    selection = prepared.selector.select(form.reader())
    if selection.is_bare and not newsletter_settings().sends_when_nothing:
        text = gettext("The issue holds nothing for this reader: it is not sent.")
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    return shown(lay_out(prepared, selection), page, request.GET.get("format"))


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
    waiting = (Campaign.State.REVIEW, Campaign.State.SCHEDULED, Campaign.State.PAUSED)

    def dispatch(self, request, *args, **kwargs):
        if not (may_send(request.user) or may_follow(request.user)):
            raise PermissionDenied
        self.campaign = get_object_or_404(
            Campaign.objects.select_related("issue", "queued_by", "approved_by"),
            pk=kwargs["pk"],
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
            issue=self.campaign.issue,
            counts=[(Delivery.State(code).label, n) for code, n in counts.items()],
            total=total,
            done=total - waiting,
            bounced=self.campaign.bounce_counts(),
            progress=progress_of(self.campaign, counts),
            bodies=self.campaign.body_counts(),
            failed=self.campaign.deliveries.filter(
                state__in=[Delivery.State.FAILED, Delivery.State.IN_DOUBT]
            ).select_related("subscriber")[:50],
            may_send=may_send(self.request.user),
            may_pause=running,
            may_resume=state == Campaign.State.PAUSED,
            may_cancel=running or state in self.waiting,
            may_approve=sending.may_approve(self.campaign, self.request.user),
            hub_zone=timezone.get_default_timezone(),
            preview_form=PreviewForm(auto_id="preview_%s"),
            may_resend=counts["in_doubt"] > 0,
            **kwargs,
        )

    def post(self, request, pk):
        name = request.POST.get("verb")
        verb = self.verbs.get(name)
        if not may_send(request.user) or not (verb or name == "approve"):
            raise PermissionDenied
        if verb:
            has_moved = verb(self.campaign)
        else:
            has_moved = sending.approve(self.campaign, request.user)
        if not has_moved:
            messages.warning(request, gettext("The sending had changed meanwhile."))
        return redirect("newsletter_campaign", pk=pk)
