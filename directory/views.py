"""The page of an author (R3.14)."""

from django.shortcuts import get_object_or_404, render

from hubsite.i18n import current_language, unrestricted

from .models import Person


def author(request, code):
    """List what one person wrote, each article once, in the reader's language if it is."""
    person = get_object_or_404(Person.objects.select_related("organisation"), code=code)
    articles = (
        person.articles.filter(unrestricted(), live=True, alias_of=None)
        .select_related("locale")
        .order_by("-content_date")
    )
    own = current_language()
    chosen = {}
    for article in articles:
        known = chosen.setdefault(article.translation_key, article)
        if known.locale.language_code != own == article.locale.language_code:
            chosen[article.translation_key] = article
    return render(
        request,
        "directory/author.html",
        {
            "person": person,
            "articles": list(chosen.values()),
            "title": person.name,
            "description": person.role,
        },
    )
