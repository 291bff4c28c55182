"""Where Wagtail looks for this room's hooks; each subject keeps its own."""

from . import mail_admin
from .translations import gates, history

__all__ = ["gates", "history", "mail_admin"]
