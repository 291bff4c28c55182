"""What a list needs to be put in a selection as it stands."""

from django import template

from resources.selections import token_for

register = template.Library()


@register.filter
def selection_token(hits):
    """Return the token of the selection that these hits make, in their order."""
    return token_for([hit.page_id for hit in hits])
