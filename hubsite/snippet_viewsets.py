"""What all our snippets share in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser


class SnippetChooser(AdminSnippetChooser):
    """Wagtail's chooser; its words are in the language of whoever looks.

    Wagtail writes the model's name into them once, in the language of the first editor
    who opens a form after a start, and shows that to everyone.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # What the viewset says, translated when it is shown, stands on the class.
        del self.choose_one_text, self.choose_another_text, self.link_to_chosen_text


class HubSnippetChooserViewSet(SnippetChooserViewSet):
    base_widget_class = SnippetChooser
    choose_one_text = _("Choose")
    choose_another_text = _("Choose another")
    edit_item_text = _("Edit")


class HubSnippetViewSet(SnippetViewSet):
    chooser_viewset_class = HubSnippetChooserViewSet
    copy_view_enabled = False
