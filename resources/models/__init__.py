"""The kit, the library of licensed resources, and the experience sheets."""

from .experience import ExperienceIndexPage, ExperiencePage, ExperienceTool
from .kit import KitChange, KitPage, KitStepPage, KitTool
from .resource import ResourceFile, ResourceIndexPage, ResourceLink, ResourcePage

__all__ = [
    "ExperienceIndexPage",
    "ExperiencePage",
    "ExperienceTool",
    "KitChange",
    "KitPage",
    "KitStepPage",
    "KitTool",
    "ResourceFile",
    "ResourceIndexPage",
    "ResourceLink",
    "ResourcePage",
]
