"""The whole site on PostgreSQL, Redis and a mail relay, with two server processes."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email import policy
from email.parser import BytesParser

import pytest

from tests.services.conftest import MIGRATED, program, server
from tests.worker import ROOT, free_port

pytestmark = pytest.mark.services


def get(address, **headers):
    """Return (status, headers, body); wait while the server starts."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
                return response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()
        except OSError:
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def address(production):
    with production.serve() as served:
        get(f"{served}/healthz")
        yield served


def test_site_is_ready_on_all_parts(production, address):
    production.manage("run_worker", "--once")
    status, _headers, body = get(f"{address}/readyz")
    assert status == 200
    parts = json.loads(body)["parts"]
    assert parts["database"] == {"status": "ok", "engine": "postgresql"}
    assert parts["cache"]["status"] == parts["migrations"]["status"] == "ok"
    assert parts["search"]["engine"] == "elasticsearch"


def test_public_page_is_cookieless_and_compressed(address):
    status, headers, _body = get(f"{address}/fr/", **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert "Set-Cookie" not in headers
    assert "cookie" not in headers.get("Vary", "").lower()
    assert headers["Content-Encoding"] == "gzip"
    assert get(f"{address}/fr/", **{"If-None-Match": headers["ETag"]})[0] == 304


def test_publish_is_seen_on_both_processes_at_once(production, address):
    for _ in range(6):
        get(f"{address}/nl/")
    production.ask(
        "from home.models import HomePage\n"
        "page = HomePage.objects.get(locale__language_code='nl')\n"
        "page.seo_title = 'Nieuwe titel'\n"
        "page.save_revision().publish()"
    )
    for _ in range(12):
        assert b"Nieuwe titel" in get(f"{address}/nl/")[2]


def test_null_byte_and_foreign_host_are_refused(address):
    assert get(f"{address}/fr/%00/")[0] == 400
    assert get(f"{address}/fr/?q=%00")[0] == 400
    assert get(f"{address}/fr/", Host="evil.example")[0] == 400


def test_search_index_is_complete(production):
    production.manage("search_check")


def test_mail_reaches_the_relay_once(production, relay):
    production.ask(
        "from hubsite.mail import OutgoingEmail\n"
        "from django.utils import timezone\n"
        "OutgoingEmail.objects.create(to='aida@example.org', language='fr',"
        " subject='Été', text='Bonjour\\n', due_at=timezone.now())"
    )
    production.manage("run_worker", "--once")
    production.manage("run_worker", "--once")
    assert relay.recipients().count("aida@example.org") == 1
    content = dict(relay.messages)["aida@example.org"]
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert message["subject"] == "Été"


def test_alert_reaches_the_relay_once_with_both_ways_to_leave(production, relay):
    production.ask(
        "from django.utils import timezone\n"
        "from home.models import HomePage, StandardPage\n"
        "from newsletter import alert_consent, alerts\n"
        "from newsletter.models import Alert\n"
        "alert_consent.ask(Alert(language='nl'), email='bo@example.org', title='Site')\n"
        "alert_consent.confirm(Alert.objects.get())\n"
        "home = HomePage.objects.get(locale__language_code='nl')\n"
        "home.add_child(instance=StandardPage(title='Iets nieuws', locale=home.locale))\n"
        "noon = timezone.localtime().replace(hour=12)\n"
        "assert [alerts.tell_alerts(noon), alerts.tell_alerts(noon)] == [1, 0]"
    )
    production.manage("run_worker", "--once")
    production.manage("run_worker", "--once")
    mails = [
        BytesParser(policy=policy.default).parsebytes(content)
        for to, content in relay.messages
        if to == "bo@example.org"
    ]
    (mail,) = (mail for mail in mails if mail["List-Unsubscribe"])
    assert len(mails) == 2
    assert "Iets nieuws" in mail.get_body(("plain",)).get_content()
    assert "/nl/abonnement/s/" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("without", "rooms"),
    [
        ("ELASTICSEARCH_URL", "tests/search"),
        ("ELASTICSEARCH_URL", "tests/hubsite/test_serving.py"),
        ("DATABASE_URL", "tests/search"),
    ],
)
def test_suite_passes_on_these_servers(production, without, rooms):
    """The same tests on PostgreSQL, and on Elasticsearch beside SQLite."""
    environment = {k: v for k, v in production.environment.items() if k != without}
    environment["MIGRATED_DATABASE"] = MIGRATED
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "--ds=tests.services.settings", "--create-db"]
        + ["-p", "no:cacheprovider", "--show-capture=no", "-n", "auto", rooms],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-6000:]


def test_pages_are_served_while_redis_is_away(production, start_redis):
    port = free_port()
    before = production.environment["REDIS_URL"]
    production.environment["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    try:
        with production.serve() as served:
            assert get(f"{served}/fr/")[0] == 200
            state = json.loads(get(f"{served}/readyz")[2])
            assert state["parts"]["cache"]["status"] == "degraded"
            with start_redis(port):
                state = json.loads(get(f"{served}/readyz")[2])
                assert state["parts"]["cache"]["status"] == "ok"
            assert get(f"{served}/fr/")[0] == 200
    finally:
        production.environment["REDIS_URL"] = before


def test_server_that_is_missing_or_ends_fails_the_suite(tmp_path):
    """Seeded defects: a server's fixture must fail, never skip."""
    with pytest.raises(AssertionError, match="is not installed"):
        program("postgres-of-another-world")
    command = [sys.executable, "-c", "print('no room')"]
    with pytest.raises(AssertionError, match="ended: no room"):
        server(command, tmp_path, lambda: time.sleep(1)).__enter__()
