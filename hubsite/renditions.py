"""Images as the pages show them: a few widths, one light format, sizes known ahead."""

from django.db.models import prefetch_related_objects
from django.utils.html import format_html, format_html_join
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

QUALITY = "format-webp|webpquality-72"
SHARED_SPEC = "fill-1200x630|format-jpeg|jpegquality-72"


def spec(width):
    return f"width-{width}|{QUALITY}"


def block_images(value):
    """Yield the images inside a stream or struct value."""
    for child in value if hasattr(value, "stream_block") else value.values():
        block, inner = (
            (child.block, child.value) if hasattr(child, "block") else (None, child)
        )
        if block is not None and hasattr(inner, "bound_blocks"):
            for bound in inner.bound_blocks.values():
                if isinstance(bound.block, ImageBlock) and bound.value:
                    yield bound.value


def prefetch_images(page):
    """Read the renditions of every image of a page at once; once per page."""
    if page is None or getattr(page, "_hub_images", False):
        return
    page._hub_images = True
    images = [page.image] if getattr(page, "image_id", None) else []
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            images += block_images(getattr(page, field.name))
    if images:
        prefetch_related_objects(images, "renditions")


def image_element(image, alt, *, widths, sizes, eager=False, css=""):
    """Return an `<img>` with its srcset; lazy unless it is what the page opens with."""
    renditions = image.get_renditions(*(spec(width) for width in widths))
    found = [renditions[spec(width)] for width in widths]
    largest = max(found, key=lambda r: r.width)
    by_width = {r.width: r for r in found}
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}>',
        found[0].url,
        format_html_join(", ", "{} {}w", ((r.url, w) for w, r in by_width.items())),
        sizes,
        largest.width,
        largest.height,
        alt,
        format_html(' class="{}"', css) if css else "",
        format_html(' fetchpriority="high"')
        if eager
        else format_html(' loading="lazy" decoding="async"'),
    )
