"""The form by which people say that they reused an experience."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hubsite.open_forms import REQUIRED, AddressField, OpenForm

from .models.reply import LONGEST_REPLY

WHAT_TO_WRITE = _(
    "What did you change? What did you learn? Name nobody you helped, and nothing "
    "private about them."
)


class ReplyForm(OpenForm):
    name = forms.CharField(
        label=_("your name"),
        help_text=_("It will be shown under the sheet."),
        max_length=120,
        error_messages={"required": REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = forms.CharField(
        label=_("your organisation"),
        help_text=_("It will be shown under the sheet."),
        max_length=160,
        error_messages={"required": REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    town = forms.CharField(label=_("town or city"), max_length=80, required=False)
    text = forms.CharField(
        label=_("how it went"),
        help_text=WHAT_TO_WRITE,
        max_length=LONGEST_REPLY,
        error_messages={"required": REQUIRED},
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    email = AddressField()
    consent = forms.BooleanField(
        label=_("I agree that the hub shows my name, my organisation and this text"),
        error_messages={"required": _("Tick the box to continue.")},
    )

    def words(self):
        """Return what will be shown, cleaned: name, organisation, town and text."""
        names = ("name", "organisation", "town", "text")
        return {name: self.cleaned_data[name] for name in names}
