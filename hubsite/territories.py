"""Territories: reference data, a graph rather than a tree.

A commune lies in an EPCI, a department and perhaps a programme area; INSEE region and
department numbers collide and Belgian NIS codes look like INSEE commune codes, so a
territory is always `(scheme, code)`.

Rows are those in use: the upper levels, and whatever a page or an organisation names,
made from the gazetteer when an editor first chooses it.
"""

from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable
from wagtail.search import index

from .gazetteer import gazetteer, upper_places
from .i18n import InLanguage

# Sent after rows were written in bulk, which tells nobody by itself.
territories_written = Signal()


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
        EPCI = "epci", _("inter-municipal body (EPCI)")
        COMMUNE = "commune", _("municipality")

    scheme = models.CharField(_("code list"), max_length=20)
    code = models.CharField(_("code"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    edition = models.CharField(
        _("edition of the code list"),
        max_length=10,
        blank=True,
        help_text=_("A year: the codes of NUTS, among others, change meaning."),
    )
    label_fr = models.CharField(_("label in French"), max_length=160)
    label_nl = models.CharField(_("label in Dutch"), max_length=160)
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
    """Write the territories above communes, and renew the others; return how many.

    Run again after an update of the files: rows are matched by `(scheme, code)`.
    """
    references = [row.reference for row in Territory.objects.all()]
    used = [place for ref in references if (place := gazetteer().place(ref))]
    places = {
        place.reference: place for place in (*upper_places(), *_with_parents(used))
    }
    _write(list(places.values()))
    return len(places)


def ensure_territory(reference):
    """Return the row of a `scheme:code`, made with what holds it if there is none yet.

    Returns None for a code that neither the database nor the gazetteer knows.
    """
    row = Territory.objects.by_reference(reference).first()
    place = None if row else gazetteer().place(reference)
    if place is None:
        return row
    _write(_with_parents([place]), only_new=True)
    return Territory.objects.by_reference(reference).get()


def _with_parents(places):
    """Return these places and every other that holds one of them."""
    found = {place.reference: place for place in places}
    for place in places:
        for reference in gazetteer().ancestors(place.reference):
            found.setdefault(reference, gazetteer().place(reference))
    return list(found.values())


@transaction.atomic
def _write(places, *, only_new=False):
    """Write places and their parents, all of which are among them or have a row."""
    ids = _ids()
    if only_new:
        places = [place for place in places if place.reference not in ids]
    Territory.objects.bulk_create(
        [unsaved(place) for place in places],
        update_conflicts=True,
        unique_fields=["scheme", "code"],
        update_fields=["kind", "edition", "label_fr", "label_nl"],
    )
    ids = _ids()
    Parent = Territory.parents.through
    written = [ids[place.reference] for place in places]
    Parent.objects.filter(from_territory_id__in=written).delete()
    Parent.objects.bulk_create(
        [
            Parent(from_territory_id=ids[place.reference], to_territory_id=ids[parent])
            for place in places
            for parent in place.parents
        ],
        ignore_conflicts=True,
    )
    if places:
        territories_written.send(sender=Territory)


def _ids():
    rows = Territory.objects.values_list("scheme", "code", "pk")
    return {f"{scheme}:{code}": pk for scheme, code, pk in rows}


def unsaved(place):
    """Return the row that a Place would have."""
    scheme, _colon, code = place.reference.partition(":")
    return Territory(
        scheme=scheme,
        code=code,
        kind=place.kind,
        edition=place.edition,
        label_fr=place.label_fr,
        label_nl=place.label_nl,
    )
