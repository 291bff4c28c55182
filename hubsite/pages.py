"""The one base of every published page, and what a page says to the outside.

A page type overrides `search_document()`, `timeline()`, `calendar_entries()` and
`structured_data()`; everything else follows from them.
"""

from uuid import uuid5

from bs4 import BeautifulSoup
from django.db import models, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
)
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from .blocks import BodyBlock
from .contracts import FeedEntry, SearchDocument, midnight
from .fields import BodyField
from .page_form import HubPageForm

# Sent with `page` once a page and its children are in the database, in the same
# transaction; Django's own `post_save` comes before the children.
page_saved = Signal()


def plain_text(value):
    """Return the words of a rich text or of a stream field, without its marks."""
    if not value:
        return ""
    if hasattr(value, "stream_block"):
        text = " ".join(value.stream_block.get_searchable_content(value))
    else:
        text = BeautifulSoup(str(value), "html.parser").get_text(" ")
    return " ".join(text.split())


class HubPageQuerySet(PageQuerySet):
    def original(self):
        """Leave out aliases: a page shown in another language but not translated."""
        return self.filter(alias_of__isnull=True)

    def visible(self):
        """Narrow to what any visitor may read; an alias follows its source's fate."""
        return self.live().public().original()


HubPageManager = PageManager.from_queryset(HubPageQuerySet)


class BasePage(Page):
    """What every page of the hub has.

    `summary` stands on cards, in feeds and in the description that search engines show.
    `translated_from` is the moment of publication of the source version that this
    translation follows; empty on a source page.
    """

    base_form_class = HubPageForm
    search_type = "page"
    # Whether a visitor may put it in their selection (see hubsite.collected).
    is_collected = False
    # Foreign keys that every visit shows: read together with the page.
    served_with: tuple[str, ...] = ()
    # Relations of its own that the search document reads, besides the classification.
    search_reads: tuple[str, ...] = ()

    summary = models.TextField(
        _("summary"),
        max_length=320,
        blank=True,
        help_text=_("One or two plain sentences, shown in lists and search results."),
    )
    image = models.ForeignKey(
        "hubsite.HubImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("illustration"),
    )
    image_alt = models.CharField(
        _("description of the illustration"),
        max_length=250,
        blank=True,
        help_text=_(
            "Leave empty where the illustration says nothing the text does not."
        ),
    )
    content_date = models.DateField(
        _("date of the content"),
        default=timezone.localdate,
        help_text=_("Shown to readers and used to sort; the same in both languages."),
    )
    updated_on = models.DateField(
        _("updated on"),
        null=True,
        blank=True,
        help_text=_("Fill it in when readers should know that the page changed."),
    )
    update_note = models.CharField(
        _("what changed"), max_length=250, blank=True, help_text=_("Shown to readers.")
    )
    review_by = models.DateField(
        _("review by"),
        null=True,
        blank=True,
        help_text=_("The dashboard calls the page back on this day."),
    )
    translated_from = models.DateTimeField(null=True, editable=False)

    objects = HubPageManager()

    class Meta:
        abstract = True

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    illustration_panel = MultiFieldPanel(
        [FieldPanel("image"), FieldPanel("image_alt")], _("Illustration")
    )
    freshness_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("content_date"), FieldPanel("review_by")]),
            FieldRowPanel([FieldPanel("updated_on"), FieldPanel("update_note")]),
        ],
        _("Dates and updates"),
    )
    promote_panels = [*Page.promote_panels, freshness_panel]
    search_fields = [*Page.search_fields, index.SearchField("summary")]

    @transaction.atomic
    def save(self, *args, **kwargs):
        result = super().save(*args, **kwargs)
        page_saved.send(type(self), page=self)
        return result

    def with_content_json(self, content):
        """Keep what a revision must not bring back: the source version followed."""
        page = super().with_content_json(content)
        page.translated_from = self.translated_from
        return page

    def linked_page_ids(self):
        """Return the ids of pages shown beside this one, besides those in its texts."""
        return ()

    def get_view_restrictions(self):
        """Return the restrictions on this page or above it: the usual rule, in one query."""
        if self.alias_of_id:
            return super().get_view_restrictions()
        trail = [self.path[: 4 * depth] for depth in range(1, self.depth + 1)]
        return PageViewRestriction.objects.filter(
            Q(page__path__in=trail) | Q(page__aliases__path__in=trail)
        ).distinct()

    # The contracts

    def translation_refusal(self):
        """Return why no translation of this page may be published, or ""."""
        return ""

    def timeline(self):
        """Return when the page's status changes; empty for most pages."""
        return ()

    def search_document(self):
        """Return the SearchDocument of this page, or None to keep it out of lists."""
        return SearchDocument(
            type=self.search_type,
            title=self.title,
            summary=self.summary,
            body=self.search_text(),
            keywords=self.search_keywords(),
            facets=self.facets(),
            timeline=self.timeline(),
            published_at=self.published_at,
            expire_at=self.expire_at,
            facts=self.facts(),
        )

    def facts(self):
        """Return the facts whose change followers are told of, as texts by name."""
        day = self.updated_on.isoformat() if self.updated_on else ""
        return {"updated": f"{day} {self.update_note}".strip() if day else ""}

    def search_text(self):
        """Return the plain text of the body, as search reads it."""
        body = getattr(self, "body", None)
        return plain_text(body) if body is not None else ""

    def search_keywords(self):
        """Return words that count like the title: tags, places."""
        return ""

    def facets(self):
        """Return facet name -> codes."""
        return {}

    def feed_entry(self, request=None):
        """Return the page as a FeedEntry (RFC 4287); each language has an id of its own."""
        return FeedEntry(
            id=uuid5(self.translation_key, self.locale.language_code).urn,
            title=self.title,
            url=self.get_full_url(request),
            summary=self.summary,
            language=self.locale.language_code,
            published_at=self.published_at,
            updated_at=self.last_published_at or self.published_at,
        )

    def calendar_entries(self):
        """Return the CalendarEntry values of this page: its dates, if it has any."""
        return ()

    def structured_data(self, request=None):
        """Return the page as a schema.org object (a dict ready for JSON-LD)."""
        return {
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.locale.language_code,
            "url": self.get_full_url(request),
        }

    @property
    def published_at(self):
        """Return midnight, in the hub's zone, of the day the content carries."""
        return midnight(self.content_date)

    def get_meta_description(self):
        return self.search_description or strip_tags(self.summary)


class ClassifiedPage(BasePage):
    """A page that facets describe: themes, topics, audiences, territories, tags."""

    tags = ClusterTaggableManager(
        through="hubsite.PageKeyword", blank=True, verbose_name=_("tags")
    )

    class Meta:
        abstract = True

    classification_panels = [
        HelpPanel(
            content=_(
                "What you choose here makes the page findable: in the filters, in alerts "
                "and beside the steps of the kit."
            )
        ),
        MultipleChooserPanel(
            "page_themes", label=_("theme"), heading=_("Themes"), chooser_field_name="term",
            min_num=1,
        ),
        MultipleChooserPanel(
            "page_topics", label=_("need topic"), heading=_("Need topics"),
            chooser_field_name="term",
        ),
        MultipleChooserPanel(
            "page_audiences", label=_("audience"), heading=_("Audiences"),
            chooser_field_name="term",
        ),
        MultipleChooserPanel(
            "page_territories", label=_("territory"), heading=_("Territories"),
            chooser_field_name="territory",
        ),
        FieldPanel("tags"),
    ]  # fmt: skip
    promote_panels = [*classification_panels, *BasePage.promote_panels]

    def search_keywords(self):
        labels = [
            label
            for link in self.page_territories.select_related("territory")
            for label in (link.territory.label_fr, link.territory.label_nl)
        ]
        for tagged in self.page_keywords.select_related("tag"):
            labels += [tagged.tag.name_fr, tagged.tag.name_nl]
        return " · ".join(dict.fromkeys(labels))

    def facets(self):
        facets = {
            name: tuple(link.term.code for link in links.select_related("term"))
            for name, links in (
                ("theme", self.page_themes),
                ("topic", self.page_topics),
                ("audience", self.page_audiences),
            )
        }
        facets["territory"] = tuple(
            link.territory.reference
            for link in self.page_territories.select_related("territory")
        )
        facets["tag"] = tuple(
            tagged.tag.slug for tagged in self.page_keywords.select_related("tag")
        )
        return {name: codes for name, codes in facets.items() if codes}


def body_field():
    """Return the body every kind of page shares."""
    return BodyField(BodyBlock(), blank=True, verbose_name=_("body"))
