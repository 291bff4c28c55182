"""What a campaign sends, fixed: its content when queued, its mails when it begins."""

import hashlib
import json
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder

from hubsite.i18n import site_languages

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


@dataclass(frozen=True)
class Prepared:
    """Bodies not yet saved with the ids of their readers; how many get nothing."""

    bodies: list
    left_out: int


def prepare(campaign):
    """Return what `write` will write; nothing is written.

    Rendering takes time, so it is kept out of the transaction that writes. Each distinct
    selection of parts is rendered once, however many readers share it.
    """
    bodies, left_out = [], 0
    settings = newsletter_settings()
    for language in site_languages():
        prepared = draft(frozen_page(campaign, language), language)
        found, without = selections(
            prepared.selector, language, send_bare=settings.sends_when_nothing
        )
        left_out += without
        for selection, readers in found:
            mail = lay_out(prepared, selection)
            body = _body(campaign, mail, selection, settings.headers(language))
            bodies.append((body, readers))
    return Prepared(bodies, left_out)


def _body(campaign, mail, selection, sender):
    return CampaignBody(
        campaign=campaign,
        language=mail.language,
        selection=selection.name,
        content_language=mail.content_language,
        subject=mail.subject,
        html=mail.html,
        text=mail.text,
        parts=compile_message(mail, campaign, sender),
        sha256=hashlib.sha256(mail.html.encode()).hexdigest(),
    )


def write(campaign, prepared, now):
    """Write what `prepare` returned; in the caller's transaction.

    Rows of one body lie together: a worker then reads each body once.
    """
    Campaign.objects.filter(pk=campaign.pk).update(left_out=prepared.left_out)
    for body, readers in prepared.bodies:
        body.save()
        for start in range(0, len(readers), ROWS_AT_ONCE):
            Delivery.objects.bulk_create(
                Delivery(campaign=campaign, subscriber_id=pk, body=body, due_at=now)
                for pk in readers[start : start + ROWS_AT_ONCE]
            )
