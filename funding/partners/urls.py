"""Addresses of partners' forms, below `/fr/repondre-ensemble/` and `/nl/samen-indienen/`."""

from django.urls import path

from funding.carriers import carriers

from . import views

app_name = "partners"
urlpatterns = [
    path("", carriers, name="carriers"),
    path("<int:pk>/", views.notice, name="notice"),
    path("ok/", views.sent, name="sent"),
    path("c/<str:token>/", views.confirm, name="confirm"),
    path("g/<str:token>/", views.manage, name="manage"),
    path("message/<int:pk>/", views.message_to, name="message"),
    path("message/ok/", views.message_sent, name="message_sent"),
    path("message/c/<str:token>/", views.confirm_talk, name="confirm_talk"),
    path("message/a/<str:token>/", views.answer, name="answer"),
    path("message/e/<str:token>/", views.write, name="write"),
]
