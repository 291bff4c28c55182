"""How an editor fills in an experience sheet: facts first, then sections, then spread."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel


def sheet_panels(sections):
    """Return the panels of a sheet's own fields; `sections` names its fixed ones."""
    return [
        facts_panel(),
        MultiFieldPanel(
            [FieldPanel("suitable_uses"), FieldPanel("excluded_uses")],
            _("Scope and privacy"),
        ),
        *map(FieldPanel, sections),
        InlinePanel(
            "partners",
            heading=_("Organisations to list"),
            label=_("organisation"),
            help_text=_("Readers filter by their type."),
        ),
        FieldPanel("method"),
        FieldPanel("roles"),
        FieldPanel("phases"),
        InlinePanel(
            "tools", heading=_("Tools and replication pack"), label=_("resource")
        ),
        FieldPanel("funding_route"),
        MultiFieldPanel(
            [
                FieldPanel("provenance"),
                FieldRowPanel([FieldPanel("source_title"), FieldPanel("source_url")]),
                FieldPanel("licence"),
            ],
            _("Source and licence"),
        ),
    ]


def facts_panel():
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("structure"), FieldPanel("year")]),
            FieldRowPanel([FieldPanel("frequency"), FieldPanel("rhythm")]),
            FieldRowPanel([FieldPanel("helped_per_helper"), FieldPanel("phase")]),
            FieldRowPanel([FieldPanel("places"), FieldPanel("place")]),
            FieldRowPanel([FieldPanel("equipment"), FieldPanel("equipment_note")]),
            FieldPanel("small_need"),
        ],
        _("Practical facts"),
    )
