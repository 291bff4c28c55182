"""Partners in the admin: read every notice, take one off, propose who carries."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import registry
from wagtail.permissions import register_permission_policy

from funding.models import Carrier, PartnerNotice
from hubsite import attention
from hubsite.mail_admin import ReadAndErasePolicy, ReadOnlyViewSet
from hubsite.row_views import RowIndexView, RowView, YesNoFilter, date_column

from . import notices

register_permission_policy(PartnerNotice, ReadAndErasePolicy(PartnerNotice))
State = PartnerNotice.State


class NoticeIndexView(RowIndexView):
    leads_to, fetched = "partner_review", ("call",)

    def get_base_queryset(self):
        passed_on = Count("talks", filter=Q(talks__confirmed_at__isnull=False))
        return super().get_base_queryset().annotate(talk_count=passed_on)


class NoticeFilterSet(WagtailFilterSet):
    read = YesNoFilter(
        "reviewed_at", "isnull", label=_("read by the hub"), exclude=True
    )

    class Meta:
        model = PartnerNotice
        fields = ["state", "kind", "language"]


class NoticeViewSet(ReadOnlyViewSet):
    """What structures wrote stays as they wrote it."""

    model = PartnerNotice
    icon = "group"
    menu_label = _("Partnership notices")
    menu_order = 246
    add_to_admin_menu = True
    index_view_class = NoticeIndexView
    inspect_view_enabled = False
    form_fields = ["state"]
    list_display = [
        "__str__",
        "call",
        "state",
        Column("talk_count", label=_("Conversations")),
        "language",
        date_column(PartnerNotice, "created_at"),
    ]
    filterset_class = NoticeFilterSet
    search_fields = ["organisation", "skills", "text"]
    search_backend_name = None
    ordering = ["-created_at"]


class ReviewForm(forms.Form):
    """What goes with a decision; each verb reads its own part."""

    carrier = forms.ModelChoiceField(
        Carrier.objects.none(),
        label=_("Carrying organisation"),
        required=False,
    )
    to_all = forms.BooleanField(
        label=_("Tell all structures that are shown on this call"), required=False
    )
    answer = forms.CharField(
        label=_("Message to the author"),
        help_text=_("Added to the mail. Write it in the author's language."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, notice, *args):
        super().__init__(*args)
        carriers = notices.carriers_for(notice)
        field = self.fields["carrier"]
        field.queryset = Carrier.objects.filter(is_active=True)
        field.choices = [("", "---------"), *((one.pk, str(one)) for one in carriers)]


class ReviewView(RowView):
    """One notice, its conversations and its history; on POST the decision."""

    template_name = "funding/admin/partner.html"
    page_title = _("Partnership notice")
    header_icon = "group"
    model, fetched = PartnerNotice, ("call", "reviewed_by", "carrier__organisation")
    listing, listing_title = "partner_notices", _("Partnership notices")
    form = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            notice=self.row,
            form=self.form or ReviewForm(self.row),
            talks=self.row.talks.prefetch_related("messages"),
            may_decide=self.may("change") and self.row.state != State.PENDING,
            history=registry.get_logs_for_instance(self.row).select_related("user"),
            **kwargs,
        )

    def post(self, request, pk):
        act = {
            "keep": self.keep, "hide": self.hide, "carrier": self.propose,
        }.get(request.POST.get("verb"))  # fmt: skip
        if act is None or not self.may("change"):
            raise PermissionDenied
        self.form = ReviewForm(self.row, request.POST)
        told = act(self.form.cleaned_data) if self.form.is_valid() else ""
        if self.form.errors:
            return self.render_to_response(self.get_context_data())
        if told:
            messages.success(request, told)
        return redirect("partner_review", pk=pk)

    def keep(self, data):
        return self._review(data, show=True, told=gettext("The notice is shown."))

    def hide(self, data):
        told = gettext("The notice is taken off. The author is told by e-mail.")
        return self._review(data, show=False, told=told)

    def _review(self, data, *, show, told):
        user, answer = self.request.user, data["answer"]
        done = notices.review(self.row, show=show, user=user, answer=answer)
        return told if done else ""

    def propose(self, data):
        if data["carrier"] is None:
            self.form.add_error("carrier", gettext("Choose the organisation."))
            return ""
        told = notices.propose_carrier(
            self.row,
            data["carrier"],
            user=self.request.user,
            to_all=data["to_all"],
            answer=data["answer"],
        )
        return ngettext(
            "%(number)s structure is told by e-mail.",
            "%(number)s structures are told by e-mail.",
            told,
        ) % {"number": told}


@hooks.register("register_admin_viewset")
def register_notices():
    return NoticeViewSet("partner_notices")


@hooks.register("register_admin_urls")
def register_review_url():
    address = "partner-notices/<int:pk>/review/"
    return [path(address, ReviewView.as_view(), name="partner_review")]


@hooks.register("register_log_actions")
def register_reviews(actions):
    for name, label, told in (
        (State.SHOWN, _("Show a partnership notice"), _("Partnership notice shown")),
        (State.HIDDEN, _("Take a notice off"), _("Partnership notice taken off")),
        ("carrier", _("Propose a carrier"), _("Carrying organisation proposed")),
    ):
        actions.register_action(f"funding.partner.{name}", label, told)


def unread_notices():
    """Notices that readers see and no one of the team has read as they stand."""
    rows = PartnerNotice.objects.filter(state=State.SHOWN, reviewed_at=None)
    yield attention.of_rows(
        _("Partnership notices to read"),
        rows.order_by("changed_at"),
        "partner_review",
        reverse("partner_notices:index") + f"?state={State.SHOWN}&read=false",
    )


attention.register("partners", unread_notices, order=16)
