"""The page of carrying organisations: who, where, for whom, on what conditions (R4.13)."""

from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from .models import Carrier
from .models.index import shown_list


@require_safe
def carriers(request):
    """List the organisations that carry joint answers, and lead to the calls that take them."""
    rows = Carrier.objects.filter(is_active=True).select_related("organisation")
    return render(
        request,
        "funding/carriers.html",
        {
            "title": capfirst(gettext("apply jointly")),
            "description": gettext(
                "Too small to answer alone? Several organisations may answer one call "
                "together. One of them, the carrying organisation, receives the money "
                "and keeps the accounts of the group."
            ),
            "carriers": rows.prefetch_related("territories__territory"),
            "calls": shown_list(),
        },
    )
