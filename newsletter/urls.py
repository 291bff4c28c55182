"""Addresses below `/fr/abonnement/` and `/nl/abonnement/`: the word is in both languages.

Personal addresses are short, so that mail programs do not break them.
"""

from django.urls import path

from . import views

app_name = "newsletter"
urlpatterns = [
    path("", views.signup, name="signup"),
    path("ok/", views.sent, name="sent"),
    path("c/<str:token>/", views.confirm, name="confirm"),
    path("p/<str:token>/", views.manage, name="manage"),
    path("u/<str:token>/", views.leave, name="leave"),
    path("s/<str:token>/", views.stop_alerts, name="stop_alerts"),
]
