"""Forms that anyone may send without an account, a cookie, a script or a third party.

A form carries the signed moment it was made and a field that people do not see; the
browser says which site sent it. Its answer is the same whatever address is typed.
"""

import time

from django import forms
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .visitors import comes_from_this_site, too_many

LEAST_SECONDS = 2
# A cached page may be days old when its form is sent.
MOST_SECONDS = 30 * 24 * 3600
# Forms of one kind from one network in an hour.
MOST_PER_HOUR = 20
REQUIRED = _("Fill in this field.")
WRONG_ADDRESS = _("Enter a full e-mail address, for example name@example.org.")
ONCE_MORE = _("Please check what you entered and send the form once more.")


def new_stamp():
    """Return a signed mark of the moment a form was made."""
    return Signer(salt="hubsite.form").sign(str(int(time.time())))


def seconds_since(stamp):
    """Return how long ago `stamp` was made, or None when it is not ours."""
    try:
        made_at = int(Signer(salt="hubsite.form").unsign(stamp))
    except (BadSignature, ValueError):
        return None
    return time.time() - made_at


def stamp_for(form):
    """Return the stamp to show `form` with: whoever corrects it has waited already."""
    stamp = form.data.get("stamp", "")
    seconds = seconds_since(stamp)
    return new_stamp() if seconds is None or seconds > MOST_SECONDS else stamp


def normal_address(address):
    """Return an address in the one form we store: lower case, ASCII domain.

    Raises UnicodeError when the domain cannot be written in ASCII.
    """
    name, _at, domain = address.strip().rpartition("@")
    return f"{name}@{domain.encode('idna').decode()}".lower()


class AddressField(forms.EmailField):
    """A mail address, cleaned to the one form we store."""

    def __init__(self):
        super().__init__(
            label=_("e-mail address"),
            max_length=254,
            help_text=_("your address will not be published"),
            error_messages={"required": REQUIRED, "invalid": WRONG_ADDRESS},
            widget=forms.EmailInput(
                attrs={"autocomplete": "email", "spellcheck": "false"}
            ),
        )

    def clean(self, value):
        address = super().clean(value)
        try:
            return normal_address(address)
        except UnicodeError as error:
            raise forms.ValidationError(WRONG_ADDRESS) from error


class OpenForm(forms.Form):
    """`website` is a field people do not see; `stamp` tells how long filling in took."""

    website = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_page(self):
        page = self.cleaned_data["page"]
        return page if page.startswith("/") else ""

    def clean(self):
        seconds = seconds_since(self.cleaned_data.get("stamp", ""))
        if seconds is None or not LEAST_SECONDS <= seconds <= MOST_SECONDS:
            raise forms.ValidationError(ONCE_MORE, code="stamp")

    @property
    def looks_automatic(self):
        """Tell whether the field that nobody sees was filled in."""
        return bool(self.data.get("website"))


def refusal(request, form, purpose):
    """Return the status to show a sent form again with, or 0 when it is to be acted on.

    The reason is added to the form's errors. A form that a machine filled in passes:
    the caller answers as to any other, and does nothing.
    """
    if not comes_from_this_site(request):
        form.add_error(None, ONCE_MORE)
        return 403
    if too_many(request, purpose, MOST_PER_HOUR):
        form.add_error(None, gettext("Too many requests. Wait a few minutes."))
        return 429
    return 0 if form.looks_automatic or form.is_valid() else 200
