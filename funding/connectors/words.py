"""What a source says of its calls in words of its own, and what each means here."""

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, HelpPanel, MultipleChooserPanel
from wagtail.models import Orderable

from hubsite.gazetteer import key_of

from .models import WORD_LABELS, Connector, ImportedCall
from .record import WORD_LENGTH

CALLS_SHOWN = 20


class SourceWordQuerySet(models.QuerySet):
    def waiting(self):
        """Narrow to the words of which nobody knows what they mean here."""
        return self.filter(
            set_aside=False, themes=None, audiences=None, places=None
        ).distinct()

    def with_meaning(self):
        return self.prefetch_related("themes", "audiences", "places__territory")


class SourceWord(ClusterableModel):
    """A word of a source, found once and for all of its calls; editors change it freely.

    `key` is the word as it is compared. A word may mean several things of any kind;
    `set_aside` says that it means none.
    """

    class Facet(models.TextChoices):
        THEME = "theme", WORD_LABELS["theme"]
        AUDIENCE = "audience", WORD_LABELS["audience"]
        TERRITORY = "territory", WORD_LABELS["territory"]

    connector = models.ForeignKey(
        Connector,
        models.CASCADE,
        related_name="words",
        verbose_name=_("source of calls"),
    )
    facet = models.CharField(_("said as"), max_length=10, choices=Facet.choices)
    word = models.CharField(_("word of the source"), max_length=WORD_LENGTH)
    key = models.CharField(max_length=3 * WORD_LENGTH)
    themes = models.ManyToManyField(
        "hubsite.Theme", blank=True, related_name="+", verbose_name=_("themes")
    )
    audiences = models.ManyToManyField(
        "hubsite.Audience", blank=True, related_name="+", verbose_name=_("audiences")
    )
    set_aside = models.BooleanField(
        _("means nothing here"),
        default=False,
        help_text=_("For a word that no theme, audience or territory renders."),
    )
    calls = models.ManyToManyField(ImportedCall, related_name="words")
    # Changed by an editor: the worker has not yet told the drafts (see spreading.py).
    is_news = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now)

    objects = SourceWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word of a source")
        verbose_name_plural = _("words of sources")
        ordering = ["facet", "word"]
        constraints = [
            models.UniqueConstraint(
                fields=["connector", "facet", "key"],
                name="one_row_for_a_word_of_a_source",
            )
        ]

    def __str__(self):
        return self.word

    panels = [
        HelpPanel(template="funding/admin/word.html", heading=_("Word of the source")),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        FieldPanel("audiences", widget=forms.CheckboxSelectMultiple),
        MultipleChooserPanel(
            "places",
            label=_("territory"),
            heading=_("Territories"),
            chooser_field_name="territory",
        ),
        FieldPanel("set_aside"),
    ]

    def meaning(self):
        """Return the labels of all that the word means here."""
        return [
            *map(str, self.themes.all()),
            *map(str, self.audiences.all()),
            *(str(row.territory) for row in self.places.all()),
        ]

    def told(self):
        """Return what the word means, in words for an editor."""
        meant = ", ".join(self.meaning())
        return meant or (_("nothing here") if self.set_aside else _("not known yet"))

    def newest_calls(self):
        return self.calls.order_by("-first_seen_at", "pk")[:CALLS_SHOWN]


class WordPlace(Orderable):
    word = ParentalKey(SourceWord, on_delete=models.CASCADE, related_name="places")
    territory = models.ForeignKey(
        "hubsite.Territory",
        models.CASCADE,
        related_name="+",
        verbose_name=_("territory"),
    )

    panels = [FieldPanel("territory")]


def word_key(word):
    """Return a word as it is compared; one without Latin letters stands for itself."""
    return key_of(word) or word.casefold()
