"""Every form that anybody may send, with what no reader would type.

Whatever comes, the answer is a page in the reader's language: never an error of the
server, nothing of its insides, nothing stored, and nothing of a script.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Site

from funding.models import CallIndexPage, PartnerNotice, PartnerTalk
from funding.partners import links as partner_links
from hubsite.mail import OutgoingEmail
from hubsite.models import HubSettings
from newsletter.links import MANAGE, token_for
from newsletter.models import Alert
from search.following import watermark
from tests.newsletter.factories import stamp, subscriber
from tests.search.factories import call, index_page, translated
from tests.translation.factories import section, sheet

pytestmark = pytest.mark.django_db
SAME = {"HTTP_SEC_FETCH_SITE": "same-origin"}
ROOMS = ("funding", "newsletter", "resources", "directory", "events", "home", "hubsite")
# What a page would say of the machine behind it.
INSIDES = (
    "Traceback", "OperationalError", "DataError", "ValueError", "TypeError", "sqlite",
    "psycopg", "django.", settings.SECRET_KEY, str(Path(__file__).resolve().parents[1]),
)  # fmt: skip
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
HOSTILE = {
    "script": SCRIPT,
    "template": "{{ settings.SECRET_KEY }}{% load log %}${7*7}#{7*7}",
    "sql": "'; DROP TABLE wagtailcore_page; -- \" OR '1'='1",
    "very long": "a" * 20_000,
    "control characters": "\x01\x08\x1b[31m\x7f\x85",
    "null byte": "a\x00b@example.org",
    "right to left": "\u202egnp.exe\u202c\u2066\u200f@example.org",
    "header injection": "ada@example.org\r\nBcc: all@example.org\r\n\r\nBuy",
    "noncharacters": "\ufffe\uffff\U0010ffff@\ufdd0",
    "path": "../../../../etc/passwd",
    "format": "%s%n%(x)s{0}{x!r}",
    "number": "9" * 400,
}

# Those that one field may meet otherwise than all together.
ALONE = ("null byte", "header injection", "noncharacters", "script", "number")


@dataclass
class Form:
    """A form: its addresses by language, and what a reader sends with it."""

    paths: dict[str, str]
    sent: dict = field(default_factory=dict)


def in_both(name, *args):
    paths = {}
    for language in ("fr", "nl"):
        with override(language):
            paths[language] = reverse(name, args=args)
    return paths


@pytest.fixture
def world(home_fr, home_nl):
    """One of each page and row that a form belongs to."""
    for home in (home_fr, home_nl):
        home.save_revision().publish()
    # Made by the first page shown, whoever asks.
    HubSettings.for_site(Site.objects.get(is_default_site=True))
    today = timezone.localdate()
    page = call(
        home_fr, "Former ensemble", joint=True, opens_on=today - timedelta(days=3),
        deadline_on=today + timedelta(days=30),
    )  # fmt: skip
    translated(
        page, index_page(home_nl, CallIndexPage), "Samen opleiden", kind="aap",
        funder=page.funder, joint=True, rolling=True, official_url=page.official_url,
    )  # fmt: skip
    index = home_fr.add_child(instance=section("sheet", home_fr))
    told = index.add_child(instance=sheet(home_fr.locale, page_id=home_fr.pk))
    notice = PartnerNotice.objects.create(
        call=page, state="shown", kind="seeks", organisation="Le Foyer",
        territory="insee-com:59599", spoken=["fr"], skills="Formation", text="Un local",
        language="fr", email="ada@example.org", confirmed_at=timezone.now(),
    )  # fmt: skip
    talk = PartnerTalk.objects.create(
        notice=notice, name="Bo", organisation="Huis", email="bo@example.be",
        language="nl", confirmed_at=timezone.now(),
    )  # fmt: skip
    talk.messages.create(text="Wij doen mee.")
    person = subscriber("cleo@example.org", language="fr")
    alert = Alert.objects.create(
        subscriber=person, language="fr", state="active", watermark=str(watermark())
    )
    return page, told, notice, talk, person, alert


CONSENT = {"email": "ada@example.org", "consent": "on"}
WORDS = {"organisation": "Le Foyer", "text": "Nous avons un local."}
OFFER = {
    "kind": "seeks", "place": "59200 Tourcoing", "spoken": ["fr"],
    "skills": "Formation", **WORDS,
}  # fmt: skip
RHYTHM = {"rhythm": "weekly", "language": "fr", "reminders": ["3"]}
SUGGESTED = {
    "url": "https://funder.example/x", "title": "Un appel", "funder": "Fonds",
    "deadline": "2030-01-01", "text": "Vu", "credit": "Ada",
    "email": "ada@example.org", "seen": "1-2",
}  # fmt: skip


def forms_of(world):
    """Return name -> Form of every form that anybody may send."""
    log_in = dict.fromkeys(("fr", "nl"), reverse("wagtailadmin_login"))
    return {
        **letters(*world[-2:], world[0]),
        **funders(*world[:4]),
        "add to a selection": Form(in_both("selection:add"), {"page": "1"}),
        "change a selection": Form(
            in_both("selection:change"), {"up": "1", "remove": "2"}
        ),
        "take a selection": Form(in_both("selection:take"), {"selection": "x"}),
        "log in": Form(log_in, {"username": "ada", "password": "secret"}),
    }


def letters(person, alert, page):
    owner = token_for(person, MANAGE)
    follow = RHYTHM | CONSENT
    return {
        "sign-up": Form(in_both("newsletter:signup"), {"language": "fr", **CONSENT}),
        "preferences": Form(
            in_both("newsletter:manage", owner), {"language": "fr", "themes": []}
        ),
        "follow the search": Form(in_both("alerts:follow_search"), follow),
        "follow a page": Form(
            in_both("alerts:follow_page", page.translation_key), follow
        ),
        "change an alert": Form(in_both("alerts:change", owner, alert.uuid), RHYTHM),
    }


def funders(page, told, notice, talk):
    def partner(row, purpose):
        return {c: partner_links.path_for(row, purpose, c) for c in ("fr", "nl")}

    return {
        "suggest a call": Form(in_both("suggestions:suggest"), SUGGESTED),
        "report a mistake": Form(
            in_both("suggestions:mistake", page.pk),
            {"text": "Autre date", "email": "ada@example.org"},
        ),
        "reply to a sheet": Form(
            in_both("replies:reply", told.pk),
            {"name": "Ada", "town": "Lyon", **WORDS, **CONSENT},
        ),
        "partner notice": Form(in_both("partners:notice", page.pk), OFFER | CONSENT),
        "change a notice": Form(partner(notice, partner_links.MANAGE), OFFER),
        "message to a partner": Form(
            in_both("partners:message", notice.pk), {"name": "Bo", **WORDS, **CONSENT}
        ),
        "answer a partner": Form(
            partner(talk, partner_links.ANSWER), {"text": "Volontiers"}
        ),
        "write to a partner": Form(partner(talk, partner_links.WRITE), {"text": "Ja"}),
    }


NAMES = (
    "sign-up", "preferences", "follow the search", "follow a page", "change an alert",
    "suggest a call", "report a mistake", "reply to a sheet", "partner notice",
    "change a notice", "message to a partner", "answer a partner", "write to a partner",
    "add to a selection", "change a selection", "take a selection", "log in",
)  # fmt: skip
forms = pytest.mark.parametrize("name", NAMES)


def stored():
    """Return how many rows each table of the rooms holds, and the last changes of some."""
    rows = {
        model._meta.label: model._base_manager.count()
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }
    texts = (
        (PartnerNotice, ("text", "organisation", "skills", "state")),
        (PartnerTalk, ("name", "organisation")),
        (Alert, ("rhythm", "language", "state", "parameters")),
    )
    for model, names in texts:
        rows[f"{model.__name__} texts"] = list(model.objects.values_list(*names))
    return rows


def send(form, language, data=None, method="post", **options):
    """Send a form as a browser of this site does; any failure of ours is raised."""
    cache.clear()
    client = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE=language)
    arguments = () if data is None else (data,)
    return getattr(client, method)(form.paths[language], *arguments, **SAME, **options)


def send_raw(form, language, body, kind):
    """Send bytes as they are: the client would make its own sense of their charset."""
    cache.clear()
    client = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE=language)
    return client.generic("POST", form.paths[language], body, content_type=kind, **SAME)


def check(answer, language):
    """Look at an answer, whatever it is."""
    assert answer.status_code < 500, answer.status_code
    assert answer.status_code not in (301, 302) or "admin" in answer.url
    if answer.status_code == 303:
        assert "\n" not in answer.url
        return
    for insides in INSIDES:
        assert insides not in answer.text, insides
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    if answer["Content-Type"].startswith("text/html"):
        page = BeautifulSoup(answer.text, "html.parser")
        assert page.html["lang"] == language
        # Where the form is shown again, it says why.
        if answer.status_code == 200 and page.select_one("form input[name=stamp]"):
            assert page.find(role="alert")


@forms
def test_hostile_words_in_every_field_are_refused_in_words(world, name):
    form = forms_of(world)[name]
    before = stored()
    for language in form.paths:
        for words in HOSTILE.values():
            data = dict.fromkeys((*form.sent, "stamp", "page"), words)
            check(send(form, language, {**data, "website": ""}), language)
    assert stored() == before


@forms
def test_one_hostile_field_among_good_ones_breaks_nothing(world, name):
    form = forms_of(world)[name]
    for key in (*form.sent, "stamp", "website", "page"):
        for attack in ALONE:
            good = {**form.sent, "stamp": stamp(), "website": ""}
            check(send(form, "fr", {**good, key: HOSTILE[attack]}), "fr")
    for mail in OutgoingEmail.objects.all():
        assert not set("\r\n\0") & set(f"{mail.to}{mail.subject}")
    # What was kept is words, and reads as words wherever it is shown.
    for url in (world[0].url, reverse("selection:mine")):
        check(Client().get(url), "fr")


@forms
def test_what_is_no_form_at_all_is_refused(world, name):
    form = forms_of(world)[name]
    before = stored()
    broken = encode_multipart(BOUNDARY, {"email": "x"})[:-9]
    for body, kind in (
        (b"email=\xff\xfe%ff%c3%28&stamp=%", "application/x-www-form-urlencoded"),
        ("email=été".encode("utf-16"), "application/x-www-form-urlencoded"),
        (b"email=x", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"email=x", "application/x-www-form-urlencoded; charset=utf-7"),
        (broken, MULTIPART_CONTENT),
        (b"email=x", "multipart/form-data"),
        (b"email=x", f"multipart/form-data; boundary={'x' * 300}"),
        (b'{"email": {"$gt": ""}}', "application/json"),
        (b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>", "text/xml"),
        (b"&".join(b"a%d=1" % n for n in range(2000)),
         "application/x-www-form-urlencoded"),
        (b"email=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"", ""),
    ):  # fmt: skip
        for language in form.paths:
            check(send_raw(form, language, body, kind), language)
    assert stored() == before


@forms
def test_missing_and_added_fields_change_nothing(world, name):
    form = forms_of(world)[name]
    before = stored()
    check(send(form, "fr", {}), "fr")
    added = {
        "id": "1", "pk": "1", "state": "shown", "is_superuser": "on", "call": "1",
        "confirmed_at": "2020-01-01", "subscriber": "1", "__class__": "x", "verb": "x",
        "csrfmiddlewaretoken": "x", "next": "https://evil.example/", "email[]": "x",
    }  # fmt: skip
    check(send(form, "nl", added), "nl")
    twice = {key: [value, SCRIPT] for key, value in form.sent.items()}
    check(send(form, "fr", {**twice, "stamp": ["x", "y"]}), "fr")
    assert stored() == before


@forms
def test_other_methods_do_nothing(world, name):
    form = forms_of(world)[name]
    before = stored()
    for method in ("put", "patch", "delete", "options", "trace"):
        answer = send(form, "nl", None, method)
        assert answer.status_code < 500
        assert not any(insides in answer.text for insides in INSIDES)
        assert stored() == before


@pytest.mark.parametrize("language", ["fr", "nl"])
@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_addresses_of_lists_are_read_or_refused(world, language, attack):
    names = (
        "q",
        "place",
        "theme",
        "territory",
        "month",
        "sort",
        "page",
        "all",
        "reach",
    )
    data = dict.fromkeys(names, HOSTILE[attack][:2000])
    with override(language):
        search = reverse("search")
        others = [
            reverse(name)
            for name in ("search_json", "search_csv", "search_atom", "search_places",
                         "search_suggestions")
        ]  # fmt: skip
    for address in (search, *others):
        check(Client(HTTP_ACCEPT_LANGUAGE=language).get(address, data), language)
