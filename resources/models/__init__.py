"""The kit, the library of licensed resources, and the experience sheets."""

from .experience import (
    DiffusionPhase,
    ExperienceIndexPage,
    ExperiencePage,
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
    "DiffusionPhase",
    "ExperienceIndexPage",
    "ExperiencePage",
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
