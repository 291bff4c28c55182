"""Images as the pages show them: a few widths, one light format, sizes known ahead."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from wagtail.fields import StreamField
from wagtail.images import get_image_model

QUALITY = "format-webp|webpquality-72"
SHARED_SPEC = "fill-1200x630|format-jpeg|jpegquality-72"


def spec(width):
    return f"width-{width}|{QUALITY}"


def image_ids(page):
    """Yield the ids of the images that a page shows: its own, then its body's."""
    if getattr(page, "image_id", None):
        yield page.image_id
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            for block in getattr(page, field.name).raw_data:
                if block["type"] == "image" and isinstance(block["value"], dict):
                    yield stored_image(block["value"])["id"]


def stored_image(value):
    """Return id and alternative text of a captioned image as it is stored."""
    image = value.get("image") or {}
    if not isinstance(image, dict):
        return {"id": image, "alt": ""}
    alt = "" if image.get("decorative") else image.get("alt_text") or ""
    return {"id": image.get("image"), "alt": alt}


def images_of(page):
    """Return {id: image} for every image of a page, renditions read: one query, or two.

    Kept on the page while it is rendered.
    """
    if getattr(page, "_hub_images", None) is None:
        ids = {pk for pk in image_ids(page) if pk}
        page._hub_images = read_images(ids)
    return page._hub_images


def read_images(ids):
    """Return {id: image} with `prefetched_renditions`; images never shown cost a query."""
    if not ids:
        return {}
    Image = get_image_model()
    found = {}
    renditions = Image.get_rendition_model().objects.filter(image_id__in=ids)
    for rendition in renditions.select_related("image"):
        image = found.setdefault(rendition.image_id, rendition.image)
        if not hasattr(image, "prefetched_renditions"):
            image.prefetched_renditions = []
        rendition.image = image
        image.prefetched_renditions.append(rendition)
    if missing := ids - set(found):
        found |= Image.objects.in_bulk(missing)
    return found


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
        mark_safe(' fetchpriority="high"')
        if eager
        else mark_safe(' loading="lazy" decoding="async"'),
    )
