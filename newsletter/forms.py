"""The forms that visitors fill in, and what keeps machines from filling them."""

import time

from django import forms
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from hubsite.navigation import language_name
from hubsite.vocabularies import Theme

from .consent import normal_address

LEAST_SECONDS = 2
# A cached page may be days old when its form is sent.
MOST_SECONDS = 30 * 24 * 3600
REQUIRED = _("Fill in this field.")
WRONG_ADDRESS = _("Enter a full e-mail address, for example name@example.org.")


def new_stamp():
    """Return a signed mark of the moment a form was made."""
    return Signer(salt="newsletter.form").sign(str(int(time.time())))


def seconds_since(stamp):
    """Return how long ago `stamp` was made, or None when it is not ours."""
    try:
        made_at = int(Signer(salt="newsletter.form").unsign(stamp))
    except (BadSignature, ValueError):
        return None
    return time.time() - made_at


class ThemesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(queryset=Theme.objects.all(), **options)

    def label_from_instance(self, theme):
        return theme.label


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(
        label=_("choose my language"),
        choices=[(code, language_name(code)) for code, _label in settings.LANGUAGES],
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED},
    )
    themes = ThemesField(
        label=_("choose my topics"),
        required=False,
        help_text=_("Without a choice you receive everything."),
    )


class SignupForm(PreferencesForm):
    """The sign-up. `website` is a field people do not see; `stamp` tells how long it took.

    The short form of any page sends no themes and the page's own language.
    """

    email = forms.EmailField(
        label=_("e-mail address"),
        max_length=254,
        help_text=_("your address will not be published"),
        error_messages={"required": REQUIRED, "invalid": WRONG_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    consent = forms.BooleanField(
        label=_("I agree that the hub uses my address to send me the newsletter"),
        error_messages={"required": _("Tick the box to continue.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["email", "language", "themes", "consent"]

    def clean_email(self):
        try:
            return normal_address(self.cleaned_data["email"])
        except UnicodeError as error:
            raise forms.ValidationError(WRONG_ADDRESS) from error

    def clean_page(self):
        page = self.cleaned_data["page"]
        return page if page.startswith("/") else ""

    def clean(self):
        seconds = seconds_since(self.cleaned_data.get("stamp", ""))
        if seconds is None or not LEAST_SECONDS <= seconds <= MOST_SECONDS:
            raise forms.ValidationError(
                _("Please check what you entered and send the form once more."),
                code="stamp",
            )

    @property
    def looks_automatic(self):
        """Tell whether the field that nobody sees was filled in."""
        return bool(self.data.get("website"))
