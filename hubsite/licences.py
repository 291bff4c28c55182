"""The licences a work may carry, after the SPDX licence list.

"None stated" is not a licence: all rights are then reserved (NOASSERTION in SPDX).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

ALL_RIGHTS_RESERVED = "ARR"


@dataclass(frozen=True)
class Licence:
    """One licence: its SPDX id, its address and what it permits and asks."""

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

    @property
    def url(self):
        """Return the address to read, in the active language where a deed exists."""
        return f"{self.uri}deed.{get_language()}" if self.has_deed else self.uri

    @property
    def translate(self):
        """A translation is an adaptation (Berne Convention, article 8)."""
        return self.adapt

    @property
    def permissions(self):
        """Return the codes of what anyone may do, of: share, adapt, translate, sell."""
        codes = ("share", "adapt", "translate", "sell")
        return tuple(code for code in codes if getattr(self, code))


_CC = "https://creativecommons.org/"
_TABLE = (
    Licence(
        "CC-BY-SA-4.0", _("Attribution-ShareAlike (CC BY-SA)"), "CC BY-SA 4.0",
        f"{_CC}licenses/by-sa/4.0/", True, adapt=True, sell=True, share_alike=True,
    ),
    Licence(
        "CC-BY-4.0", _("Attribution (CC BY)"), "CC BY 4.0",
        f"{_CC}licenses/by/4.0/", True, adapt=True, sell=True,
    ),
    Licence(
        "CC-BY-NC-SA-4.0", _("Attribution-NonCommercial-ShareAlike (CC BY-NC-SA)"),
        "CC BY-NC-SA 4.0", f"{_CC}licenses/by-nc-sa/4.0/", True, adapt=True,
        share_alike=True,
    ),
    Licence(
        "CC-BY-NC-4.0", _("Attribution-NonCommercial (CC BY-NC)"), "CC BY-NC 4.0",
        f"{_CC}licenses/by-nc/4.0/", True, adapt=True,
    ),
    Licence(
        "CC-BY-ND-4.0", _("Attribution-NoDerivatives (CC BY-ND)"), "CC BY-ND 4.0",
        f"{_CC}licenses/by-nd/4.0/", True, sell=True,
    ),
    Licence(
        "CC-BY-NC-ND-4.0", _("Attribution-NonCommercial-NoDerivatives (CC BY-NC-ND)"),
        "CC BY-NC-ND 4.0", f"{_CC}licenses/by-nc-nd/4.0/", True,
    ),
    Licence(
        "CC0-1.0", _("public domain (CC0)"), "CC0 1.0",
        f"{_CC}publicdomain/zero/1.0/", True, adapt=True, sell=True, attribution=False,
    ),
    Licence(
        "etalab-2.0", _("French Open Licence (Etalab)"), "Licence Ouverte 2.0",
        "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", adapt=True, sell=True,
    ),
    Licence(
        "LAL-1.3", _("Free Art License"), "LAL 1.3", "https://artlibre.org/licence/lal/",
        adapt=True, sell=True, share_alike=True,
    ),
    Licence(
        "ODbL-1.0", _("Open Database License"), "ODbL 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/", adapt=True, sell=True,
        share_alike=True,
    ),
    Licence(ALL_RIGHTS_RESERVED, _("all rights reserved"), "©", share=False),
)  # fmt: skip

LICENCES = {licence.spdx: licence for licence in _TABLE}


def licence_choices():
    """Return the choices of a model field, most used first."""
    return [(licence.spdx, licence.label) for licence in _TABLE]


def licence_for(spdx):
    """Return the licence of that SPDX id; all rights reserved where none is stated."""
    return LICENCES.get(spdx) or LICENCES[ALL_RIGHTS_RESERVED]
