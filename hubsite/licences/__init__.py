"""Licences: what they permit and ask, how a work is credited, what may be merged.

`licence_for(spdx)` gives a `Licence`; `terms_of` its terms in plain words; `Credit` the
line to copy, as text or HTML; `merge` tells whether works under several licences may
become one work. All of it is pure: no query, nothing but the active language.
"""

from .credit import Credit
from .merging import Verdict, merge
from .table import (
    ALL_RIGHTS_RESERVED,
    LICENCES,
    Licence,
    licence_choices,
    licence_for,
)
from .terms import Term, terms_of

__all__ = [
    "ALL_RIGHTS_RESERVED",
    "LICENCES",
    "Credit",
    "Licence",
    "Term",
    "Verdict",
    "licence_choices",
    "licence_for",
    "merge",
    "terms_of",
]
