"""Calls for projects and other funding, and the watch that lists them (R4.10)."""

from funding.connectors.models import (
    Connector,
    ImportedCall,
    ImportRun,
    ProposedChange,
)
from funding.connectors.words import SourceWord, WordPlace
from funding.partners.models import PartnerMessage, PartnerNotice, PartnerTalk

from .call import CallPage
from .carrier import Carrier, CarrierTerritory
from .change import CallChange
from .index import CallIndexPage
from .parts import CallCarrier, CallDocument, CallFunder, Laureate
from .round import Round
from .suggestion import CallSuggestion
from .watch_settings import WatchSettings

__all__ = [
    "CallCarrier",
    "CallChange",
    "CallDocument",
    "CallFunder",
    "CallIndexPage",
    "CallPage",
    "CallSuggestion",
    "Connector",
    "ImportRun",
    "ImportedCall",
    "ProposedChange",
    "Carrier",
    "CarrierTerritory",
    "Laureate",
    "PartnerMessage",
    "PartnerNotice",
    "PartnerTalk",
    "Round",
    "SourceWord",
    "WatchSettings",
    "WordPlace",
]
