"""Answers to a search: page, JSON, CSV, Atom, iCalendar."""

from django.http import HttpResponse


def list_response(request, exit_name, *, page, types, facets, default_sort):
    return HttpResponse()
