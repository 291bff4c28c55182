"""JSON-LD: what search engines read of a page (schema.org)."""

from django.templatetags.static import static


def graph(page, navigation, hub, request):
    """Return organisation, breadcrumb and the page itself as one schema.org graph."""
    parts = []
    if hub:
        parts.append(organisation(hub, request))
    if navigation and navigation.crumbs:
        parts.append(breadcrumb(navigation, request))
    if page is not None and hasattr(page, "structured_data"):
        data = page.structured_data(request)
        parts += data if isinstance(data, list | tuple) else [data]
    return {"@context": "https://schema.org", "@graph": parts}


def organisation(hub, request):
    return {
        "@type": "Organization",
        "@id": f"{hub.root_url}/#organisation",
        "name": hub.name,
        "slogan": hub.tagline,
        "url": request.build_absolute_uri(hub.home_url),
        "logo": request.build_absolute_uri(static("hubsite/icon-512.png")),
        **({"email": hub.contact_email} if hub.contact_email else {}),
    }


def breadcrumb(navigation, request):
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": crumb.title,
                "item": request.build_absolute_uri(crumb.url),
            }
            for position, crumb in enumerate(navigation.crumbs, start=1)
        ],
    }
