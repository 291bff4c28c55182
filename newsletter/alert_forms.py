"""The forms by which people follow lists and pages."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hubsite.open_forms import REQUIRED, AddressField, OpenForm

from .alerts import REMINDERS
from .forms import languages
from .models import Alert


def reminder_choices():
    return [(days, _days_before(days)) for days in REMINDERS]


def _days_before(days):
    return ngettext("%(days)d day before", "%(days)d days before", days) % {
        "days": days
    }


class AlertForm(forms.Form):
    """What an alert tells and when; reminders only where something may close."""

    rhythm = forms.ChoiceField(
        label=_("how often?"),
        choices=Alert.Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("Without news you receive no mail."),
        error_messages={"required": REQUIRED},
    )
    reminders = forms.TypedMultipleChoiceField(
        label=_("remind me of deadlines"),
        choices=reminder_choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Reminders come on their day, whatever you chose above."),
    )
    language = forms.ChoiceField(
        label=_("choose my language"),
        choices=languages,
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED},
    )

    def __init__(self, *args, has_deadlines, **kwargs):
        super().__init__(*args, **kwargs)
        if not has_deadlines:
            del self.fields["reminders"]

    def choices(self):
        """Return the fields of an Alert that were chosen."""
        data = self.cleaned_data
        return {
            "language": data["language"],
            "rhythm": data["rhythm"],
            "reminders": data.get("reminders", []),
        }


class FollowForm(OpenForm, AlertForm):
    email = AddressField()
    consent = forms.BooleanField(
        label=_("I agree that the hub uses my address to send me this alert"),
        error_messages={"required": _("Tick the box to continue.")},
    )

    field_order = ["email", "rhythm", "reminders", "language", "consent"]
