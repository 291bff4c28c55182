"""Addresses below `/fr/selection/` and `/nl/selectie/`.

What changes the visitor's own selection is done by POST; a token is a selection in the
address, the same for everyone.
"""

from django.urls import path

from . import selection_views as views

app_name = "selection"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("add/", views.add, name="add"),
    path("change/", views.change, name="change"),
    path("take/", views.take, name="take"),
    path("<str:token>/", views.shared, name="shared"),
    path("<str:token>/booklet.pdf", views.booklet, name="booklet"),
    path("<str:token>/files.zip", views.files, name="files"),
    path("<str:token>/calendar.ics", views.calendar, name="calendar"),
    path("<str:token>/results.csv", views.table, {"form": "csv"}, name="csv"),
    path("<str:token>/results.xlsx", views.table, {"form": "xlsx"}, name="xlsx"),
]
