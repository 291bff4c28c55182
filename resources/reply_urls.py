"""Addresses of replies to sheets, below `/fr/reutilisation/` and `/nl/hergebruik/`."""

from django.urls import path

from . import reply_views as views

app_name = "replies"
urlpatterns = [
    path("<int:pk>/", views.reply, name="reply"),
    path("ok/", views.sent, name="sent"),
    path("c/<str:token>/", views.confirm, name="confirm"),
    path("r/<str:token>/", views.withdraw, name="withdraw"),
]
