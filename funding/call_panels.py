"""How an editor fills in a call: what it is, when, how much, how, where from."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
)


def call_panels():
    """Return the panels of a call's own fields and rows."""
    return [
        *who_panels(),
        *date_panels(),
        *money_panels(),
        FieldPanel("who_can_apply"),
        FieldPanel("what_is_funded"),
        FieldPanel("how_to_apply"),
        InlinePanel("documents", heading=_("Documents"), label=_("document")),
        source_panel(),
        FieldPanel("body"),
        *result_panels(),
    ]


def who_panels():
    return [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("funder")]),
        FieldPanel("programme"),
        InlinePanel("co_funders", heading=_("Other funders"), label=_("funder")),
    ]


def date_panels():
    return [
        HelpPanel(
            _(
                "The status is told from these dates at every moment. A call with several "
                "rounds has one row for each. When you move a date of a published call, "
                "readers see the old and the new one."
            )
        ),
        InlinePanel("rounds", heading=_("Rounds"), label=_("round")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("rolling"), FieldPanel("cancelled")]),
                FieldPanel("next_edition"),
            ],
            _("Dates"),
        ),
    ]


def money_panels():
    return [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("amount_min"), FieldPanel("amount_max")]),
                FieldRowPanel([FieldPanel("envelope"), FieldPanel("rate")]),
                FieldPanel("own_contribution"),
                FieldPanel("joint"),
            ],
            _("Money"),
        ),
        InlinePanel(
            "carriers",
            heading=_("Carrying organisations"),
            label=_("carrying organisation (joint grant)"),
        ),
    ]


def source_panel():
    return MultiFieldPanel(
        [
            FieldPanel("official_url"),
            FieldRowPanel([FieldPanel("contact"), FieldPanel("proposed_by")]),
            FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
            FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by")]),
        ],
        _("Source"),
    )


def result_panels():
    return [
        MultiFieldPanel(
            [FieldPanel("results_on"), FieldPanel("results_note")], _("Results")
        ),
        InlinePanel(
            "laureates",
            heading=_("successful applicants"),
            label=_("successful applicant"),
        ),
    ]
