"""What pages of the demo refer to: vocabularies, organisations, people, media."""

from os import SEEK_END

from django.core.files import File
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.models import Collection
from wagtail.search.index import Indexed
from wagtail.utils.file import hash_filelike

from directory.models import Organisation, Person
from funding.models import Carrier, CarrierTerritory
from hubsite.bulk import index_for_editors, insert_references
from hubsite.models import (
    Acronym,
    Audience,
    Definition,
    HubDocument,
    HubImage,
    Keyword,
    Territory,
    Theme,
    Topic,
)
from hubsite.territories import load_territories

from .reading import FOLDER, plain, read_list

COLLECTION = "Démonstration"


class Library:
    """Load what pages refer to, and hand it out by its key in the content files."""

    def __init__(self):
        load_territories()
        self.territories = {row.reference: row for row in Territory.objects.all()}
        self.load_vocabularies()
        self.load_directory()
        self.collection = self.load_collection()
        self.documents, self.added = {}, []
        self.load_images()
        self.page_ids = {}
        # Language, then key, to the path of the page that a reader of it should open.
        self.paths = {}

    def load_vocabularies(self):
        lists = read_list("vocabularies")
        self.themes = self.terms(Theme, lists["themes"])
        self.topics = self.terms(Topic, lists["topics"])
        self.audiences = self.terms(Audience, lists["audiences"])
        self.keywords = upsert(
            Keyword,
            "slug",
            [
                {
                    "slug": tag["code"],
                    "name": tag["label"]["fr"],
                    "name_nl": tag["label"]["nl"],
                }
                for tag in read_list("tags")
            ],
        )
        upsert(
            Acronym,
            "short",
            [
                {"short": row["short"], **both("expansion", row["expansion"])}
                for row in read_list("acronyms")
            ],
        )
        upsert(
            Definition,
            "code",
            [
                {
                    "code": row.get("code") or f"definition-{number}",
                    **both("term", row["term"]),
                    **both("text", row["text"]),
                }
                for number, row in enumerate(read_list("definitions"), start=1)
            ],
        )

    def terms(self, model, rows):
        extra = ("is_trade",) if model is Audience else ()
        return upsert(
            model,
            "code",
            [
                {
                    "code": row["code"],
                    **both("label", row["label"]),
                    "position": position,
                    **{name: bool(row.get("trade")) for name in extra},
                }
                for position, row in enumerate(rows)
            ],
        )

    def load_directory(self):
        self.organisations = upsert(
            Organisation,
            "code",
            [
                {
                    "code": row["code"],
                    "name": row["name"],
                    "name_nl": row.get("name_nl") or "",
                    "kind": row["type"],
                    "funder_kind": row.get("funder_kind") or "",
                    "territory": self.territories.get(row.get("territory")),
                    "town": row.get("town") or "",
                    "url": row.get("url") or "",
                    "is_consortium_member": bool(row.get("consortium")),
                    **both("description", row.get("description") or {}),
                }
                for row in read_list("organisations")
            ],
        )
        self.carriers = self.load_carriers()
        self.people = upsert(
            Person,
            "code",
            [
                {
                    "code": row["code"],
                    "name": row["name"],
                    "organisation": self.organisations.get(row.get("organisation")),
                    **both("role", row.get("role") or {}),
                }
                for row in read_list("people")
            ],
        )

    def load_carriers(self):
        """Return the carrying organisations by the code of the organisation."""
        rows = read_list("carriers")
        upsert(
            Carrier,
            "organisation",
            [
                {
                    "organisation": self.organisations[row["organisation"]],
                    "contact": row.get("contact") or "",
                    **both("for_whom", row["for_whom"]),
                    **both("conditions", row["conditions"]),
                }
                for row in rows
            ],
        )
        carriers = {
            one.organisation.code: one
            for one in Carrier.objects.select_related("organisation")
        }
        CarrierTerritory.objects.filter(carrier__in=carriers.values()).delete()
        CarrierTerritory.objects.bulk_create(
            CarrierTerritory(
                carrier=carriers[row["organisation"]],
                territory=self.territories[reference],
                sort_order=order,
            )
            for row in rows
            for order, reference in enumerate(row.get("territories") or ())
        )
        return carriers

    def load_collection(self):
        root = Collection.get_first_root_node()
        found = root.get_children().filter(name=COLLECTION).first()
        return found or root.add_child(instance=Collection(name=COLLECTION))

    def load_images(self):
        self.images_by_file, self.images_by_page, self.image_alts = {}, {}, {}
        known = {
            image.title: image
            for image in HubImage.objects.filter(collection=self.collection)
        }
        for row in read_list("images"):
            title = row["title"]["fr"]
            image = known.get(title) or self.add_image(row, title)
            self.images_by_file[row["file"]] = image.pk
            self.image_alts[image.pk] = row["alt"]
            for key in row.get("for") or ():
                self.images_by_page.setdefault(key, image)

    def add_image(self, row, title):
        with (FOLDER / "images" / row["file"]).open("rb") as content:
            image = HubImage(
                title=title,
                description=row["alt"]["fr"],
                credit=row["credit"],
                licence=row["licence"],
                collection=self.collection,
                file=ImageFile(content, name=row["file"]),
            )
            image.save()
        return image

    def document(self, row, page):
        """Return the document of a resource's file, loaded at its first use."""
        name = row["file"]
        if name not in self.documents:
            self.documents[name] = HubDocument.objects.filter(
                collection=self.collection, file__endswith=name
            ).first() or self.add_document(row, page)
        return self.documents[name]

    def add_document(self, row, page):
        with (FOLDER / "files" / row["file"]).open("rb") as content:
            document = HubDocument(
                title=plain(row.get("title") or page["title"], row["language"]),
                language=row["language"],
                credit=page["authors"],
                licence=page["licence"],
                collection=self.collection,
                created_at=timezone.now(),
                file_size=content.seek(0, SEEK_END),
                file_hash=hash_filelike(content),
            )
            document.file.save(row["file"], File(content), save=False)
            # `raw` tells the indexes to stand back: `finish` writes them at once.
            document.save_base(raw=True, force_insert=True)
        self.added.append(document)
        return document

    def finish(self):
        """Record the files that pages brought where editors look for them."""
        insert_references(self.added)
        index_for_editors(self.added)

    def link(self, url, language):
        """Return the address of a link; `page:` names a page of the demo itself."""
        if not url.startswith("page:"):
            return url
        return self.paths[language][url.removeprefix("page:")]


def both(name, pair):
    """Return `{name}_fr` and `{name}_nl` of a content file's pair."""
    return {f"{name}_{language}": plain(pair, language) for language in ("fr", "nl")}


def in_order(rows):
    """Return the rows numbered as they come, as editors would have left them."""
    rows = list(rows)
    for order, row in enumerate(rows):
        row.sort_order = order
    return rows


def upsert(model, key, rows):
    """Write rows matched by `key`, findable by editors; return them by that key."""
    fields = [name for name in rows[0] if name != key]
    model.objects.bulk_create(
        [model(**row) for row in rows],
        update_conflicts=True,
        unique_fields=[key],
        update_fields=fields,
    )
    written = {getattr(row, key): row for row in model.objects.all()}
    if issubclass(model, Indexed):
        index_for_editors(written.values())
    return written
