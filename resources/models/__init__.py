"""The kit, the library of licensed resources, and the experience sheets."""

from .experience import (
    ExperienceIndexPage,
    ExperiencePage,
    ExperiencePartner,
    ExperienceTool,
)
from .kit import KitChange, KitPage, KitStepPage, KitTool
from .reply import Reply
from .resource import ResourceIndexPage, ResourcePage
from .resource_parts import (
    ResourceFile,
    ResourceLink,
    ResourceMaking,
    ResourceOrigin,
    ResourceTestimony,
    ResourceVersion,
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
    "Reply",
    "ResourceFile",
    "ResourceIndexPage",
    "ResourceLink",
    "ResourceMaking",
    "ResourceOrigin",
    "ResourcePage",
    "ResourceTestimony",
    "ResourceVersion",
]
