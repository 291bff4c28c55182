"""The structured parts of an experience sheet: roles, and phases with their lessons."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from resources.diffusion import Certainty, DiffusionPhase, Role
from resources.fuzzy_dates import PARTS, FuzzyDate

FIRST_YEAR, LAST_YEAR = 1980, 2100


class RoleBlock(blocks.StructBlock):
    role = blocks.ChoiceBlock(label=_("role"), choices=Role.choices)
    text = blocks.TextBlock(label=_("what this person does"))

    class Meta:
        label = _("role")
        icon = "user"


class FuzzyDateValue(blocks.StructValue):
    @property
    def date(self):
        """Return the FuzzyDate, or None where no year is known."""
        year = self.get("year")
        return FuzzyDate(year, self.get("part") or "") if year else None


class FuzzyDateBlock(blocks.StructBlock):
    year = blocks.IntegerBlock(
        label=_("year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    part = blocks.ChoiceBlock(
        label=_("part of the year, if known"), choices=PARTS, required=False
    )

    class Meta:
        icon = "date"
        value_class = FuzzyDateValue

    def clean(self, value):
        value = super().clean(value)
        if value.get("part") and not value.get("year"):
            raise blocks.StructBlockValidationError(
                {"year": ValidationError(_("Fill in the year as well."))}
            )
        return value


class PhaseBlock(blocks.StructBlock):
    """One phase of the diffusion. Its state follows from its dates and its certainty."""

    kind = blocks.ChoiceBlock(
        label=_("diffusion phase"), choices=DiffusionPhase.choices
    )
    begins = FuzzyDateBlock(label=_("beginning"))
    ends = FuzzyDateBlock(
        label=_("end"), help_text=_("Leave it empty while the phase goes on.")
    )
    certainty = blocks.ChoiceBlock(
        label=_("how certain it is"),
        choices=Certainty.choices,
        default=Certainty.CERTAIN.value,
    )
    condition = blocks.CharBlock(
        label=_("on what condition"),
        required=False,
        help_text=_("For example: if the pilot phase is conclusive."),
    )
    sites = blocks.CharBlock(label=_("where"), required=False)
    funder = blocks.CharBlock(label=_("funder"), required=False)
    text = blocks.TextBlock(label=_("what happens"), required=False)
    updated_on = blocks.DateBlock(label=_("updated on"), required=False)
    update_note = blocks.CharBlock(label=_("what changed"), required=False)
    lessons = blocks.ListBlock(
        blocks.TextBlock(label=_("lesson")), label=_("lessons learned"), default=[]
    )

    class Meta:
        label = _("diffusion phase")
        icon = "history"

    def clean(self, value):
        value = super().clean(value)
        begins, ends = value["begins"].date, value["ends"].date
        errors = {}
        if begins and ends and ends.last_day < begins.first_day:
            text = _("The end date must come after the start date.")
            errors["ends"] = ValidationError(text)
        conditional = value["certainty"] == Certainty.CONDITIONAL
        if conditional and not value["condition"]:
            text = _("Say on what condition this phase will take place.")
            errors["condition"] = ValidationError(text)
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value
