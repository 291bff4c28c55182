"""Translation from French into Dutch: loading, following the source, telling its state."""

from .loading import TranslationMismatch, load_translation, load_translations
from .modes import is_synced

__all__ = [
    "TranslationMismatch",
    "is_synced",
    "load_translation",
    "load_translations",
]
