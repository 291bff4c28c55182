"""Addresses of suggestions, below `/fr/proposer-un-appel/` and `/nl/oproep-melden/`."""

from django.urls import path

from . import suggestion_views as views

app_name = "suggestions"
urlpatterns = [
    path("", views.suggest, name="suggest"),
    path("known/", views.known, name="known"),
    path("ok/", views.sent, name="sent"),
    path("<int:pk>/", views.mistake, name="mistake"),
]
