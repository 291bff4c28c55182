"""What a resource is made of, and its history: rows that belong to its page."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from hubsite.fields import LinkField
from hubsite.i18n import InLanguage, unrestricted
from hubsite.licences import Credit, licence_choices
from resources.embeds import embed_for
from resources.kinds import TIMED_EXTENSIONS, MakingKind


def in_both(name):
    """Return the panels of a text that has one column a language, side by side."""
    return FieldRowPanel([FieldPanel(f"{name}_fr"), FieldPanel(f"{name}_nl")])


class Part(Orderable):
    """A file or a link: a licence and authors of its own, or those of the resource."""

    licence = models.CharField(
        _("licence of this part"),
        max_length=30,
        blank=True,
        choices=licence_choices,
        help_text=_("Leave empty where it is that of the resource."),
    )
    authors = models.CharField(
        _("authors of this part"),
        max_length=250,
        blank=True,
        help_text=_("Leave empty where they are those of the resource."),
    )

    title = InLanguage()

    class Meta(Orderable.Meta):
        abstract = True

    @property
    def spdx(self):
        """Return the SPDX id of the licence that holds: the part's, else the resource's."""
        return self.licence or self.page.licence

    @property
    def own_licence(self):
        """Return the SPDX id of this part's licence where it is not the resource's."""
        return "" if self.licence == self.page.licence else self.licence

    def credit(self):
        """Return the Credit of this part: its own terms, else those of the resource."""
        whole = self.page.credit()
        return Credit(
            title=self.name,
            authors=self.authors or whole.authors,
            source=whole.source,
            url=whole.url,
            licence=self.spdx,
            version=whole.version,
            origin=whole.origin,
        )


class ResourceFile(Part):
    page = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="files"
    )
    document = models.ForeignKey(
        "hubsite.HubDocument", models.PROTECT, related_name="+", verbose_name=_("file")
    )
    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    title_nl = models.CharField(_("title in Dutch"), max_length=160, blank=True)

    panels = [
        FieldPanel("document"),
        in_both("title"),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("authors")]),
    ]

    @property
    def name(self):
        return self.title or self.document.title

    @property
    def player(self):
        """Return "audio" or "video" where a browser can play the file, else ""."""
        return TIMED_EXTENSIONS.get(self.document.file_extension.lower(), "")


class ResourceLink(Part):
    page = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="links"
    )
    url = LinkField(_("address"))
    title_fr = models.CharField(_("title in French"), max_length=160)
    title_nl = models.CharField(_("title in Dutch"), max_length=160)

    panels = [
        FieldPanel("url"),
        in_both("title"),
        FieldRowPanel([FieldPanel("licence"), FieldPanel("authors")]),
    ]

    @property
    def name(self):
        return self.title

    @property
    def embed(self):
        """Return the Embed that may play the link in the page, or None."""
        return embed_for(self.url)


class OriginManager(models.Manager):
    def get_queryset(self):
        """Return origins that know whether visitors may read the hub's page they name."""
        is_open = Q(unrestricted("work__path"), work__live=True)
        return super().get_queryset().annotate(work_is_open=is_open)


class ResourceOrigin(Orderable):
    """A work this resource was adapted from: a page of the hub, or one from outside."""

    page = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="origins"
    )
    work = models.ForeignKey(
        "resources.ResourcePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resource of the hub"),
        help_text=_("Its title, authors and licence are taken from its page."),
    )
    title = models.CharField(_("title of the work"), max_length=250, blank=True)
    authors = models.CharField(_("authors"), max_length=250, blank=True)
    url = LinkField(_("address"), blank=True)
    licence = models.CharField(
        _("licence"), max_length=30, blank=True, choices=licence_choices
    )

    objects = OriginManager()

    panels = [
        PageChooserPanel("work"),
        FieldRowPanel([FieldPanel("title"), FieldPanel("authors")]),
        FieldRowPanel([FieldPanel("url"), FieldPanel("licence")]),
    ]

    def clean(self):
        super().clean()
        if not self.work_id and not self.title:
            raise ValidationError(
                {"title": _("Choose a resource of the hub, or give the work's title.")}
            )
        if not self.work_id and not self.licence:
            raise ValidationError(
                {"licence": _("Say under which licence the work is.")}
            )

    def credit(self, shown=None):
        """Return the Credit of the work, without what it was itself adapted from.

        `shown` is the page to lead to: the work's own, in the reader's language. A page
        that visitors may not read is not named.
        """
        if self.work_id and not getattr(self, "work_is_open", self.work.live):
            title = gettext("a work that is not, or no longer, published here")
            return Credit(title, licence=self.work.licence)
        if self.work_id:
            page, shown = self.work, shown or self.work
            return Credit(shown.title, page.authors, "", shown.full_url, page.licence)
        return Credit(self.title, self.authors, "", self.url, self.licence)


class ResourceVersion(Orderable):
    """What changed in a version, in both languages: versions are the same in each."""

    page = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="versions"
    )
    version = models.CharField(_("version"), max_length=20)
    day = models.DateField(_("date"))
    note_fr = models.CharField(_("what changed, in French"), max_length=250)
    note_nl = models.CharField(_("what changed, in Dutch"), max_length=250)

    note = InLanguage()

    panels = [
        FieldRowPanel([FieldPanel("version"), FieldPanel("day")]),
        in_both("note"),
    ]


class ResourceMaking(Orderable):
    """How the resource was made and where it was tried, step by step."""

    page = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="making"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MakingKind.choices)
    day = models.DateField(_("date"), null=True, blank=True)
    territory = models.ForeignKey(
        "hubsite.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("territory"),
    )
    contributors = models.CharField(
        _("contributors"),
        max_length=250,
        blank=True,
        help_text=_("Organisations and trades; never the name of a helped person."),
    )
    note_fr = models.CharField(
        _("what was done or adjusted, in French"), max_length=300
    )
    note_nl = models.CharField(_("what was done or adjusted, in Dutch"), max_length=300)

    note = InLanguage()

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("day")]),
        FieldRowPanel([FieldPanel("territory"), FieldPanel("contributors")]),
        in_both("note"),
    ]


class ResourceTestimony(Orderable):
    """What somebody who used the resource says of it, without being named (R0.14)."""

    page = ParentalKey(
        "resources.ResourcePage", on_delete=models.CASCADE, related_name="testimonies"
    )
    text_fr = models.TextField(_("testimony in French"), max_length=600)
    text_nl = models.TextField(_("testimony in Dutch"), max_length=600)
    who_fr = models.CharField(
        _("who says it, in French"),
        max_length=120,
        help_text=_("A role and a place, never a name: “a librarian, Drôme”."),
    )
    who_nl = models.CharField(_("who says it, in Dutch"), max_length=120)
    session = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("session where it was said"),
    )

    text, who = InLanguage(), InLanguage()

    panels = [
        in_both("text"),
        in_both("who"),
        PageChooserPanel("session", "events.EventPage"),
    ]
