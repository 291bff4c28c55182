"""The editors' screens for organisations and people."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from hubsite.snippet_viewsets import HubSnippetViewSet

from .models import Organisation, Person


class OrganisationViewSet(HubSnippetViewSet):
    model = Organisation
    icon = "home"
    list_display = ["name", "kind", "funder_kind", "town", "is_consortium_member"]
    list_filter = ["kind", "funder_kind", "is_consortium_member"]


class PersonViewSet(HubSnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "role_fr", "organisation"]
    list_filter = ["organisation"]
    list_select_related = ["organisation"]


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = _("Organisations and people")
    menu_icon = "group"
    menu_order = 310
    items = (OrganisationViewSet, PersonViewSet)


register_snippet(DirectoryGroup)
