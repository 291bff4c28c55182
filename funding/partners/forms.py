"""The forms by which structures find partners for a joint call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hubsite.open_forms import REQUIRED, AddressField, OpenForm
from hubsite.vocabularies import MaterialLanguage
from search.place_forms import PlaceMixin

from .models import LONGEST_MESSAGE, LONGEST_TEXT, PartnerNotice

TICK = _("Tick the box to continue.")
NO_ADDRESS = _(
    "Leave your address out if you do not want the other to see it: the hub passes "
    "messages on without it."
)


class NoticeForm(PlaceMixin, OpenForm):
    kind = forms.ChoiceField(
        label=_("what are you looking for?"),
        choices=[
            (PartnerNotice.Kind.SEEKS, _("We seek partners for our project")),
            (PartnerNotice.Kind.OFFERS, _("We offer to take part in a project")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": REQUIRED},
    )
    organisation = forms.CharField(
        label=_("your organisation"),
        max_length=160,
        error_messages={"required": REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    spoken = forms.MultipleChoiceField(
        label=_("your working languages"),
        choices=MaterialLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": REQUIRED},
    )
    skills = forms.CharField(
        label=_("your skills"),
        help_text=_("For example: training, mapping, accounts of a European project."),
        max_length=200,
        error_messages={"required": REQUIRED},
    )
    text = forms.CharField(
        label=_("what you propose or need"),
        help_text=_("It will be shown on the call's page. Name nobody you help."),
        max_length=LONGEST_TEXT,
        error_messages={"required": REQUIRED},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = AddressField()
    consent = forms.BooleanField(
        label=_(
            "I agree that the hub shows my organisation and this text on the call's page "
            "until the call closes, and passes messages on to me"
        ),
        error_messages={"required": TICK},
    )

    field_order = [
        "kind", "organisation", "place", "place_code", "spoken", "skills", "text",
        "email", "consent",
    ]  # fmt: skip

    def words(self):
        """Return what will be shown, cleaned, by the names of the model's fields."""
        names = ("kind", "organisation", "territory", "spoken", "skills", "text")
        return {name: self.cleaned_data[name] for name in names}


class ChangeForm(NoticeForm):
    """A notice that its author changes: address and consent stay as they were given."""

    email = consent = None

    def __init__(self, *args, notice, **kwargs):
        names = ("kind", "organisation", "spoken", "skills", "text", "place")
        kept = {name: getattr(notice, name) for name in names}
        super().__init__(
            *args, known={notice.place: notice.territory}, initial=kept, **kwargs
        )


class MessageForm(OpenForm):
    """A message to the author of a notice."""

    name = forms.CharField(
        label=_("your name"),
        max_length=120,
        error_messages={"required": REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    organisation = forms.CharField(
        label=_("your organisation"),
        max_length=160,
        error_messages={"required": REQUIRED},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    text = forms.CharField(
        label=_("your message"),
        help_text=NO_ADDRESS,
        max_length=LONGEST_MESSAGE,
        error_messages={"required": REQUIRED},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    email = AddressField()
    consent = forms.BooleanField(
        label=_(
            "I agree that the hub passes this message on with my name, and keeps it with "
            "my address until the call closes"
        ),
        error_messages={"required": TICK},
    )

    def words(self):
        """Return what is kept of a message, cleaned."""
        names = ("name", "organisation", "text", "email")
        return {name: self.cleaned_data[name] for name in names}


class AnswerForm(MessageForm):
    """A further message: who writes is known by the link."""

    name = organisation = email = consent = None
