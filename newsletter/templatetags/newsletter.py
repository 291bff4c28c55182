"""What the sign-up form needs on any page."""

from django import template

from hubsite.open_forms import new_stamp

register = template.Library()


@register.simple_tag
def form_stamp():
    """Return the signed moment the form was made."""
    return new_stamp()
