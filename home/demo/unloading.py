"""Taking the demo hub away again."""

from django.db import transaction
from wagtail.models import Page

from home.models import DemoPage
from newsletter.models import Campaign
from search.collect import deferred


def unload():
    """Delete the demo's pages and what stands below them; returns how many went."""
    number = DemoPage.objects.count()
    with transaction.atomic(), deferred():
        delete_pages()
    return number


def delete_pages():
    demo_pages = DemoPage.objects.values("page")
    Campaign.objects.filter(issue__in=demo_pages).delete()
    for home in Page.objects.filter(
        pk__in=DemoPage.objects.filter(key="home").values("page")
    ):
        home.get_descendants(inclusive=True).delete()
    Page.objects.filter(pk__in=demo_pages).delete()
    DemoPage.objects.all().delete()
