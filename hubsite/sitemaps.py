"""The sitemap: every page of every language, each with its translations."""

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page, Site

from .i18n import SOURCE_LANGUAGE


class PageSitemap(Sitemap):
    """Wagtail's own lists one tree only; the site has one a language.

    Aliases are left out: their address is not the one to index.
    """

    limit = 5000

    def items(self):
        return (
            Page.objects.live()
            .public()
            .filter(alias_of=None, depth__gt=1)
            .select_related("locale")
            .order_by("path")
        )

    def get_urls(self, page=1, site=None, protocol=None):
        pages = list(self.paginator.page(page).object_list)
        root = Site.objects.filter(is_default_site=True).first()
        address = (root.root_url if root else "") + "{}"
        twins = {}
        for item in pages:
            twins.setdefault(item.translation_key, []).append(item)
        return [
            {
                "item": item,
                "location": address.format(item.url),
                "lastmod": item.last_published_at,
                "alternates": self.translations(twins[item.translation_key], address),
            }
            for item in pages
            if item.url
        ]

    def translations(self, twins, address):
        """Return the hreflang alternates of one page; none for a single language."""
        if len(twins) < 2:
            return []
        found = [
            {"lang_code": t.locale.language_code, "location": address.format(t.url)}
            for t in twins
        ]
        default = next((a for a in found if a["lang_code"] == SOURCE_LANGUAGE), None)
        if default:
            found.append({**default, "lang_code": "x-default"})
        return found
