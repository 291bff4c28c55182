"""What an issue is made of, for whom, on its page and in its mails."""

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.blocks import StreamValue

from hubsite.models import Territory
from newsletter import delivery, sending
from newsletter.audience import Reader
from newsletter.checking import review
from newsletter.composing import compose, version_for
from newsletter.models import (
    CampaignBody,
    NewsletterIssuePage,
    NewsletterSettings,
    Subscriber,
)

from . import factories

pytestmark = pytest.mark.django_db


def every_part(page, image):
    return [
        factories.part("text", heading="Un mot", text="<p>Le texte</p>"),
        factories.section("À la une", "<p>Avant</p>", page),
        factories.part("news", **factories.chosen(page, "Lisez-le d’abord.")),
        factories.part(
            "image",
            image={"image": image.pk, "alt_text": "Un pont", "decorative": False},
            caption="Le pont",
        ),
        factories.part("figure", value="48 %", label="des gens", source="Une étude", url="/fr/", year=2025),
    ]  # fmt: skip


def queries_of(do):
    do()
    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


# What it is made of


# Wagtail leaves the files of a rendition it made for Python to close.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_every_part_stands_on_the_page_and_in_both_parts_of_the_mail(
    client, issue_of, news, image
):
    page = news("Guide <du> pont")
    issue = issue_of(*every_part(page, image))
    html = client.get(issue.url).text
    mail = compose(issue, "fr")
    for words in ("Un mot", "Le texte", "À la une", "Lisez-le d’abord.", "Un pont"):
        assert words in html
        assert words in mail.html
        assert words.lower() in mail.text.lower()
    assert "Guide &lt;du&gt; pont" in html
    assert "Guide &lt;du&gt; pont" in mail.html
    assert "Guide <du> pont" in mail.text
    assert f'href="http://localhost{page.url}"' in mail.html
    assert f"http://localhost{page.url}" in mail.text
    assert 'src="http://localhost/' in mail.html
    assert 'alt="Un pont"' in mail.html
    assert "48" in mail.text
    assert "mark" not in mail.text


def test_page_that_is_withdrawn_leaves_its_place(client, issue_of, news):
    kept, gone = news("Reste"), news("Parti")
    issue = issue_of(
        factories.section("Deux", "", kept, gone), factories.section("Une", "", gone)
    )
    gone.unpublish()
    for html in (client.get(issue.url).text, compose(issue, "fr").html):
        assert "Reste" in html
        assert "Parti" not in html
        assert ">Une<" not in html


def test_page_not_translated_is_labelled_with_its_language(
    client, issue_of, site, home_nl, news
):
    issue = issue_of(factories.section("À la une", "", news("Le guide")))
    mail = compose(version_for(issue, "nl"), "nl")
    assert '<h3 lang="fr">' in mail.html
    assert "Frans" in mail.html
    assert "Frans" in mail.text


@pytest.mark.parametrize("kind", ["web", "mail"])
def test_twenty_pages_cost_what_two_cost(client, issue_of, news, kind):
    pages = [news(f"Guide {n}", "rights") for n in range(20)]

    def cost(number):
        issue = issue_of(
            *[factories.section("Une", "", page) for page in pages[:number]],
            *[
                factories.part("news", **factories.chosen(page))
                for page in pages[:number]
            ],
        )
        issue = NewsletterIssuePage.objects.get(pk=issue.pk)
        if kind == "mail":
            return queries_of(lambda: compose(issue, "fr"))
        return queries_of(lambda: client.get(issue.url))

    assert cost(2) == cost(20)


def test_sections_of_before_are_converted(issue_of, news):
    page = news("Le guide")
    issue = issue_of()
    old = [
        {
            "type": "section",
            "id": "a",
            "value": {
                "heading": "H",
                "text": "",
                "items": [{"type": "item", "id": "b", "value": page.pk}],
            },
        }
    ]
    stored = StreamValue(issue.sections.stream_block, old, is_lazy=True)
    NewsletterIssuePage.objects.update(sections=stored)
    content = {**issue.latest_revision.content, "sections": json.dumps(old)}
    type(issue.latest_revision).objects.update(content=content)
    steps = MigrationLoader(connection, replace_migrations=False)
    apps = steps.project_state(("newsletter", "0009_issues")).apps
    import_module("newsletter.migrations.0009_issues").convert(apps, None)
    issue = NewsletterIssuePage.objects.get(pk=issue.pk)
    for version in (issue, issue.get_latest_revision_as_object()):
        [item] = version.sections.raw_data[0]["value"]["items"]
        assert item["value"] == {"page": page.pk, "blurb": ""}


# For whom


def reader(address, *themes, **fields):
    subscriber = factories.subscriber(address, **fields)
    subscriber.themes.set(themes)
    return subscriber


def test_each_reader_gets_the_parts_of_their_themes(issue_of, news, theme, sink):
    issue = issue_of(
        factories.section("Droits", "<p>Mots.</p>", news("Pour les droits", "rights")),
        factories.section("Emploi", "", news("Pour un emploi", "job")),
        factories.section("Tous", "", news("Pour tous")),
    )
    reader("all@example.org")
    reader("rights@example.org", theme("rights"))
    reader("job@example.org", theme("job"), theme("other"))
    sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    texts = {
        mail["To"]: mail.get_body(("plain",)).get_content() for mail in sink.parsed()
    }
    told = {
        address: [title for title in ("droits", "emploi", "tous") if f"Pour {title}" in text
                  or f"Pour un {title}" in text or f"Pour les {title}" in text]
        for address, text in texts.items()
    }  # fmt: skip
    assert told == {
        "all@example.org": ["droits", "emploi", "tous"],
        "rights@example.org": ["droits", "tous"],
        "job@example.org": ["emploi", "tous"],
    }
    assert "EMPLOI" not in texts["rights@example.org"]
    assert "Mots." not in texts["job@example.org"]


def test_readers_of_the_same_selection_share_one_body(issue_of, news, theme, sink):
    issue = issue_of(
        factories.section("Droits", "", news("Un", "rights")),
        factories.section("Emploi", "", news("Deux", "job")),
    )
    for number in range(6):
        reader(f"r{number}@example.org", theme("rights"))
        reader(f"j{number}@example.org", theme("job"))
    sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    assert len(sink.messages) == 12
    assert CampaignBody.objects.filter(deliveries__isnull=False).distinct().count() == 2


def test_a_territory_gets_what_covers_it_and_what_lies_inside(issue_of, news):
    region = Territory.objects.create(
        scheme="insee-reg", code="32", label_fr="HDF", label_nl="HDF", kind="region"
    )
    north = Territory.objects.create(
        scheme="insee-dep", code="59", label_fr="Nord", label_nl="Nord", kind="department"
    )  # fmt: skip
    south = Territory.objects.create(
        scheme="insee-dep", code="83", label_fr="Var", label_nl="Var", kind="department"
    )  # fmt: skip
    north.parents.add(region)
    issue = issue_of(
        factories.section("Région", "", news("Du Nord au Sud", places=[region])),
        factories.section("Var", "", news("Du Var", places=[south])),
    )
    text = compose(issue, "fr", Reader(territories=frozenset(["insee-dep:59"]))).text
    assert "Du Nord au Sud" in text
    assert "Du Var" not in text


@pytest.mark.parametrize("sends", [False, True])
def test_issue_with_nothing_for_a_reader_is_sent_only_if_settings_say_so(
    issue_of, news, theme, sink, site, sends
):
    NewsletterSettings.objects.create(site=site.get_site(), sends_when_nothing=sends)
    issue = issue_of(factories.section("Droits", "", news("Un", "rights")))
    reader("job@example.org", theme("job"))
    reader("all@example.org")
    found = review(issue).readers[0]
    assert (found.number, found.left_out) == ((2, 0) if sends else (1, 1))
    campaign = sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    campaign.refresh_from_db()
    assert len(sink.messages) == (2 if sends else 1)
    assert campaign.left_out == (0 if sends else 1)
    assert campaign.state == "sent"


def test_nobody_it_is_for_blocks_the_sending(issue_of, news, theme):
    issue = issue_of(factories.section("Droits", "", news("Un", "rights")))
    reader("job@example.org", theme("job"))
    with override("en"):
        blocking = review(issue).blocking
    assert blocking == ["The issue holds nothing for any subscriber."]


def test_many_readers_cost_what_two_cost(issue_of, news, theme):
    issue = issue_of(factories.section("Droits", "", news("Un", "rights")))

    def cost():
        return queries_of(lambda: review(issue))

    for number in range(2):
        reader(f"r{number}@example.org", theme("rights"))
    few = cost()
    for number in range(2, 20):
        reader(f"r{number}@example.org", theme(f"t{number}"))
    assert cost() == few
    assert Subscriber.objects.count() == 20


# Who writes


def test_sender_and_replies_are_those_of_the_language(
    issue, sink, site, outbox, settings
):
    settings.EMAIL_BACKEND = "hubsite.mail_backends.SMTPBackend"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">")
    NewsletterSettings.objects.create(
        site=site.get_site(),
        sender_name_fr="Hub Passerelles, la lettre",
        sender_name_nl="Hub Passerelles, nieuwsbrief",
        sender_email_nl=f"nieuws@{domain}",
        reply_to_fr="equipe@example.org",
    )
    factories.subscriber("ada@example.org", language="fr")
    factories.subscriber("bo@example.org", language="nl")
    sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    mails = {mail["To"]: mail for mail in sink.parsed()}
    french, dutch = mails["ada@example.org"], mails["bo@example.org"]
    assert french["From"].addresses[0].display_name == "Hub Passerelles, la lettre"
    assert french["Reply-To"] == "equipe@example.org"
    assert dutch["From"].addresses[0].addr_spec == f"nieuws@{domain}"


def test_sender_of_another_domain_is_refused(admin_client, site):
    address = reverse(
        "wagtailsettings:edit", args=["newsletter", "newslettersettings", site.get_site().pk]
    )  # fmt: skip
    answer = admin_client.post(
        address, {"sender_name_fr": "Nous", "sender_email_fr": "a@gmail.example"}
    )
    assert "gmail.example" in answer.text
    assert not NewsletterSettings.objects.exclude(sender_name_fr="").exists()


def test_line_breaks_in_a_sender_stay_out_of_the_head(issue, sink, site):
    NewsletterSettings.objects.create(
        site=site.get_site(), sender_name_fr="Nous\r\nBcc: all@example.org"
    )
    factories.subscriber("ada@example.org")
    sending.queue_campaign(issue, user=None)
    delivery.send_campaigns()
    [mail] = sink.parsed()
    assert mail["Bcc"] is None
    assert not mail.defects


def test_paused_reader_gets_nothing(issue, sink):
    later = timezone.localdate() + timedelta(days=30)
    factories.subscriber("ada@example.org", paused_until=later)
    assert review(issue).total == 0
