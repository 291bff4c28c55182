"""What a list or a page needs to be put in a selection, or to say that it is there."""

from django import template

from hubsite.collected import own_ids, token_for
from hubsite.surroundings import surroundings_of

register = template.Library()


@register.filter
def selection_token(hits):
    """Return the token of the selection that these hits make, in their order."""
    return token_for([hit.page_id for hit in hits])


@register.simple_tag(takes_context=True)
def is_collected(context, page):
    """Return whether the page, in any language, is in the visitor's selection."""
    request = context.get("request")
    ids = own_ids(request) if request else ()
    if not ids:
        return False
    twins = surroundings_of(page).twins(page)
    return not {page.pk, *(twin.pk for twin in twins)}.isdisjoint(ids)
