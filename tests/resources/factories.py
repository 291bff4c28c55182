"""Resources with all that belongs to them, in a tree of their own."""

from datetime import date

from django.core.files.base import ContentFile

from hubsite.models import HubDocument
from resources.models import (
    ResourceFile,
    ResourceLink,
    ResourceMaking,
    ResourceOrigin,
    ResourceTestimony,
    ResourceVersion,
)
from tests.search.factories import resource, territory


def document(name="fiche.txt", content=b"Bonjour", **fields):
    made = HubDocument(title=name, **fields)
    made.file.save(name, ContentFile(content), save=False)
    made.file_size = len(content)
    made.save()
    return made


def in_full(home, title, number=1, **fields):
    """Publish a resource with `number` rows of each kind it can have."""
    origin = resource(home, f"{title} d'origine", slug=f"{title.lower()}-origine")
    page = resource(home, title, slug=title.lower(), **fields)
    page.files = [
        ResourceFile(
            document=document(f"{title}-{n}.txt"), title_fr=f"Fichier {n}",
            title_nl=f"Bestand {n}", licence="CC0-1.0", sort_order=n,
        )
        for n in range(number)
    ]  # fmt: skip
    page.links = [
        ResourceLink(
            url="https://elsewhere.example/", title_fr=f"Lien {n}",
            title_nl=f"Link {n}", authors="Digipunt", sort_order=n,
        )
        for n in range(number)
    ]  # fmt: skip
    page.origins = [
        ResourceOrigin(work=origin, sort_order=n) for n in range(number - 1)
    ] + [
        ResourceOrigin(
            title="Carnet", authors="Les Passeurs", licence="CC-BY-4.0",
            url="https://carnet.example/", sort_order=number,
        )
    ]  # fmt: skip
    add_history(page, origin, number)
    page.save()
    return page


def add_history(page, session, number):
    page.versions = [
        ResourceVersion(
            version=f"1.{n}", day=date(2026, 1, 2), note_fr="Plus court",
            note_nl="Korter", sort_order=n,
        )
        for n in range(number)
    ]  # fmt: skip
    page.making = [
        ResourceMaking(
            kind="trial", territory=territory("insee-dep:26", label_fr="Drôme"),
            contributors="Une médiathèque", note_fr="Testé", note_nl="Getest",
            sort_order=n,
        )
        for n in range(number)
    ]  # fmt: skip
    page.testimonies = [
        ResourceTestimony(
            text_fr="Utile", text_nl="Nuttig", who_fr="une agente, Ain",
            who_nl="een medewerker, Ain", session=session, sort_order=n,
        )
        for n in range(number)
    ]  # fmt: skip
