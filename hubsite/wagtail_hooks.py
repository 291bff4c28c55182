"""Where Wagtail looks for this room's hooks; each subject keeps its own."""

from .translations import gates, history

__all__ = ["gates", "history"]
