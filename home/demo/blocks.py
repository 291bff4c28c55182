"""Turning the blocks of a content file into the raw value of a stream field."""

import uuid

from .reading import ContentError, plain, rich

_NAMESPACE = uuid.UUID("6f0c3c66-0b1b-5c9e-9a53-5d1f3c2b7a10")


class BlockBuilder:
    """Build blocks in one language; ids are the same in both, so segments pair up."""

    def __init__(self, key, language, library):
        self.key = key
        self.language = language
        self.library = library
        self.page_ids = library.page_ids

    def plain(self, value):
        return plain(value, self.language)

    def rich(self, value):
        return rich(value, self.language, self.page_ids)

    def block(self, path, kind, value):
        """Return one raw stream child."""
        block_id = uuid.uuid5(_NAMESPACE, f"{self.key}/{path}")
        return {"type": kind, "value": value, "id": str(block_id)}

    def stream(self, field, items):
        """Return the raw stream of a list of one-key mappings."""
        return [
            self.block(f"{field}/{number}", kind, getattr(self, kind)(value, number))
            for number, item in enumerate(items or ())
            for kind, value in item.items()
        ]

    def lines(self, field, kind, pairs):
        """Return the raw stream of a list of short texts."""
        return [
            self.block(f"{field}/{number}", kind, self.plain(pair))
            for number, pair in enumerate(pairs or ())
        ]

    def page(self, key):
        """Return the id of the source page of that key."""
        if key not in self.page_ids:
            raise ContentError(f"{self.key}: unknown page {key}")
        return self.page_ids[key]

    # One method a kind of block, called with the value and its position

    def heading(self, value, _number):
        return self.plain(value)

    def paragraph(self, value, _number):
        return self.rich(value)

    def quote(self, value, _number):
        return {
            "text": self.plain(value["text"]),
            "attribution": self.plain(value.get("attribution")),
        }

    def question(self, value, _number):
        return {
            "question": self.plain(value["question"]),
            "answer": self.rich(value["answer"]),
        }

    def figure(self, value, _number):
        return {
            "value": self.plain(value["value"]),
            "label": self.plain(value["label"]),
            "source": self.plain(value["source"]),
            "url": self.library.link(value.get("url") or "", self.language),
            "year": value["year"],
        }

    def callout(self, value, _number):
        return {"title": self.plain(value["title"]), "text": self.rich(value["text"])}

    def definition(self, value, _number):
        return {"definition": value}

    def image(self, value, _number):
        return {
            "image": {
                "image": self.library.images_by_file[value["image"]],
                "alt_text": self.plain(value["alt"]),
                "decorative": False,
            },
            "caption": self.plain(value.get("caption")),
        }

    def read_also(self, value, number):
        return [
            {
                "type": "item",
                "value": self.page(key),
                "id": str(uuid.uuid5(_NAMESPACE, f"{self.key}/read/{number}/{key}")),
            }
            for key in value
        ]

    # Parts of an issue of the newsletter

    def text(self, value, _number):
        return {
            "heading": self.plain(value["heading"]),
            "text": self.rich(value["text"]),
        }

    def section(self, value, number):
        return {
            "heading": self.plain(value.get("heading")),
            "text": self.rich(value["text"]) if value.get("text") else "",
            "items": [
                {
                    "type": "item",
                    "value": self.chosen(item),
                    "id": str(uuid.uuid5(_NAMESPACE, f"{self.key}/{number}/{place}")),
                }
                for place, item in enumerate(value["items"])
            ],
        }

    def filled(self, value, number):
        asked = {name: value.get(name, []) for name in ("types", "themes")}
        return {
            **self.section(value, number),
            **asked,
            "territories": [],
            "most": value["most"],
        }

    new = filled

    def closing(self, value, number):
        return {**self.filled(value, number), "days": value["days"]}

    def chosen(self, item, _number=0):
        """Return a page that an issue shows: its key, or its key and a word about it."""
        if isinstance(item, str):
            item = {"page": item}
        return {
            "page": self.page(item["page"]),
            "blurb": self.plain(item.get("blurb")),
        }

    call = event = resource = sheet = news = chosen
