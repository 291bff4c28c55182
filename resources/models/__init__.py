"""The kit, the library of licensed resources, and the experience sheets."""

from .experience import (
    ExperienceIndexPage,
    ExperiencePage,
    ExperiencePartner,
    ExperienceTool,
)
from .kit import KitChange, KitPage, KitStepPage, KitTool
from .resource import (
    ResourceFile,
    ResourceFormat,
    ResourceIndexPage,
    ResourceKind,
    ResourceLink,
    ResourcePage,
)

__all__ = [
    "ExperienceIndexPage",
    "ExperiencePage",
    "ExperiencePartner",
    "ExperienceTool",
    "KitChange",
    "KitPage",
    "KitStepPage",
    "KitTool",
    "ResourceFile",
    "ResourceFormat",
    "ResourceIndexPage",
    "ResourceKind",
    "ResourceLink",
    "ResourcePage",
]
