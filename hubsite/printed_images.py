"""Images as printed documents carry them: drawn for paper, described and credited."""

import base64
import io

from django.core.cache import cache
from django.utils.translation import gettext as _
from PIL import Image

from .licences import licence_for

LONGEST_SIDE = 1000
QUALITY = 75
CACHE_SECONDS = 30 * 24 * 3600


def picture(image, alt, caption="", *, mono=False):
    """Return an image as the part of a document that `parts.typ` sets.

    `svg` is empty where all rights are reserved: the site shows the image, copies are
    not for us to hand out. An empty `alt` marks a decoration.
    """
    may_be_copied = licence_for(image.licence).share
    words = " – ".join(filter(None, [caption, credit(image)]))
    return {
        "kind": "picture",
        "svg": drawn(image, mono=mono) if may_be_copied else "",
        "alt": alt,
        "caption": words,
    }


def credit(image):
    """Return who made an image and under what terms, in words."""
    terms = licence_for(image.licence)
    name = terms.short if terms.url else str(terms.label)
    return f"{_('Image:')} {', '.join(filter(None, [image.credit, name]))}"


def drawn(image, *, mono):
    """Return an SVG that holds the image, no larger than paper needs, without metadata.

    Typst takes the bytes of an SVG as text; those of a photograph it would read from a
    file. Empty where the file is gone.
    """
    key = f"printed-{image.pk}-{image.file.name}-{mono}"
    svg = cache.get(key)
    if svg is None:
        try:
            with image.open_file() as file, Image.open(file) as source:
                svg = as_svg(source.convert("L" if mono else "RGB"))
        except OSError:
            return ""
        cache.set(key, svg, CACHE_SECONDS)
    return svg


def as_svg(drawing):
    drawing.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    made = io.BytesIO()
    drawing.save(made, "JPEG", quality=QUALITY)
    data = base64.b64encode(made.getvalue()).decode()
    width, height = drawing.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" '
        f'href="data:image/jpeg;base64,{data}"/></svg>'
    )
