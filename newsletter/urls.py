"""Addresses below `/fr/abonnement/` and `/nl/abonnement/`: the word is in both languages.

Personal addresses are short, so that mail programs do not break them.
"""

from django.urls import path

from . import data_views, views

app_name = "newsletter"
urlpatterns = [
    path("", views.signup, name="signup"),
    path("ok/", views.sent, name="sent"),
    path("c/<str:token>/", views.confirm, name="confirm"),
    path("p/<str:token>/", views.manage, name="manage"),
    path("u/<str:token>/", views.leave, name="leave"),
    path("d/<str:token>/", data_views.data, name="data"),
    path("a/<str:token>/", data_views.address, name="address"),
    path("s/<str:token>/", views.stop_alerts, name="stop_alerts"),
]
