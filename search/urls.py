"""The search of the whole site; the first segment is in the reader's language."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import views
from .site_map import site_map

search_urls = [
    path("", views.search, name="search"),
    path("results.json", views.search, {"exit_name": "json"}, name="search_json"),
    path("results.csv", views.search, {"exit_name": "csv"}, name="search_csv"),
    path("feed.atom", views.search, {"exit_name": "atom"}, name="search_atom"),
    path("suggestions.json", views.suggestions, name="search_suggestions"),
    path("places.json", views.place_suggestions, name="search_places"),
]

urlpatterns = [
    path(_("search/"), include(search_urls)),
    path(_("tags/"), views.tags, name="tags"),
    path(_("site-map/"), site_map, name="site_map"),
]
