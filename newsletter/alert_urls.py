"""Addresses of alerts, below `/fr/alertes/` and `/nl/meldingen/`.

A list's own parameters follow the address of the form that follows it.
"""

from django.urls import path

from . import alert_views as views

app_name = "alerts"
urlpatterns = [
    path("", views.follow, name="follow_search"),
    path("l/<uuid:list_key>/", views.follow, name="follow_list"),
    path("p/<uuid:item_key>/", views.follow, name="follow_page"),
    path("ok/", views.sent, name="sent"),
    path("c/<str:token>/", views.confirm, name="confirm"),
    path("s/<str:token>/", views.stop, name="stop"),
    path("m/<str:token>/<uuid:alert>/", views.change, name="change"),
]
