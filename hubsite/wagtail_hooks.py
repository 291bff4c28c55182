"""Where Wagtail looks for this room's hooks; each subject keeps its own."""

from . import attention, mail_admin, snippets, workflows
from .checking import report
from .translations import gates, history, marking, matrix

__all__ = [
    "attention",
    "report",
    "gates",
    "history",
    "mail_admin",
    "marking",
    "matrix",
    "snippets",
    "workflows",
]
