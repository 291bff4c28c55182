"""Model fields used by several rooms."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations.

    Blocks change often; their definition in every migration is the debt that larger
    Wagtail sites regret most, and it buys nothing: the column is JSON either way.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class CodesField(models.JSONField):
    """A list of codes chosen among fixed choices, stored in their order of definition."""

    description = _("Codes")

    def __init__(self, *args, choices=(), **kwargs):
        self.code_choices = list(choices)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        known = {code for code, _label in self.code_choices}
        unknown = [code for code in value or () if code not in known]
        if unknown:
            raise ValidationError(
                _("%(codes)s: not among the choices."),
                params={"codes": ", ".join(map(str, unknown))},
            )

    def formfield(self, **kwargs):
        return forms.TypedMultipleChoiceField(
            choices=self.code_choices,
            coerce=str,
            empty_value=[],
            required=not self.blank,
            label=capfirst(kwargs.get("label") or self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )


def validate_link(value):
    """Accept an http(s) address, or a path of this very site."""
    if value.startswith("/") and not value.startswith("//") and " " not in value:
        return
    URLValidator(schemes=["http", "https"])(value)


class LinkField(models.URLField):
    """An address outside, or a path of this site; the same in both languages."""

    default_validators = [validate_link]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        kwargs.pop("assume_scheme", None)
        kwargs["form_class"] = forms.CharField
        return models.CharField.formfield(self, **kwargs)
