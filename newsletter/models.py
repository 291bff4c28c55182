"""Subscribers, issues and their delivery."""

from django.utils.translation import gettext_lazy as _

from hubsite.pages import BasePage, body_field
from search.pages import ListPage


class NewsletterIndexPage(ListPage):
    listed_types = ("issue",)
    parent_page_types = ["home.HomePage"]
    subpage_types = ["newsletter.NewsletterIssuePage"]
    localize_default_translation_mode = "simple"

    class Meta:
        verbose_name = _("newsletter")


class NewsletterIssuePage(BasePage):
    search_type = "issue"
    localize_default_translation_mode = "simple"

    body = body_field()

    parent_page_types = ["newsletter.NewsletterIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")

    content_panels = [*BasePage.content_panels, "body"]
