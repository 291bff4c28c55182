"""What a campaign sends, fixed: its content when queued, its mails when it begins."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import translation

from hubsite.i18n import site_languages
from hubsite.mail import absolute

from .audience import selections
from .composing import draft, lay_out, version_for
from .messages import compile_message
from .models import Campaign, CampaignBody, Delivery, newsletter_settings

ROWS_AT_ONCE = 500


def content_of(issue):
    """Return language -> the version its readers get, as JSON that rebuilds the page."""
    versions = {language: version_for(issue, language) for language in site_languages()}
    content = {
        language: {"id": page.pk, "page": page.serializable_data()}
        for language, page in versions.items()
    }
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def frozen_page(campaign, language):
    """Return the version of the issue that readers of `language` get of `campaign`."""
    content = campaign.content[language]
    page = type(campaign.issue).objects.get(pk=content["id"])
    return page.with_content_json(content["page"])


def list_links(page, language):
    """Return header -> address of the list that readers of `language` are on."""
    with translation.override(language):
        found = {"List-Subscribe": absolute(reverse("newsletter:signup"))}
    archive = page.get_parent().full_url
    return {**found, "List-Archive": archive} if archive else found


class Preparation:
    """What the mails of a campaign are made of: a body for each distinct selection.

    Rendering takes time, so `render` is called before the transaction that writes. Who
    reads what is looked up again in it: whoever changed the rhythm meanwhile then gets
    the issue either by itself or in a digest, and never by both.
    """

    def __init__(self, campaign):
        self.campaign = campaign
        self.settings = newsletter_settings()
        pages = {code: frozen_page(campaign, code) for code in site_languages()}
        self.drafts = {code: draft(page, code) for code, page in pages.items()}
        self.list_links = {code: list_links(page, code) for code, page in pages.items()}
        self._bodies = {}

    def render(self):
        """Render what today's readers need; nothing is written."""
        for language in self.drafts:
            for selection, _readers in self._selections(language)[0]:
                self._body(language, selection)

    def write(self, now):
        """Write the bodies and a row per reader; in the caller's transaction.

        Rows of one body lie together: a worker then reads each body once.
        """
        left_out = 0
        for language in self.drafts:
            found, without = self._selections(language)
            left_out += without
            for selection, readers in found:
                body = self._body(language, selection)
                body.save()
                self._write_rows(body, readers, now)
        Campaign.objects.filter(pk=self.campaign.pk).update(left_out=left_out)

    def _selections(self, language):
        return selections(
            self.campaign.issue,
            self.drafts[language].selector,
            language,
            send_bare=self.settings.sends_when_nothing,
        )

    def _body(self, language, selection):
        key = (language, selection.name)
        if key not in self._bodies:
            mail = lay_out(self.drafts[language], selection)
            self._bodies[key] = CampaignBody(
                campaign=self.campaign,
                language=mail.language,
                selection=selection.name,
                content_language=mail.content_language,
                subject=mail.subject,
                html=mail.html,
                text=mail.text,
                parts=compile_message(
                    mail,
                    self.campaign,
                    self.settings.headers(language),
                    self.list_links[language],
                ),
                sha256=hashlib.sha256(mail.html.encode()).hexdigest(),
            )
        return self._bodies[key]

    def _write_rows(self, body, readers, now):
        for start in range(0, len(readers), ROWS_AT_ONCE):
            Delivery.objects.bulk_create(
                Delivery(
                    campaign=self.campaign, subscriber_id=pk, body=body, due_at=now
                )
                for pk in readers[start : start + ROWS_AT_ONCE]
            )
