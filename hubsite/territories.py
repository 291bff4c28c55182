"""Territories: reference data, a graph rather than a tree.

A commune lies in an EPCI, a department and perhaps a programme area; INSEE region and
department numbers collide and Belgian NIS codes look like INSEE commune codes, so a
territory is always `(scheme, code)`.
"""

import csv
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable
from wagtail.search import index

from .i18n import InLanguage

DATA = Path(__file__).parent / "data" / "territories.csv"


class TerritoryQuerySet(models.QuerySet):
    def by_reference(self, reference):
        """Narrow to the territory written `scheme:code`; nothing where it is malformed."""
        scheme, _colon, code = str(reference).partition(":")
        return self.filter(scheme=scheme, code=code)


class Territory(index.Indexed, models.Model):
    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region")
        DEPARTMENT = "department", _("department (FR)")
        PROVINCE = "province", _("province")
        ARRONDISSEMENT = "arrondissement", _("arrondissement")
        PROGRAMME = "programme", _("programme area")

    scheme = models.CharField(_("code list"), max_length=20)
    code = models.CharField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    label_fr = models.CharField(_("label in French"), max_length=120)
    label_nl = models.CharField(_("label in Dutch"), max_length=120)
    parents = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="children",
        blank=True,
        verbose_name=_("lies in"),
    )

    label = InLanguage()
    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        ordering = ["label_fr"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="territory_once")
        ]

    def __str__(self):
        return self.label

    @property
    def reference(self):
        """Return `scheme:code`, as it stands in addresses and search entries."""
        return f"{self.scheme}:{self.code}"

    search_fields = [
        index.AutocompleteField("label_fr"),
        index.AutocompleteField("label_nl"),
        index.SearchField("code"),
    ]


class PageTerritory(Orderable):
    page = ParentalKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="page_territories"
    )
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="+", verbose_name=_("territory")
    )

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["page", "territory"], name="page_territory_once"
            )
        ]


def load_territories():
    """Write the reference territories and their parents; returns how many there are.

    Run again after an update of the file: rows are matched by `(scheme, code)`.
    """
    with DATA.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    Territory.objects.bulk_create(
        [
            Territory(**{name: row[name] for name in row if name != "parents"})
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=["kind", "label_fr", "label_nl"],
    )
    ids = {row.reference: row.pk for row in Territory.objects.all()}
    Parent = Territory.parents.through
    Parent.objects.all().delete()
    Parent.objects.bulk_create(
        Parent(
            from_territory_id=ids[f"{row['scheme']}:{row['code']}"],
            to_territory_id=ids[parent],
        )
        for row in rows
        for parent in row["parents"].split()
    )
    return len(rows)
