"""Where Wagtail looks for this room's hooks; each subject keeps its own."""

from . import mail_admin, snippets, workflows
from .translations import gates, history, marking, matrix

__all__ = [
    "gates",
    "history",
    "mail_admin",
    "marking",
    "matrix",
    "snippets",
    "workflows",
]
