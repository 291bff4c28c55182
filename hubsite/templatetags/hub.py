"""The template tags of the whole site."""

import json
import re
from functools import cache

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from hubsite import classification, renditions, typography
from hubsite.explaining import Explainer
from hubsite.i18n import current_language, localize_many
from hubsite.licences import licence_for, terms_of
from hubsite.menus import Link
from hubsite.navigation import error_navigation, page_navigation, view_navigation
from hubsite.richtext import file_facts, render_rich_text
from hubsite.structured import graph
from hubsite.surroundings import item_ids, surroundings_of
from hubsite.vocabularies import MaterialLanguage, Profile

register = template.Library()
register.filter(file_facts)

# `json_script` for JSON-LD: nothing in the text can end the script element.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


# The page and where it stands


@register.simple_tag(takes_context=True)
def navigation(context):
    """Return the Navigation of the page, or of a view that may pass `crumbs`."""
    page, request = context.get("page"), context.get("request")
    if isinstance(page, Page) and page.path and not context.get("crumbs"):
        if not getattr(page, "_hub_navigation", None):
            page._hub_navigation = page_navigation(page, request)
        return page._hub_navigation
    if request is None or context.get("is_error"):
        return error_navigation()
    return view_navigation(request, context.get("crumbs") or ())


@register.simple_tag(takes_context=True)
def json_ld(context, navigation):
    """Return the page's JSON-LD: organisation, breadcrumb, what the page itself is."""
    data = graph(
        context.get("page"), navigation, context.get("hub"), context["request"]
    )
    text = json.dumps(data, ensure_ascii=False, default=str).translate(JSON_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.filter
def leads_to(link: Link, page):
    return link.leads_to(page)


@register.simple_tag
def labels(page):
    """Return {facet: [Label, …]} of a page, with labels in the active language."""
    return classification.labels_of(page)


@register.simple_tag(takes_context=True)
def pages_in_language(context, pages):
    """Return pages an editor chose, each in the reader's language where it exists."""
    ids = [page.pk for page in pages if page]
    page = context.get("page")
    if isinstance(page, Page):
        return surroundings_of(page).in_language(ids)
    found = localize_many(ids)
    return [found[pk] for pk in ids if pk in found]


@register.simple_tag(takes_context=True)
def stream(context, value):
    """Render a stream block by block, without a query for what its page has read."""
    page = context.get("page")
    around = surroundings_of(page) if isinstance(page, Page) else None
    parts = []
    for position, raw in enumerate(value.raw_data):
        if around and raw["type"] == "read_also":
            pages = around.in_language(item_ids(raw["value"]))
            parts.append(block_html(context, "read_also", {"pages": pages}))
        elif around and raw["type"] == "image":
            stored = renditions.stored_image(raw["value"])
            image = renditions.images_of(page).get(stored["id"])
            value_ = {**raw["value"], "image": image, "alt": stored["alt"]}
            parts.append(block_html(context, "image", {"value": value_}))
        else:
            parts.append(value[position].render_as_block(context.flatten()))
    return mark_safe("".join(parts))


def block_html(context, name, values):
    with context.push(**values):
        return get_template(f"blocks/{name}.html").template.render(context)


@register.filter
def type_name(page):
    """Return what kind of page this is, in words."""
    model = page.specific_class or type(page)
    return model._meta.verbose_name


# Text


@register.simple_tag(takes_context=True)
def rich(context, value):
    """Return a rich text with links in the reader's language and its words explained."""
    page, request = context.get("page"), context.get("request")
    if not isinstance(page, Page) or request is None:
        return render_rich_text(value)
    language = current_language()
    if not hasattr(request, "hub_explainer"):
        request.hub_explainer = Explainer(language)
    return render_rich_text(value, page, language, request.hub_explainer)


@register.filter(is_safe=True)
def typo(text):
    """Give plain text the non-breaking spaces of its language."""
    return typography.typeset(str(text))


@register.filter
def day(value):
    return typography.day_element(value) if value else ""


@register.filter
def day_words(value):
    """Return a day in words alone, for lists, where every element weighs."""
    if hasattr(value, "hour"):
        value = timezone.localtime(value).date()
    return typography.day_text(value) if value else ""


@register.filter
def moment(value):
    return typography.moment_element(value) if value else ""


@register.filter
def period(start, end):
    return typography.period_text(start, end)


@register.filter
def file_size(size):
    return typography.file_size(size or 0)


@register.simple_tag
def weight(page, name):
    """Return what a file made from a page weighs, after a comma; "" if not yet known."""
    known = page.weight_of(name)
    return f", {typography.file_size(known)}" if known else ""


@register.filter
def euros(amount):
    return typography.euros(amount)


@register.filter
def names(codes, vocabulary):
    """Return the labels of codes of a fixed vocabulary, comma-separated."""
    found = dict({"language": MaterialLanguage, "profile": Profile}[vocabulary].choices)
    return ", ".join(str(found.get(code, code)) for code in codes)


@register.filter
def days_left(moment):
    """Return in words how many days remain until a moment, or "" once it is past."""
    left = (timezone.localtime(moment).date() - timezone.localdate()).days
    if left < 0 or moment <= timezone.now():
        return ""
    if left == 0:
        return gettext("Last day")
    return gettext("in %(n)s days") % {"n": left} if left > 1 else gettext("in 1 day")


# Things seen


@cache
def icon_source(name):
    """Return the paths of an icon, without the attributes that the style sheet sets."""
    source = get_template(f"icons/{name}.svg").render()
    inner = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL).group(1)
    return mark_safe(inner.strip())


@register.simple_tag
def icon(name, css=""):
    """Return a decorative inline icon; the text beside it says what it means."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" width="20" height="20" fill="none"'
        ' stroke="currentColor" aria-hidden="true">{}</svg>',
        f" {css}" if css else "",
        icon_source(name),
    )


@register.simple_tag(takes_context=True)
def hub_image(
    context, image, alt="", widths="480,800", sizes="100vw", eager=False, css=""
):
    """Return an image element in the given widths (the first one is the fallback)."""
    if not image or context.get("request") is None:
        return ""
    return renditions.image_element(
        image,
        alt,
        widths=[int(width) for width in widths.split(",")],
        sizes=sizes,
        eager=eager,
        css=css,
    )


@register.filter
def own_image(page):
    """Return the illustration of a page, its renditions already read."""
    return renditions.images_of(page).get(getattr(page, "image_id", None))


@register.simple_tag(takes_context=True)
def shared_image(context, image):
    """Return the rendition that social networks show, by its full address."""
    rendition = image.get_rendition(renditions.SHARED_SPEC)
    return context["request"].build_absolute_uri(rendition.url)


@register.filter
def licence(spdx):
    """Return the Licence of an SPDX id."""
    return licence_for(spdx)


@register.filter
def licence_terms(licence):
    """Return what a Licence permits and asks, in words (see `terms_of`)."""
    return terms_of(licence)
