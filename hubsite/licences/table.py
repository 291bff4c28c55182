"""The licences a work may carry, after the SPDX licence list.

"None stated" is not a licence: all rights are then reserved (NOASSERTION in SPDX).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ALL_RIGHTS_RESERVED = "ARR"


@dataclass(frozen=True)
class Licence:
    """One licence: its SPDX id, its address and what it permits and asks.

    `family` names licences that differ by version or country only, `version` orders
    them; `data` marks a licence written for databases.
    """

    spdx: str
    label: str | Promise
    short: str
    uri: str = ""
    has_deed: bool = False
    adapt: bool = False
    sell: bool = False
    share: bool = True
    attribution: bool = True
    share_alike: bool = False
    family: str = ""
    version: float = 0
    current: bool = True
    data: bool = False

    @property
    def url(self):
        """Return the address to read, in the active language where a deed exists."""
        return f"{self.uri}deed.{get_language()}" if self.has_deed else self.uri

    @property
    def translate(self):
        """A translation is an adaptation (Berne Convention, article 8)."""
        return self.adapt

    @property
    def is_free(self):
        """Return whether nothing at all is asked: the public domain."""
        return self.share and not self.attribution

    @property
    def permissions(self):
        """Return the codes of what anyone may do, of: share, adapt, translate, sell."""
        codes = ("share", "adapt", "translate", "sell")
        return tuple(code for code in codes if getattr(self, code))

    @property
    def duties(self):
        """Return the codes of what is asked, of: credit, changes, date, same_licence.

        `changes`: say what was changed; `date`: give the date of the data's last update.
        """
        codes = []
        if self.share and self.attribution:
            codes.append("credit")
            if self.adapt:
                codes.append("changes")
        if self.spdx == "etalab-2.0":
            codes.append("date")
        if self.share_alike:
            codes.append("same_licence")
        return tuple(codes)


_CC = "https://creativecommons.org/"
_FAMILIES = {
    "by-sa": _("Attribution-ShareAlike (CC BY-SA)"),
    "by": _("Attribution (CC BY)"),
    "by-nc-sa": _("Attribution-NonCommercial-ShareAlike (CC BY-NC-SA)"),
    "by-nc": _("Attribution-NonCommercial (CC BY-NC)"),
    "by-nd": _("Attribution-NoDerivatives (CC BY-ND)"),
    "by-nc-nd": _("Attribution-NonCommercial-NoDerivatives (CC BY-NC-ND)"),
}
# Versions and ports met in practice. France and Belgium have no SPDX id for their
# BY-SA 3.0 ports: SPDX then writes a reference of one's own.
_OLDER = (
    ("by-sa", "3.0", ""), ("by-sa", "3.0", "fr"), ("by-sa", "3.0", "be"),
    ("by-sa", "2.5", ""), ("by-sa", "2.0", ""), ("by-sa", "2.0", "fr"),
    ("by", "3.0", ""), ("by", "3.0", "nl"), ("by", "2.0", ""),
    ("by-nc-sa", "3.0", ""), ("by-nc-sa", "2.0", ""), ("by-nc-sa", "2.0", "fr"),
    ("by-nc", "3.0", ""), ("by-nd", "3.0", ""), ("by-nc-nd", "3.0", ""),
)  # fmt: skip
_SPDX_PORTS = {"CC-BY-3.0-NL", "CC-BY-NC-SA-2.0-FR"}


def _creative_commons(family, version="4.0", country=""):
    parts = family.split("-")
    name = "-".join(filter(None, ("CC", family.upper(), version, country.upper())))
    is_current = version == "4.0"
    written = " ".join(filter(None, (version, country.upper())))
    label = _FAMILIES[family]
    return Licence(
        name if not country or name in _SPDX_PORTS else f"LicenseRef-{name}",
        label if is_current else format_lazy("{label} {written}", label=label, written=written),
        f"CC {family.upper()} {written}",
        f"{_CC}licenses/{family}/{version}/{country + '/' if country else ''}",
        has_deed=True,
        adapt="nd" not in parts,
        sell="nc" not in parts,
        share_alike="sa" in parts,
        family=family,
        version=float(version),
        current=is_current,
    )  # fmt: skip


_TABLE = (
    *(_creative_commons(family) for family in _FAMILIES),
    Licence(
        "CC0-1.0", _("public domain (CC0)"), "CC0 1.0",
        f"{_CC}publicdomain/zero/1.0/", True, adapt=True, sell=True, attribution=False,
        family="cc0",
    ),
    Licence(
        "CC-PDM-1.0", _("public domain (no known copyright)"),
        "Public Domain Mark 1.0", f"{_CC}publicdomain/mark/1.0/", True, adapt=True,
        sell=True, attribution=False, family="pdm",
    ),
    Licence(
        "etalab-2.0", _("French Open Licence (Etalab)"), "Licence Ouverte 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", adapt=True, sell=True,
        family="etalab",
    ),
    Licence(
        "LAL-1.3", _("Free Art License"), "LAL 1.3", "https://artlibre.org/licence/lal/",
        adapt=True, sell=True, share_alike=True, family="lal",
    ),
    Licence(
        "ODbL-1.0", _("Open Database License"), "ODbL 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/", adapt=True, sell=True,
        share_alike=True, family="odbl", data=True,
    ),
    *(_creative_commons(*older) for older in _OLDER),
    Licence(
        ALL_RIGHTS_RESERVED, _("all rights reserved"), "©", share=False, family="arr"
    ),
)  # fmt: skip

LICENCES = {licence.spdx: licence for licence in _TABLE}


def licence_choices():
    """Return the choices of a model field, most used first."""
    return [(licence.spdx, licence.label) for licence in _TABLE]


def licence_for(spdx):
    """Return the licence of that SPDX id; all rights reserved where none is stated."""
    return LICENCES.get(spdx) or LICENCES[ALL_RIGHTS_RESERVED]
