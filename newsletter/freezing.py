"""What a campaign sends, fixed: its content when queued, its mails when it begins."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from hubsite.i18n import site_languages

from .composing import compose, version_for
from .messages import compile_message
from .models import CampaignBody, Delivery, Subscriber

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


def prepare(campaign):
    """Return [(CampaignBody not yet saved, ids of its readers)]; nothing is written.

    Rendering takes time, so it is kept out of the transaction that writes.
    """
    prepared = []
    for language in site_languages():
        readers = (
            Subscriber.objects.receiving().filter(language=language).order_by("pk")
        )
        mail = compose(frozen_page(campaign, language), language)
        body = CampaignBody(
            campaign=campaign,
            language=language,
            content_language=mail.content_language,
            subject=mail.subject,
            html=mail.html,
            text=mail.text,
            parts=compile_message(mail, campaign),
            sha256=hashlib.sha256(mail.html.encode()).hexdigest(),
        )
        prepared.append((body, list(readers.values_list("pk", flat=True))))
    return prepared


def write(campaign, prepared, now):
    """Write what `prepare` returned; in the caller's transaction.

    Rows of one body lie together: a worker then reads each body once.
    """
    for body, readers in prepared:
        body.save()
        for start in range(0, len(readers), ROWS_AT_ONCE):
            Delivery.objects.bulk_create(
                Delivery(campaign=campaign, subscriber_id=pk, body=body, due_at=now)
                for pk in readers[start : start + ROWS_AT_ONCE]
            )
