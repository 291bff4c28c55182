"""What the team sees of calls that come from elsewhere, and may decide."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funding.connectors import running
from funding.connectors.admin import to_judge
from funding.models import (
    CallIndexPage,
    CallPage,
    Connector,
    ImportedCall,
    ImportRun,
    ProposedChange,
    SourceWord,
    WordPlace,
)
from hubsite.groups import EDITORS, FUNDING_WATCH, ensure_groups
from hubsite.models import User
from tests.search.factories import call, index_page, organisation, territory, theme


@pytest.fixture
def connector(home_fr):
    index_page(home_fr, CallIndexPage)
    ensure_groups([home_fr])
    return Connector.objects.create(
        name="Tableau", kind=Connector.Kind.CSV, funder=organisation()
    )


@pytest.fixture
def member(client, connector):
    """Return a function that logs a member of this group in."""

    def log_in(group=FUNDING_WATCH):
        user = User.objects.create_user(group[:5], f"{group[0]}@hub.example", "secret")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return log_in


def csv(*rows):
    return "\n".join(["Titre;Description;Échéance", *rows]).encode()


def upload(client, connector, body, **data):
    file = SimpleUploadedFile("calls.csv", body)
    return client.post(
        reverse("call_source", args=[connector.pk]),
        {"upload-file": file, **data},
        follow=True,
    )


def imported(connector, *rows):
    return running.import_trial(running.try_file(connector, csv(*rows)))


def test_a_file_is_shown_before_it_is_imported(member, connector):
    client = member()
    body = csv("Un;Texte;2026-05-01;9", "Deux;;jamais;9").replace(
        b"ance\n", b"ance;Montant\n"
    )
    answer = upload(client, connector, body)
    page = answer.content.decode()
    for told in ("jamais", "1 mai 2026", "Colonnes non lues", "Montant"):
        assert told in page
    assert CallPage.objects.count() == 0
    trial = ImportRun.objects.get()
    address = reverse("call_import_run", args=[trial.pk])
    assert answer.redirect_chain[-1][0] == address
    client.post(address)
    assert CallPage.objects.get().title == "Un"
    client.post(address)
    assert ImportRun.objects.count() == 2


def test_a_file_that_is_not_understood_says_why(member, connector):
    client = member()
    assert "«" in upload(client, connector, b"a;b\n1;2").content.decode()
    assert upload(client, connector, b"").status_code == 200
    connector.mapping = "title = Intitulé"
    connector.save()
    page = upload(client, connector, csv("Un;;")).content.decode()
    assert "Intitulé" in page


@pytest.mark.parametrize(
    ("mapping", "good"),
    [("title = Nom\n\nrate=Taux", True), ("nom = Titre", False), ("title", False)],
)
def test_a_mapping_is_checked_line_by_line(member, connector, mapping, good):
    address = reverse("call_sources:edit", args=[connector.pk])
    data = {
        "name": "Tableau", "kind": "csv", "url": "", "mapping": mapping, "every": "",
        "funder": connector.funder_id, "call_kind": "aap", "enabled": "on",
    }  # fmt: skip
    answer = member().post(address, data)
    assert (answer.status_code == 302) is good


def test_a_schedule_needs_an_address(member, connector):
    data = {
        "name": "Tableau", "kind": "csv", "url": "", "mapping": "", "every": "day",
        "funder": connector.funder_id, "call_kind": "aap", "enabled": "on",
    }  # fmt: skip
    answer = member().post(reverse("call_sources:edit", args=[connector.pk]), data)
    assert answer.status_code == 200
    connector.refresh_from_db()
    assert connector.every == ""


def test_the_worker_is_asked_from_the_source_page(member, connector):
    Connector.objects.update(url="https://table.example/calls.csv")
    address = reverse("call_source", args=[connector.pk])
    client = member()
    for verb in ("trial", "run"):
        assert client.post(address, {"ask": verb}).status_code == 302
        assert Connector.objects.get().asked == verb


def test_a_change_is_read_as_a_diff_and_decided(member, connector):
    imported(connector, "Un;Le vieux texte;2026-05-01", "Deux;Reste;")
    imported(connector, "Un;Le nouveau texte;2026-06-01", "Deux;Part;")
    client = member()
    first, second = ProposedChange.objects.filter(field="what_is_funded").order_by("pk")
    address = reverse("call_change", args=[first.pk])
    page = client.get(address).content.decode()
    assert "<del>vieux</del>" in page
    assert "<ins>nouveau</ins>" in page
    # Wagtail answers a refusal with the first screen.
    assert client.post(address, {"verb": "nonsense"}).url == reverse(
        "wagtailadmin_home"
    )
    client.post(address, {"verb": "accept"})
    client.post(reverse("call_change", args=[second.pk]), {"verb": "refuse"})
    first, second = (
        one.imported.page.get_latest_revision_as_object().what_is_funded
        for one in (first, second)
    )
    assert (first, second) == ("<p>Le nouveau texte</p>", "<p>Reste</p>")
    kept = ProposedChange.objects.get(state="accepted")
    assert kept.decided_by
    assert client.get(reverse("call_change", args=[kept.pk])).status_code == 200


def test_the_words_of_an_editor_stand_beside_the_diff(member, connector):
    imported(connector, "Un;Ancien;")
    page = CallPage.objects.get().get_latest_revision_as_object()
    page.what_is_funded = "<p>Mot de la rédaction</p>"
    page.save_revision(clean=False)
    imported(connector, "Un;Neuf;")
    change = ProposedChange.objects.get(field="what_is_funded")
    shown = member().get(reverse("call_change", args=[change.pk])).content.decode()
    assert "Mot de la rédaction" in shown


def test_others_of_the_team_decide_nothing(member, connector):
    imported(connector, "Un;Ancien;")
    imported(connector, "Un;Neuf;")
    change = ProposedChange.objects.first()
    client, home = member(EDITORS), reverse("wagtailadmin_home")
    for address in (
        reverse("call_change", args=[change.pk]),
        reverse("call_source", args=[connector.pk]),
        reverse("call_import_run", args=[ImportRun.objects.first().pk]),
    ):
        assert client.post(address, {"verb": "accept"}).url == home
    change.refresh_from_db()
    assert change.state == "waiting"


def test_fields_are_locked_on_the_imported_call(member, connector):
    imported(connector, "Un;Ancien;2026-05-01")
    row = ImportedCall.objects.get()
    address = reverse("imported_calls:edit", args=[row.pk])
    member().post(address, {"locked": ["deadline_on"]})
    row.refresh_from_db()
    assert row.locked == ["deadline_on"]


@pytest.mark.parametrize(
    "view",
    ["call_changes", "imported_calls", "call_imports", "call_sources", "call_words"],
)
def test_lists_cost_the_same_for_two_rows_and_for_twenty(member, connector, view):
    client = member()

    def fill(start, stop):
        for number in range(start, stop):
            Connector.objects.create(
                name=f"Source {number}", kind="feed", funder=connector.funder
            )
            running.try_file(connector, csv("Un;Deux;"))
        imported(connector, *(f"Appel {n};Ancien;" for n in range(start, stop)))
        imported(connector, *(f"Appel {n};Neuf;" for n in range(start, stop)))
        for number in range(start, stop):
            word = SourceWord.objects.create(connector=connector, key=number)
            word.themes.add(theme(f"t{number}"))
            place = territory(f"insee-dep:{number}")
            WordPlace.objects.create(word=word, territory=place)

    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(f"{view}:index"))
        assert answer.status_code == 200
        return len(queries)

    fill(0, 2)
    count()
    few = count()
    fill(2, 20)
    assert count() == few


def test_what_waits_is_on_the_first_screen(member, connector):
    imported(connector, "Un;Ancien;", "Deux;Texte;")
    imported(connector, "Un;Neuf;")
    ImportedCall.objects.filter(source_id="Deux").update(
        vanished_at="2026-01-01T00:00Z"
    )
    CallPage.objects.filter(title="Deux").update(live=True)
    running.try_file(connector, b"a\n")
    SourceWord.objects.create(connector=connector, facet="theme", word="Eau", key="eau")
    assert [item.count for item in to_judge()] == [1, 1, 1, 1, 1]
    cache.clear()
    client = member()
    page = client.get(reverse("wagtailadmin_home"))
    assert page.status_code == 200
    for item in to_judge():
        if "?" in item.url:
            rows = client.get(item.url).context["object_list"]
            assert len(rows) == item.count, item.label


def test_source_whose_last_run_went_well_waits_for_nobody(connector):
    failed = ImportRun.objects.create(connector=connector, failure="refused")
    *_others, item = to_judge()
    assert (item.count, item.examples[0][0]) == (1, str(failed))
    ImportRun.objects.create(connector=connector)
    *_others, item = to_judge()
    assert item.count == 0


# Calls that the hub has already


def same_calls(connector):
    """Return a published call and the imported one that repeats it."""
    page = call(
        CallIndexPage.objects.get().get_parent(), "Former mille aidants numériques",
        opens_on=None, deadline_on=date(2026, 5, 1), funder=connector.funder,
    )  # fmt: skip
    imported(connector, "Former mille aidants numériques;Texte;2026-05-01", "Autre;;")
    return page, ImportedCall.objects.get(source_id__startswith="Former")


def test_a_call_that_the_hub_has_is_shown_beside_the_imported_one(member, connector):
    page, row = same_calls(connector)
    client = member()
    address = reverse("imported_call", args=[row.pk])
    shown = client.get(address)
    assert shown.context["known"] == [page]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown.content.decode()
    other = ImportedCall.objects.get(source_id="Autre")
    lone = client.get(reverse("imported_call", args=[other.pk]))
    assert lone.context["known"] == []
    assert address in client.get(reverse("imported_calls:index")).content.decode()


def test_merging_throws_the_draft_away_and_the_source_follows_the_call(
    member, connector
):
    page, row = same_calls(connector)
    draft, client = row.page, member()
    address = reverse("imported_call", args=[row.pk])
    assert client.post(address, {"into": draft.pk}).status_code == 200
    assert client.post(address, {"into": ""}).status_code == 200
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.post(address, {"into": page.pk}).url == edit
    assert not CallPage.objects.filter(pk=draft.pk).exists()
    imported(connector, "Former mille aidants numériques;Neuf;2026-06-01")
    page.refresh_from_db()
    assert page.rounds.get().deadline_on == date(2026, 6, 1)
    row.refresh_from_db()
    assert (row.page_id, row.changes.get().field) == (page.pk, "what_is_funded")
    # What is published is nobody's draft any more.
    assert client.post(address, {"into": page.pk}).url == reverse("wagtailadmin_home")


def test_others_of_the_team_merge_nothing(member, connector):
    page, row = same_calls(connector)
    client = member(EDITORS)
    client.post(reverse("imported_call", args=[row.pk]), {"into": page.pk})
    row.refresh_from_db()
    assert row.page_id != page.pk
