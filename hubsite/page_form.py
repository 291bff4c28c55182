"""What the editor's form of every page keeps, and when it refuses."""

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class HubPageForm(WagtailAdminPageForm):
    """Ask for a theme on publication only, and know an unchanged page as such.

    Wagtail would show an empty row, and refuse to keep even a draft, by hand or by
    itself, until it is filled.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Django looks for a hidden first value, where the default is computed, that
            # Wagtail's panels do not send: each save would look like a change.
            field.show_hidden_initial = False
        themes = self.formsets.get("page_themes") if self.formsets else None
        if themes is not None:
            if not self.is_bound:
                themes.min_num = 0
            message = _("Choose at least one theme before publishing.")
            themes.error_messages["too_few_forms"] = message
