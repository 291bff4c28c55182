import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from search.engines import get_engine
from search.health import health
from search.models import SearchEntry

from .factories import standard

pytestmark = pytest.mark.django_db


def check(*options):
    out = StringIO()
    try:
        call_command("search_check", "--json", *options, stdout=out)
        failed = False
    except CommandError:
        failed = True
    return json.loads(out.getvalue()), failed


def test_check_is_content_when_all_agrees(home_fr):
    standard(home_fr, "Bus")
    call_command("search_rebuild")
    report, failed = check()
    assert (report["differences"], failed) == ([], False)


def test_check_finds_what_an_update_hid_and_calls_it_critical(home_fr):
    page = standard(home_fr, "Bus")
    check("--fix")
    Page.objects.filter(pk=page.pk).update(live=False)
    report, failed = check()
    assert failed
    assert report["critical"] == 1
    report, failed = check("--fix")
    assert not failed
    assert not SearchEntry.objects.present().filter(pk=page.pk).exists()


def test_check_finds_what_is_missing_stale_or_left_in_the_text_index(home_fr):
    gone, stale = standard(home_fr, "Gone"), standard(home_fr, "Stale")
    lost = standard(home_fr, "Lost")
    check("--fix")
    SearchEntry.objects.filter(pk=gone.pk).delete()
    SearchEntry.objects.filter(pk=stale.pk).update(title="Old")
    get_engine().delete([lost.pk])
    report, _failed = check()
    kinds = {(one["kind"], one["page_id"]) for one in report["differences"]}
    assert kinds == {
        ("removed page is still indexed", gone.pk),
        ("page has no entry", gone.pk),
        ("entry is out of date", stale.pk),
        ("entry is not indexed", lost.pk),
    }
    assert not check("--fix")[1]
    assert check()[0]["differences"] == []


def test_rebuild_says_what_it_did(home_fr, capsys):
    standard(home_fr, "Bus")
    call_command("search_rebuild")
    assert capsys.readouterr().out.startswith("1 entries, 0 removed")


def test_explain_shows_how_words_are_read(home_fr, capsys):
    standard(home_fr, "Mot de passe")
    call_command("search_explain", "wachtwoord")
    shown = capsys.readouterr().out
    assert "mot de pass" in shown
    assert "mode: exact" in shown
    assert "Mot de passe" in shown


def test_health_counts_the_documents(home_fr):
    standard(home_fr, "Bus")
    engine = get_engine().name
    assert health() == {"status": "ok", "engine": engine, "documents": 1}
