"""The editors' screens for the vocabularies, in one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .snippet_viewsets import HubSnippetViewSet
from .territories import Territory
from .territory_chooser import TerritoryChooserViewSet
from .vocabularies import Acronym, Audience, Definition, Keyword, Theme, Topic


class TermViewSet(HubSnippetViewSet):
    list_display = ["label_fr", "label_nl", "code", "position"]
    ordering = ["position", "label_fr"]


class ThemeViewSet(TermViewSet):
    model = Theme
    icon = "tag"


class TopicViewSet(TermViewSet):
    model = Topic
    icon = "help"


class AudienceViewSet(TermViewSet):
    model = Audience
    icon = "group"
    list_display = [
        "label_fr", "label_nl", "code", BooleanColumn("is_trade", label=_("trade")),
        "position",
    ]  # fmt: skip
    list_filter = ["is_trade"]


class KeywordViewSet(HubSnippetViewSet):
    model = Keyword
    icon = "tag"
    list_display = ["name", "name_nl", "slug"]
    search_fields = ["name", "name_nl", "slug"]


class AcronymViewSet(HubSnippetViewSet):
    model = Acronym
    icon = "openquote"
    list_display = ["short", "expansion_fr", "expansion_nl"]


class DefinitionViewSet(HubSnippetViewSet):
    model = Definition
    icon = "openquote"
    list_display = ["term_fr", "term_nl", "code"]
    panels = [
        FieldPanel("code"),
        HelpPanel(
            _(
                "Every page leads from the term, where it first stands, to its "
                "definition. Write its other forms after a slash: laureate / laureates."
            )
        ),
        FieldRowPanel([FieldPanel("term_fr"), FieldPanel("term_nl")]),
        FieldPanel("text_fr"),
        FieldPanel("text_nl"),
    ]


class TerritoryViewSet(HubSnippetViewSet):
    model = Territory
    icon = "site"
    list_display = ["label_fr", "label_nl", "kind", "scheme", "code", "edition"]
    list_filter = ["kind", "scheme"]
    # Most rows are written in bulk, which no search index hears of.
    search_backend_name = None
    search_fields = ["label_fr", "label_nl", "code"]
    chooser_viewset_class = TerritoryChooserViewSet
    chooser_per_page = 20


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 300
    items = (
        ThemeViewSet,
        TopicViewSet,
        AudienceViewSet,
        KeywordViewSet,
        AcronymViewSet,
        DefinitionViewSet,
        TerritoryViewSet,
    )


register_snippet(VocabularyGroup)
