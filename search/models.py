"""What search keeps: one row a page, written in the transaction that publishes it."""

from datetime import UTC, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from hubsite.contracts import Moment


class SearchEntryQuerySet(models.QuerySet):
    def present(self):
        """Leave out the marks of what was removed."""
        return self.filter(removed=False)

    def under(self, path):
        """Narrow to the pages of a subtree, its root included."""
        return self.filter(path__startswith=path)


class Content(models.Model):
    """What any visitor may find of one page."""

    translation_key = models.UUIDField()
    language = models.CharField(max_length=12)
    type = models.CharField(max_length=30)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    keywords = models.TextField(blank=True)
    body = models.TextField(blank=True)
    words = models.TextField(blank=True)
    url = models.TextField()
    url_path = models.TextField()
    path = models.CharField(max_length=255)
    facets = models.JSONField(default=dict)
    timeline = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    deadlines = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    expire_at = models.DateTimeField(null=True)
    amount = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.language}: {self.title}"


class SearchEntry(Content):
    """What is found of a page now; the truth that every engine copies.

    A removed entry keeps its row, emptied, so that each process and each replica learns
    of the removal: `seq` tells the order of all changes.
    """

    page_id = models.PositiveBigIntegerField(primary_key=True)
    version = models.PositiveIntegerField(default=1)
    seq = models.PositiveBigIntegerField(db_index=True)
    removed = models.BooleanField(default=False)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    # What a visitor can notice; `search_check` compares these and nothing else.
    CONTENT = (
        "translation_key", "language", "type", "title", "summary", "keywords", "body",
        "words", "url", "url_path", "path", "facets", "timeline", "flags", "details",
        "deadlines", "facts", "published_at", "due_at", "expire_at", "amount",
    )  # fmt: skip

    def same_content(self, other):
        return all(getattr(self, n) == getattr(other, n) for n in self.CONTENT)


class PastEntry(Content):
    """What an entry said from the change `since_seq` until the change `until_seq`.

    It tells what a list held at a watermark. A page that was hidden has no row for that
    time; one that is deleted leaves none at all.
    """

    page_id = models.PositiveBigIntegerField()
    since_seq = models.PositiveBigIntegerField()
    until_seq = models.PositiveBigIntegerField(db_index=True)
    ended_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("past search entry")
        verbose_name_plural = _("past search entries")
        constraints = [
            models.UniqueConstraint(
                fields=["page_id", "since_seq"], name="past_entry_once"
            )
        ]

    @classmethod
    def of(cls, entry, until_seq):
        """Return the unsaved row of what `entry` says, ended by that change."""
        content = {name: getattr(entry, name) for name in SearchEntry.CONTENT}
        return cls(
            **{**content, "words": ""},
            page_id=entry.page_id,
            since_seq=entry.seq,
            until_seq=until_seq,
        )


def moments(timeline):
    """Return the Timeline kept as JSON pairs of timestamp and status."""
    return tuple(
        Moment(None if at is None else datetime.fromtimestamp(at, UTC), status)
        for at, status in timeline
    )


class SearchState(models.Model):
    """One row: how far the entries are, for processes that keep a copy in memory.

    `history` holds a random token for each of the last changes, the newest last. A
    process whose own token is not in it has seen a change that was rolled back, or is
    too late: it reads everything again. `vocabulary` changes when a label does;
    `lexicon` tells with which words the text index was made; `horizon` is the change before which
    past entries are no longer kept.
    """

    KEPT = 64

    seq = models.PositiveBigIntegerField(default=0)
    history = models.JSONField(default=list)
    vocabulary = models.CharField(max_length=32, default="")
    lexicon = models.CharField(max_length=60, default="")
    horizon = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return str(self.seq)


class SearchSynonym(index.Indexed, models.Model):
    """Words that mean the same; an editor's change counts from the next search on."""

    terms_fr = models.TextField(
        _("French terms"),
        blank=True,
        help_text=_("One term a line. Whichever is typed, pages with any are found."),
    )
    terms_nl = models.TextField(
        _("Dutch terms"), blank=True, help_text=_("One term a line.")
    )

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")

    def __str__(self):
        return " = ".join([*self.terms("fr"), *self.terms("nl")])

    def terms(self, language):
        """Return the terms of one language."""
        lines = getattr(self, f"terms_{language}").splitlines()
        return [line.strip() for line in lines if line.strip()]

    panels = [FieldRowPanel([FieldPanel("terms_fr"), FieldPanel("terms_nl")])]
    search_fields = [
        index.AutocompleteField("terms_fr"),
        index.AutocompleteField("terms_nl"),
    ]


class SearchLog(models.Model):
    """How often words found nothing on a day; who typed them is never kept."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=12)
    query = models.CharField(_("words"), max_length=80)
    count = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-day", "-count", "query"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "language", "query"], name="search_log_once"
            )
        ]

    def __str__(self):
        return self.query
