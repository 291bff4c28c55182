"""The forms that readers of the newsletter fill in."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hubsite.i18n import current_language, site_languages
from hubsite.navigation import language_name
from hubsite.open_forms import REQUIRED, AddressField, OpenForm
from hubsite.vocabularies import Theme
from search.place_forms import PlaceMixin

from .models import Subscriber
from .models.subscribers import territory_label

MOST_TERRITORIES = 10
LONGEST_PAUSE = timedelta(days=366)
NOT_A_DAY = _("Choose a day from tomorrow on, within a year.")
LONGEST_ID = 18


class ThemesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(queryset=Theme.objects.all(), **options)

    def clean(self, value):
        # A database refuses a number too long for it; to us it is one more wrong choice.
        if value and any(len(str(code)) > LONGEST_ID for code in value):
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message % {"value": "…"}, code="invalid_choice")
        return super().clean(value)

    def label_from_instance(self, theme):
        return theme.label


def languages():
    """Return the choice of languages, the reader's first."""
    mine = current_language()
    codes = sorted(site_languages(), key=lambda code: code != mine)
    return [(code, language_name(code)) for code in codes]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        label=_("choose my language"),
        choices=languages,
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED},
    )


class ChoicesForm(LanguageForm, PlaceMixin):
    """What a person chooses to receive; the place typed becomes a territory."""

    themes = ThemesField(
        label=_("choose my topics"),
        required=False,
        help_text=_("Without a choice you receive everything."),
    )
    is_trained_helper = forms.BooleanField(
        label=_("I followed one of your courses (some parts are made for you)"),
        required=False,
    )
    rhythm = forms.ChoiceField(
        label=_("frequency"),
        choices=Subscriber.Rhythm.choices,
        widget=forms.RadioSelect,
        initial=Subscriber.Rhythm.EACH,
        error_messages={"required": REQUIRED},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        place.required = False
        place.help_text = _(
            "A municipality, a postcode, a department, a province or a region. Without "
            "one you receive news of everywhere."
        )

    def chosen(self):
        """Return what was chosen, by the names of a Subscriber's fields."""
        data = self.cleaned_data
        names = ("language", "themes", "rhythm", "is_trained_helper")
        territories = [data["territory"]] if data.get("territory") else []
        return {name: data[name] for name in names} | {"territories": territories}


class SignupForm(ChoicesForm, OpenForm):
    """The sign-up. The short form of any page asks for the address and consent only."""

    email = AddressField()
    consent = forms.BooleanField(
        label=_("I agree that the hub uses my address to send me the newsletter"),
        error_messages={"required": _("Tick the box to continue.")},
    )

    field_order = [
        "email", "language", "themes", "place", "place_code", "rhythm",
        "is_trained_helper", "consent",
    ]  # fmt: skip


class PauseForm(LanguageForm):
    """What concerns all mails to a subscriber, those of alerts too."""

    paused_until = forms.DateField(
        label=_("receive nothing until"),
        required=False,
        help_text=_("Mails start again on that day. Leave it empty to receive them."),
        error_messages={"invalid": NOT_A_DAY},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_paused_until(self):
        """Return the day mails start again; one that has come is none."""
        day, today = self.cleaned_data["paused_until"], timezone.localdate()
        if day is None or (day <= today and day == self.initial["paused_until"]):
            return None
        if not today < day <= today + LONGEST_PAUSE:
            raise forms.ValidationError(NOT_A_DAY)
        return day


class AlertsOnlyForm(PauseForm):
    """The preferences of who does not receive the newsletter: its choices stay."""

    def __init__(self, *args, subscriber, **kwargs):
        self.kept = {
            name: getattr(subscriber, name)
            for name in ("rhythm", "is_trained_helper", "territories")
        } | {"themes": subscriber.themes.all()}
        initial = {
            "language": subscriber.language,
            "paused_until": subscriber.paused_until,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def chosen(self):
        return self.kept | self.cleaned_data


class PreferencesForm(PauseForm, ChoicesForm):
    """What a subscriber receives; territories are kept by ticks, and one added."""

    territories = forms.MultipleChoiceField(
        label=_("my territories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick those that no longer concern you."),
    )

    field_order = [
        "language", "themes", "territories", "place", "place_code", "rhythm",
        "is_trained_helper", "paused_until",
    ]  # fmt: skip

    def __init__(self, *args, subscriber, **kwargs):
        known = subscriber.territories
        initial = {
            "language": subscriber.language,
            "themes": list(subscriber.themes.values_list("pk", flat=True)),
            "territories": known,
            "rhythm": subscriber.rhythm,
            "is_trained_helper": subscriber.is_trained_helper,
            "paused_until": subscriber.paused_until,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["territories"].choices = [
            (reference, territory_label(reference)) for reference in known
        ]
        if known:
            self.fields["place"].label = _("add a territory")
        else:
            del self.fields["territories"]

    def clean(self):
        super().clean()
        if len(self._territories()) > MOST_TERRITORIES:
            self.add_error("place", _("Ten territories at most: untick one first."))

    def _territories(self):
        data = self.cleaned_data
        added = [data["territory"]] if data.get("territory") else []
        return list(dict.fromkeys([*data.get("territories", ()), *added]))

    def chosen(self):
        day = self.cleaned_data["paused_until"]
        return super().chosen() | {
            "territories": self._territories(),
            "paused_until": day,
        }


def preferences_form(data, subscriber):
    """Return the form of a subscriber's preferences."""
    form = PreferencesForm if subscriber.has_newsletter else AlertsOnlyForm
    return form(data, subscriber=subscriber)


class NewAddressForm(forms.Form):
    new_email = AddressField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_email"].label = _("new e-mail address")
        self.fields["new_email"].help_text = ""
