"""Where Wagtail looks for this room's hooks; each subject keeps its own."""

from . import admin_style, attention, documents, mail_admin, snippets, workflows
from .checking import report
from .translations import gates, history, marking, matrix

__all__ = [
    "admin_style",
    "attention",
    "documents",
    "report",
    "gates",
    "history",
    "mail_admin",
    "marking",
    "matrix",
    "snippets",
    "workflows",
]
