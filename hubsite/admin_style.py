"""What Wagtail's own editors' screens lack here: style, and a script."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def style_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("hubsite/admin.css"))


@hooks.register("insert_global_admin_js")
def keep_typed_dates():
    return format_html('<script src="{}"></script>', static("hubsite/typed-dates.js"))
