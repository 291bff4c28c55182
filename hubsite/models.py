"""Where Django looks for the models of this room."""

from .checking.models import LinkCheck, PageCheck
from .jobs import JobRun
from .mail import OutgoingEmail
from .mail_pace import MailPace
from .media import HubDocument, HubImage, HubRendition
from .site_settings import HubSettings, MenuLink
from .territories import PageTerritory, Territory
from .users import User
from .vocabularies import (
    Acronym,
    Audience,
    Definition,
    Keyword,
    PageAudience,
    PageKeyword,
    PageTheme,
    PageTopic,
    Theme,
    Topic,
)
from .workflows import ApprovalTask

__all__ = [
    "Acronym",
    "ApprovalTask",
    "Audience",
    "Definition",
    "HubDocument",
    "HubImage",
    "HubRendition",
    "HubSettings",
    "JobRun",
    "Keyword",
    "LinkCheck",
    "MailPace",
    "MenuLink",
    "OutgoingEmail",
    "PageAudience",
    "PageCheck",
    "PageKeyword",
    "PageTerritory",
    "PageTheme",
    "PageTopic",
    "Territory",
    "Theme",
    "Topic",
    "User",
]
