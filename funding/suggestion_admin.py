"""The queue of suggestions about calls: read, accept, merge or decline them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import registry
from wagtail.permissions import register_permission_policy

from hubsite import attention
from hubsite.mail_admin import ReadAndErasePolicy, ReadOnlyViewSet
from hubsite.row_views import RowIndexView, RowView, date_column

from . import suggestions
from .known_calls import known_to_editors
from .models import CallSuggestion
from .models.index import call_list
from .suggestion_forms import DecisionForm, funders

register_permission_policy(CallSuggestion, ReadAndErasePolicy(CallSuggestion))
Kind, State = CallSuggestion.Kind, CallSuggestion.State


class SuggestionIndexView(RowIndexView):
    leads_to = "suggestion_decision"


class SuggestionViewSet(ReadOnlyViewSet):
    """What visitors wrote stays as they wrote it."""

    model = CallSuggestion
    icon = "mail"
    menu_label = _("Suggestions about calls")
    menu_order = 245
    add_to_admin_menu = True
    index_view_class = SuggestionIndexView
    inspect_view_enabled = False
    form_fields = ["state"]
    list_display = [
        "__str__", "kind", "state", "language",
        date_column(CallSuggestion, "created_at"),
    ]  # fmt: skip
    list_filter = ["state", "kind", "language"]
    search_fields = ["title", "url", "funder", "text"]
    search_backend_name = None
    ordering = ["-created_at"]


class DecisionView(RowView):
    """One suggestion, what it may repeat, and its history; on POST the decision."""

    template_name = "funding/admin/suggestion.html"
    page_title = _("Suggestion about a call")
    header_icon = "mail"
    model, fetched = CallSuggestion, ("page", "decided_by")
    listing, listing_title = "call_suggestions", _("Suggestions about calls")
    form = None

    @property
    def is_call(self):
        return self.row.kind == Kind.CALL

    def get_context_data(self, **kwargs):
        open_call = self.is_call and self.row.state == State.RECEIVED
        known = known_to_editors(suggestions.facts_of(self.row)) if open_call else []
        return super().get_context_data(
            suggestion=self.row,
            is_call=self.is_call,
            known=known,
            form=self.form or self.new_form(known),
            may_decide=self.may("change") and self.row.state == State.RECEIVED,
            history=registry.get_logs_for_instance(self.row).select_related("user"),
            **kwargs,
        )

    def new_form(self, known=(), data=None):
        """Return the form with the funder and the call that fit best."""
        form = DecisionForm(data)
        if not self.is_call:
            del form.fields["funder"], form.fields["into"]
        elif data is None:
            form.initial["into"] = known[0].pk if known else None
            form.initial["funder"] = suggestions.funder_like(self.row.funder, funders())
        return form

    def post(self, request, pk):
        act = {
            "accept": self.accept, "refuse": self.refuse, "merge": self.merge,
        }.get(request.POST.get("verb"))  # fmt: skip
        if act is None or not self.may("change"):
            raise PermissionDenied
        self.form = self.new_form(data=request.POST)
        done = act(self.form.cleaned_data) if self.form.is_valid() else None
        if done is None or self.form.errors:
            return self.render_to_response(self.get_context_data())
        if not done:
            messages.warning(request, gettext("That was decided already."))
        elif self.row.email:
            messages.success(request, gettext("The author is told by e-mail."))
        if done and self.is_call and self.row.page_id:
            return redirect("wagtailadmin_pages:edit", self.row.page_id)
        return redirect("suggestion_decision", pk=pk)

    def accept(self, data):
        if not self.is_call:
            return suggestions.accept(
                self.row, user=self.request.user, answer=data["answer"]
            )
        parent = call_list()
        if parent is None or not self.may_add_to(parent):
            self.form.add_error(None, gettext("You may not add a call here."))
        elif not data["funder"]:
            self.form.add_error("funder", gettext("A draft needs a funder."))
        else:
            return suggestions.accept(
                self.row,
                user=self.request.user,
                funder=data["funder"],
                answer=data["answer"],
            )
        return None

    def may_add_to(self, parent):
        return parent.permissions_for_user(self.request.user).can_add_subpage()

    def merge(self, data):
        if not self.is_call:
            raise PermissionDenied
        into = data["into"]
        if into is None:
            self.form.add_error("into", gettext("Choose the call to merge into."))
            return None
        if not into.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return suggestions.merge(
            self.row, user=self.request.user, into=into, answer=data["answer"]
        )

    def refuse(self, data):
        return suggestions.refuse(
            self.row, user=self.request.user, answer=data["answer"]
        )


@hooks.register("register_admin_viewset")
def register_suggestions():
    return SuggestionViewSet("call_suggestions")


@hooks.register("register_admin_urls")
def register_decision_url():
    address = "call-suggestions/<int:pk>/decision/"
    return [path(address, DecisionView.as_view(), name="suggestion_decision")]


@hooks.register("register_log_actions")
def register_decisions(actions):
    for state, label, told in (
        (State.ACCEPTED, _("Accept a suggestion"), _("Suggestion accepted")),
        (State.MERGED, _("Merge a suggestion"), _("Suggestion merged into a call")),
        (State.REFUSED, _("Decline a suggestion"), _("Suggestion declined")),
    ):
        actions.register_action(f"funding.suggestion.{state}", label, told)


def waiting_suggestions():
    """Suggestions that no editor has decided, the oldest first."""
    rows = CallSuggestion.objects.filter(state=State.RECEIVED).order_by("created_at")
    yield attention.of_rows(
        _("Suggestions about calls to read"),
        rows,
        "suggestion_decision",
        reverse("call_suggestions:index") + f"?state={State.RECEIVED}",
    )


attention.register("suggestions", waiting_suggestions, order=16)
