"""The editors' lists of resources, experience sheets and kit steps."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from hubsite.licences import licence_choices
from hubsite.listings import Column, HubFilterSet, HubPageViewSet
from hubsite.vocabularies import Level

from . import reply_admin
from .diffusion import DiffusionPhase
from .kinds import ResourceFormat, ResourceKind
from .models import ExperiencePage, KitStepPage, ResourcePage

__all__ = ["reply_admin"]


class ResourceFilterSet(HubFilterSet):
    kind = django_filters.ChoiceFilter(
        label=_("resource kind"), choices=ResourceKind.choices
    )
    format = django_filters.ChoiceFilter(
        label=_("file format"), choices=ResourceFormat.choices
    )
    licence = django_filters.ChoiceFilter(label=_("licence"), choices=licence_choices())
    level = django_filters.ChoiceFilter(label=_("level"), choices=Level.choices)

    class Meta(HubFilterSet.Meta):
        model = ResourcePage


class ResourceViewSet(HubPageViewSet):
    model = ResourcePage
    icon = "doc-full"
    filterset_class = ResourceFilterSet
    own_columns = (
        Column("kind", label=_("resource kind"), accessor="get_kind_display"),
        Column("licence", label=_("licence"), sort_key="licence"),
        Column("version", label=_("version")),
    )


class ExperienceFilterSet(HubFilterSet):
    phase = django_filters.ChoiceFilter(
        label=_("diffusion phase"), choices=DiffusionPhase.choices
    )

    class Meta(HubFilterSet.Meta):
        model = ExperiencePage
        fields = ["structure", "year"]


class ExperienceViewSet(HubPageViewSet):
    model = ExperiencePage
    icon = "openquote"
    filterset_class = ExperienceFilterSet
    fetched = ("structure",)
    own_columns = (
        Column("structure", label=_("organisation"), accessor="structure"),
        Column("year", label=_("year"), sort_key="year"),
    )


class KitStepFilterSet(HubFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("state"), choices=KitStepPage.State.choices
    )
    scope = django_filters.ChoiceFilter(
        label=_("scope"), choices=KitStepPage.Scope.choices
    )

    class Meta(HubFilterSet.Meta):
        model = KitStepPage


class KitStepViewSet(HubPageViewSet):
    model = KitStepPage
    icon = "list-ol"
    filterset_class = KitStepFilterSet
    own_columns = (
        Column("state", label=_("state"), accessor="get_state_display"),
        Column("version", label=_("version")),
    )


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        ResourceViewSet("resources"),
        ExperienceViewSet("experiences"),
        KitStepViewSet("kit_steps"),
    ]
