"""What stands beside a page of the kit or the library: path, tools, live lists."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from hubsite.i18n import SOURCE_LANGUAGE, current_language, unrestricted
from search.related import Wanted

# What shares a step's themes, most useful first.
BESIDE_STEP = (
    Wanted(("resource",), _("Resources on these themes"), _("See all resources")),
    Wanted(
        ("sheet",),
        _("Experience sheets on these themes"),
        _("See all experience sheets"),
    ),
    Wanted(
        ("call", "event"),
        _("Calls and events on these themes"),
        _("See all calls and events"),
        size=6,
        sort="due",
        selected={
            "status": ("open", "closing", "upcoming", "full", "waiting", "planned")
        },
    ),
)


@dataclass(frozen=True)
class KitPath:
    """The steps of a kit: the common core in order, and what territories add to it."""

    core: tuple
    local: tuple
    number: int = 0

    @property
    def previous(self):
        return self.core[self.number - 2] if self.number > 1 else None

    @property
    def next(self):
        return self.core[self.number] if 0 < self.number < len(self.core) else None


def path_of(kit, current=None):
    """Return the KitPath of a kit, seen from `current` if it is one of its steps.

    A step that is not translated stands in its place in the source language. One query.
    """
    steps = in_order(kit)
    core = tuple(step for step in steps if step.scope == step.Scope.CORE)
    keys = [step.translation_key for step in core]
    number = (
        keys.index(current.translation_key) + 1
        if current is not None and current.translation_key in keys
        else 0
    )
    return KitPath(core, tuple(step for step in steps if step not in core), number)


def in_order(kit):
    """Return the visible steps of a kit, each once, ordered as in the source language."""
    from .models import KitStepPage

    kits = Page.objects.filter(translation_key=kit.translation_key, depth=kit.depth)
    steps = (
        KitStepPage.objects.defer_streamfields()
        .annotate(parent_path=Substr("path", 1, len(kit.path)))
        .filter(unrestricted(), parent_path__in=kits.values("path"))
        .filter(live=True, alias_of=None, depth=kit.depth + 1)
        .select_related("locale")
        .order_by("path")
    )
    own, source = {}, {}
    for step in steps:
        known = own if step.path.startswith(kit.path) else source
        known[step.translation_key] = step
    if (
        not source
        or next(iter(source.values())).locale.language_code != SOURCE_LANGUAGE
    ):
        return list(own.values())
    ordered = {key: own.get(key, step) for key, step in source.items()}
    return list({**ordered, **own}.values())


@dataclass(frozen=True)
class Linked:
    """Pages that stand beside a resource, each in the reader's language where it is."""

    variants: tuple
    used_in: tuple
    adapted_by: tuple


def linked_to(resource):
    """Return what a resource is linked with: equivalents, uses, adaptations; one query.

    A step or a sheet names the resource in the source language, whichever of its
    translations is read; each is shown once, in the reader's language where it exists.
    """
    from .models import ExperienceTool, KitTool, ResourceOrigin, ResourcePage

    key = resource.translation_key

    def keys(model, field):
        rows = model.objects.filter(**{f"{field}__translation_key": key})
        name = "translation_key" if model is ResourcePage else "page__translation_key"
        return Q(translation_key__in=rows.values(name))

    adapted = keys(ResourceOrigin, "work")
    variants = keys(ResourcePage, "variant_of")
    if resource.variant_of_id:
        one = Page.objects.filter(pk=resource.variant_of_id)
        variants |= Q(translation_key__in=one.values("translation_key"))
    uses = keys(KitTool, "tool") | keys(ExperienceTool, "tool")
    pages = (
        Page.objects.filter(
            uses | variants | adapted, unrestricted(), live=True, alias_of=None
        )
        .select_related("locale", "resourcepage")
        .annotate(is_variant=Q(variants), is_adapted=Q(adapted))
        .order_by("path")
    )
    shown = in_reader_language(pages)
    return Linked(
        variants=tuple(page for page in shown if page.is_variant),
        adapted_by=tuple(page for page in shown if page.is_adapted),
        used_in=tuple(p for p in shown if not (p.is_variant or p.is_adapted)),
    )


def in_reader_language(pages):
    """Return each page once: in the reader's language, else as it comes first."""
    chosen = {}
    for page in pages:
        is_own = page.locale.language_code == current_language()
        if is_own or page.translation_key not in chosen:
            chosen[page.translation_key] = page
    return list(chosen.values())
