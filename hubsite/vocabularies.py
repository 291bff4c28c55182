"""The vocabularies that describe every kind of page.

Those that editors extend are snippets with one label a language; those that code relies
on are fixed choices. Codes are the glossary's and stand in public addresses.
"""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable
from wagtail.search import index

from .i18n import InLanguage

code_validator = RegexValidator(
    r"^[a-z0-9][a-z0-9_-]*$", _("Use small letters, digits, hyphens and underscores.")
)


class Profile(models.TextChoices):
    """How far a helped person is from doing things alone (R1.9)."""

    NEAR_AUTONOMY = "near_autonomy", _("close to autonomy")
    BEGINNER = "beginner", _("beginner")
    ASSISTANCE = "assistance", _("needs assistance")


class Level(models.TextChoices):
    DISCOVERY = "discovery", _("discovery")
    BASIC = "basic", _("basic")
    ADVANCED = "advanced", _("advanced")


class Modality(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")


class MaterialLanguage(models.TextChoices):
    FRENCH = "fr", _("French")
    DUTCH = "nl", _("Dutch")
    ENGLISH = "en", _("English")


class Term(index.Indexed, models.Model):
    """A term of an editable vocabulary: one row, one code, one label a language."""

    code = models.CharField(
        _("code"),
        max_length=60,
        unique=True,
        validators=[code_validator],
        help_text=_(
            "Stands in addresses and filters: do not change it once it is used."
        ),
    )
    label_fr = models.CharField(_("label in French"), max_length=120)
    label_nl = models.CharField(_("label in Dutch"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    label = InLanguage()

    class Meta:
        abstract = True
        ordering = ["position", "label_fr"]

    def __str__(self):
        return self.label

    panels = [
        FieldRowPanel([FieldPanel("label_fr"), FieldPanel("label_nl")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("position")]),
    ]
    search_fields = [
        index.AutocompleteField("label_fr"),
        index.AutocompleteField("label_nl"),
        index.SearchField("code"),
    ]


class Theme(Term):
    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Topic(Term):
    """What a helped person wants to do: a need, finer than a theme (R0.5, R1.11)."""

    class Meta(Term.Meta):
        verbose_name = _("need topic")
        verbose_name_plural = _("need topics")


class Audience(Term):
    is_trade = models.BooleanField(
        _("trade"), default=False, help_text=_("A trade inside an organisation.")
    )

    panels = [*Term.panels, FieldPanel("is_trade")]

    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Keyword(TagBase):
    """A free tag with a name in each language; `slug` is the code both share (R3.11)."""

    free_tagging = False

    name_nl = models.CharField(_("name in Dutch"), max_length=100)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    @property
    def name_fr(self):
        return self.name

    label = InLanguage()

    @property
    def label_fr(self):
        return self.name

    @property
    def label_nl(self):
        return self.name_nl

    panels = [
        FieldRowPanel(
            [FieldPanel("name", heading=_("name in French")), FieldPanel("name_nl")]
        ),
        FieldPanel("slug"),
    ]


class PageTheme(Orderable):
    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="page_themes"
    )
    term = models.ForeignKey(
        Theme, models.PROTECT, related_name="+", verbose_name=_("theme")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "term"], name="page_theme_once")
        ]


class PageTopic(Orderable):
    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="page_topics"
    )
    term = models.ForeignKey(
        Topic, models.PROTECT, related_name="+", verbose_name=_("need topic")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "term"], name="page_topic_once")
        ]


class PageAudience(Orderable):
    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="page_audiences"
    )
    term = models.ForeignKey(
        Audience, models.PROTECT, related_name="+", verbose_name=_("audience")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(fields=["page", "term"], name="page_audience_once")
        ]


class PageKeyword(ItemBase):
    tag = models.ForeignKey(Keyword, models.CASCADE, related_name="page_keywords")
    content_object = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="page_keywords"
    )


class Acronym(index.Indexed, models.Model):
    """An acronym and its expansion, read inline and found in either form (R3.15)."""

    short = models.CharField(_("acronym"), max_length=20, unique=True)
    expansion_fr = models.CharField(_("expansion in French"), max_length=200)
    expansion_nl = models.CharField(
        _("expansion or explanation in Dutch"), max_length=200
    )

    expansion = InLanguage()

    class Meta:
        verbose_name = _("acronym")
        verbose_name_plural = _("acronyms")
        ordering = ["short"]

    def __str__(self):
        return f"{self.short} ({self.expansion})"

    search_fields = [
        index.AutocompleteField("short"),
        index.AutocompleteField("expansion_fr"),
        index.AutocompleteField("expansion_nl"),
    ]


class Definition(index.Indexed, models.Model):
    """A term defined once and read wherever a page calls for it (R0.2)."""

    code = models.CharField(
        _("code"), max_length=60, unique=True, validators=[code_validator]
    )
    term_fr = models.CharField(_("term in French"), max_length=120)
    term_nl = models.CharField(_("term in Dutch"), max_length=120)
    text_fr = models.TextField(_("definition in French"))
    text_nl = models.TextField(_("definition in Dutch"))

    term = InLanguage()
    text = InLanguage()

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitions")
        ordering = ["term_fr"]

    def __str__(self):
        return self.term

    search_fields = [
        index.AutocompleteField("term_fr"),
        index.AutocompleteField("term_nl"),
    ]
