"""Who looks for partners, on the page of a joint call."""

from django import template

from funding.partners.notices import shown_on, takes_partners

register = template.Library()


@register.simple_tag
def partner_notices(call):
    """Return the notices to show on a call; None where it takes none."""
    return shown_on(call) if call.pk and takes_partners(call) else None
