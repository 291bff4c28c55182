"""The editors' screens for organisations and people."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Organisation, Person


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "home"
    list_display = ["name", "kind", "funder_kind", "town", "is_consortium_member"]
    list_filter = ["kind", "funder_kind", "is_consortium_member"]
    copy_view_enabled = False


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ["name", "role_fr", "organisation"]
    list_filter = ["organisation"]
    list_select_related = ["organisation"]
    copy_view_enabled = False


class DirectoryGroup(SnippetViewSetGroup):
    menu_label = _("Organisations and people")
    menu_icon = "group"
    menu_order = 310
    items = (OrganisationViewSet, PersonViewSet)


register_snippet(DirectoryGroup)
