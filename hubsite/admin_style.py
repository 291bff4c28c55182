"""What Wagtail's own style of the editors' screens lacks here."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def style_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("hubsite/admin.css"))
