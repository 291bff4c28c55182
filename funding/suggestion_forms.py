"""The forms by which people tell of a call, and by which an editor decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser

from directory.models import Organisation
from hubsite.open_forms import REQUIRED, AddressField, OpenForm

from .duplicates import CallFacts
from .models import CallPage
from .models.suggestion import LONGEST_TEXT

WRONG_LINK = _("Enter a full web address, for example https://example.org/call.")


class OutcomeAddressField(AddressField):
    """An address that may stay empty: who leaves none is not told."""

    def __init__(self):
        super().__init__()
        self.required = False
        self.help_text = _(
            "To tell you what became of it. It is not published, and serves nothing else."
        )

    def clean(self, value):
        return super().clean(value) if (value or "").strip() else ""


class SuggestionForm(OpenForm):
    url = forms.CharField(
        label=_("web address of the call"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"spellcheck": "false"}),
    )
    title = forms.CharField(
        label=_("title of the call"), max_length=200, required=False
    )
    funder = forms.CharField(label=_("funder"), max_length=160, required=False)
    deadline = forms.DateField(
        label=_("deadline"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label=_("what we should know"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    credit = forms.CharField(
        label=_("name to show"),
        help_text=_(
            "If you wish the call's page to name you or your organisation. Leave it empty "
            "to stay unnamed."
        ),
        max_length=120,
        required=False,
    )
    email = OutcomeAddressField()

    def clean_url(self):
        """Return a whole web address, which nobody fetches."""
        url = self.cleaned_data["url"]
        if not url:
            return ""
        url = url if "://" in url else f"https://{url}"
        try:
            URLValidator(schemes=["http", "https"])(url)
        except ValidationError as error:
            raise ValidationError(WRONG_LINK) from error
        if len(url) > self.fields["url"].max_length:
            raise ValidationError(WRONG_LINK)
        return url

    @property
    def seen(self):
        """Return the ids of the calls that the author has been shown as possibly the same."""
        parts = self.data.get("seen", "")[:200].split("-")
        return {int(part) for part in parts if part.isascii() and part.isdecimal()}

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not (data.get("url") or data.get("title") or self.errors):
            self.add_error("url", _("Give the web address of the call, or its title."))

    def call(self):
        """Return the CallFacts of what was typed so far, whatever of it can be read."""
        names = ("url", "title", "funder", "deadline")
        typed = {name: self.cleaned_data.get(name) for name in names}
        return CallFacts(**{name: value for name, value in typed.items() if value})

    def typed(self):
        """Return what was typed, cleaned, by the names of the model's fields."""
        names = ("url", "title", "funder", "deadline", "text", "credit", "email")
        return {name: self.cleaned_data[name] for name in names}


class MistakeForm(OpenForm):
    text = forms.CharField(
        label=_("what is wrong, or has changed"),
        max_length=LONGEST_TEXT,
        error_messages={"required": REQUIRED},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = OutcomeAddressField()

    def typed(self):
        """Return what was typed, cleaned, by the names of the model's fields."""
        return {name: self.cleaned_data[name] for name in ("text", "email")}


class DecisionForm(forms.Form):
    """What an editor adds to a decision; each verb asks for its own part."""

    funder = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("funder"), required=False
    )
    into = forms.ModelChoiceField(
        CallPage.objects.all(),
        label=_("call"),
        required=False,
        widget=AdminPageChooser(target_models=[CallPage]),
    )
    answer = forms.CharField(
        label=_("message to the author"),
        help_text=_("Added to the mail. Write it in the author's language."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = funders()
        # The admin writes labels as they are.
        for field in self.fields.values():
            field.label = capfirst(field.label)


def funders():
    """Return the organisations that give money, by name."""
    giving = Q(kind=Organisation.Kind.FUNDER) | ~Q(funder_kind="")
    return Organisation.objects.filter(giving)
