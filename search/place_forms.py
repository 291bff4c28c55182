"""A place typed into a form: one territory, or several to choose from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hubsite.open_forms import REQUIRED
from hubsite.places import LONGEST

from .asking_place import described, read_place


class PlaceMixin(forms.Form):
    """`place` is typed; where it may mean several, `place_code` asks which.

    The cleaned `territory` is a reference of the gazetteer. `known` maps names to the
    references they stand for without asking.
    """

    place = forms.CharField(
        label=_("your territory"),
        help_text=_(
            "A municipality, a postcode, a department, a province or a region."
        ),
        max_length=LONGEST,
        error_messages={"required": REQUIRED},
    )
    place_code = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def __init__(self, *args, known=None, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get("place", "") if self.is_bound else ""
        self.reference, self.asked = (known or {}).get(typed), None
        if not self.reference:
            self.reference, self.asked = read_place(typed)
        if not (self.asked and self.asked.places):
            del self.fields["place_code"]
            return
        field = self.fields["place_code"]
        field.label = self.asked.message
        field.choices = [
            (place.reference, f"{place.label} · {described(place)}")
            for place in self.asked.places
        ]
        # Whoever corrects the name has chosen among other places.
        chosen = self.data.get("place_code")
        if chosen and chosen not in dict(field.choices):
            self.data = self.data.copy()
            self.data["place_code"] = ""

    def clean(self):
        super().clean()
        data = self.cleaned_data
        data["territory"] = self.reference or data.get("place_code", "")
        if self.asked and not data["territory"] and "place" in data:
            where = "place_code" if self.asked.places else "place"
            self.add_error(where, self.asked.message)
