"""The template tags of the whole site."""

from django import template

register = template.Library()
