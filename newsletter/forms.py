"""The forms that readers of the newsletter fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hubsite.i18n import current_language, site_languages
from hubsite.navigation import language_name
from hubsite.open_forms import REQUIRED, AddressField, OpenForm
from hubsite.vocabularies import Theme


class ThemesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options):
        super().__init__(queryset=Theme.objects.all(), **options)

    def label_from_instance(self, theme):
        return theme.label


def languages():
    """Return the choice of languages, the reader's first."""
    mine = current_language()
    codes = sorted(site_languages(), key=lambda code: code != mine)
    return [(code, language_name(code)) for code in codes]


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(
        label=_("choose my language"),
        choices=languages,
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED},
    )
    themes = ThemesField(
        label=_("choose my topics"),
        required=False,
        help_text=_("Without a choice you receive everything."),
    )


class SignupForm(OpenForm, PreferencesForm):
    """The sign-up. The short form of any page sends no themes and the page's language."""

    email = AddressField()
    consent = forms.BooleanField(
        label=_("I agree that the hub uses my address to send me the newsletter"),
        error_messages={"required": _("Tick the box to continue.")},
    )

    field_order = ["email", "language", "themes", "consent"]
