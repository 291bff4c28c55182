import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail_localize.operations import translate_object

from hubsite.translations.states import State, stale_since, translation_state

URL = "/admin/reports/matrix/"


def rows(client, **filters):
    response = client.get(URL, {"export": "csv", **filters})
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text), fieldnames=range(7)))[1:]


def behind(source, page):
    """Publish the source anew; a free translation is then behind it."""
    source.title = "Titre changé"
    source.save_revision().publish()
    source.refresh_from_db()


@pytest.fixture
def hub(translated, nl, on_commit):
    """One page in each state, and a synced one that lacks a text."""
    pages = {
        "up": translated("call", "up"),
        "synced": translated("call", "synced"),
        "free": translated("news", "free"),
    }
    missing = translated("call", "missing", twin=False)
    started = translated("call", "started", twin=False)
    translate_object(started, [nl])
    with on_commit():
        behind(*pages["synced"])
        behind(*pages["free"])
    return pages | {"missing": (missing, None), "started": (started, None)}


def test_matrix_tells_every_state_and_what_changed(admin_client, hub, nl):
    changed = [row for row in rows(admin_client) if row[0] == "Titre changé"]
    states = {
        name: translation_state(source, nl).code for name, (source, _) in hub.items()
    }
    assert states == {
        "up": State.UP_TO_DATE,
        "synced": State.OUT_OF_DATE,
        "free": State.OUT_OF_DATE,
        "missing": State.MISSING,
        "started": State.IN_PROGRESS,
    }
    response = admin_client.get(URL)
    content = response.content.decode()
    assert response.status_code == 200
    assert "Titre changé" in content
    assert reverse("wagtailadmin_pages:edit", args=[hub["free"][1].pk]) in content
    assert (
        reverse("wagtail_localize:submit_page_translation", args=[hub["missing"][0].pk])
        in content
    )
    assert sorted(row[6] for row in changed) == ["Titre", "Titre: Titre changé"]


def test_matrix_filters_by_state_type_and_language(admin_client, hub, nl):
    assert len(rows(admin_client, state="missing")) == 1
    assert len(rows(admin_client, state="out_of_date")) == 2
    kind = hub["free"][0].content_type_id
    assert len(rows(admin_client, state="out_of_date", content_type=kind)) == 1
    assert len(rows(admin_client, language=nl.pk)) == len(rows(admin_client))


def test_exports_hold_no_formula(admin_client, translated):
    source = translated("call", "evil", twin=False)
    type(source).objects.filter(pk=source.pk).update(title='=HYPERLINK("x")')
    titles = [row[0] for row in rows(admin_client)]
    assert not any(title.startswith("=") for title in titles)
    response = admin_client.get(URL, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert not any(cell.data_type == "f" for cell in cells)


def test_matrix_costs_the_same_for_two_pages_and_for_twenty(
    admin_client, translated, on_commit, django_assert_num_queries, nl
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(URL).status_code == 200
        return len(queries)

    def more(numbers):
        for number in numbers:
            with on_commit():
                behind(*translated("call", f"c{number}"))
                behind(*translated("news", f"n{number}"))

    more(range(1))
    count()
    few = count()
    more(range(1, 8))
    assert count() == few


def test_report_is_closed_to_those_without_pages(client, django_user_model, home_fr):
    from django.contrib.auth.models import Permission

    user = django_user_model.objects.create_user("eve", password="secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(URL).status_code == 302


def test_free_translation_is_marked_up_to_date_by_hand(
    admin_client, translated, time_machine, nl
):
    source, page = translated("news")
    time_machine.move_to(timezone.now() + timedelta(days=1))
    behind(source, page)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    mark = reverse("mark_up_to_date", args=[page.pk])
    assert mark in admin_client.get(edit).content.decode()
    admin_client.post(mark)
    page.refresh_from_db()
    assert stale_since(page) is None
    assert translation_state(source, nl).code == State.UP_TO_DATE
    assert mark not in admin_client.get(edit).content.decode()
    history = admin_client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert history.status_code == 200
    page.save_revision().publish()
    page.refresh_from_db()
    assert stale_since(page) is None


def test_new_free_translation_is_not_called_behind(admin_client, translated, nl):
    source = translated("news", twin=False)
    url = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    admin_client.post(url, {"locales": [nl.pk]})
    draft = source.get_translation(nl)
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert reverse("mark_up_to_date", args=[draft.pk]) not in html.content.decode()
    (done,) = html.context["messages"]
    assert "soumise" in done.message


def test_free_translation_just_made_is_up_to_date(admin_client, translated, nl):
    source = translated("news", twin=False)
    moment = source.last_published_at.replace(microsecond=123_456)
    type(source).objects.filter(pk=source.pk).update(last_published_at=moment)
    url = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    admin_client.post(url, {"locales": [nl.pk]})
    page = source.get_translation(nl)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.translated_from == moment
    assert stale_since(page) is None
    source.refresh_from_db()
    assert translation_state(source, nl).code == State.UP_TO_DATE


def test_marking_needs_the_right_to_publish(client, translated, django_user_model):
    from django.contrib.auth.models import Permission

    source, page = translated("news")
    behind(source, page)
    user = django_user_model.objects.create_user("eve", password="secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    client.post(reverse("mark_up_to_date", args=[page.pk]))
    page.refresh_from_db()
    assert stale_since(page) is not None
