"""Importing a list: looked at first, with a source, and nobody revived by it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from openpyxl import Workbook

from hubsite.mail import OutgoingEmail
from hubsite.models import Theme
from newsletter import importing, personal_data
from newsletter.models import Consent, Subscriber, SubscriberImport
from newsletter.retention import purge_subscribers
from newsletter.suppression import Reason, suppress

from . import factories

pytestmark = pytest.mark.django_db
SOURCE = "Salon de Rivelaine, mars 2026, fiches papier"
HEADER = ["Courriel", "Langue", "Thèmes", "Code postal"]


def batch(*rows, header=HEADER, **fields):
    fields = {"source": SOURCE, "language": "fr", "file_name": "liste.csv"} | fields
    columns = importing.guess_columns(header)
    return SubscriberImport.objects.create(
        rows=[header, *map(list, rows)], columns=columns, **fields
    )


def upload(client, name, body, **fields):
    data = {"source": SOURCE, "language": "fr"} | fields
    data["file"] = SimpleUploadedFile(name, body)
    return client.post(reverse("newsletter_import"), data)


def csv_file(*lines):
    return "\n".join([";".join(HEADER), *lines]).encode()


def xlsx_file(*rows):
    book, made = Workbook(), BytesIO()
    for row in (HEADER, *rows):
        book.active.append(row)
    book.save(made)
    return made.getvalue()


FILES = {
    "liste.csv": csv_file("Ada@Example.org;nl;Droits;59000", ";;;", "bo@example.org"),
    "liste.xlsx": xlsx_file(
        ["Ada@Example.org", "nl", "Droits", 59000], [None], ["bo@example.org"]
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_from_the_file_to_subscribers_with_their_proof(site, admin_client, name):
    theme = Theme.objects.create(code="rights", label_fr="Droits", label_nl="Rechten")
    answer = upload(admin_client, name, FILES[name])
    look = admin_client.get(answer.url)
    assert look.context["plan"].counts["new"] == 2
    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()
    admin_client.post(answer.url, {"verb": "import"})
    ada = Subscriber.objects.get(email="ada@example.org")
    assert (ada.status, ada.language, ada.rhythm) == ("active", "nl", "each")
    assert ada.territories == ["insee-com:59350"]
    assert list(ada.themes.all()) == [theme]
    assert Subscriber.objects.get(email="bo@example.org").language == "fr"
    proof = ada.consents.get()
    assert (proof.action, proof.source) == ("import", SOURCE)
    done = SubscriberImport.objects.get()
    assert (done.rows, done.counts["new"]) == ([], 2)
    assert done.imported_by is not None
    # A second time does nothing, and nobody is written to.
    admin_client.post(answer.url, {"verb": "import"})
    assert Consent.objects.count() == 2
    assert not OutgoingEmail.objects.exists()


def test_nobody_is_revived_doubled_or_changed():
    factories.subscriber("active@example.org", language="nl")
    for status in ("unsubscribed", "bounced", "complained"):
        factories.subscriber(f"{status}@example.org", status=status)
    personal_data.erase(factories.subscriber("erased@example.org"))
    suppress("unknown@example.org", Reason.HARD_BOUNCE)
    before = list(Subscriber.objects.order_by("pk").values())
    names = ["active", "unsubscribed", "bounced", "complained", "erased", "unknown"]
    rows = [[f"{name.upper()}@example.org"] for name in names]
    made = batch(*rows, ["new@example.org"], ["NEW@example.org "], ["none"], [""])
    done = importing.run(made, None)
    assert done.counts == {
        "new": 1, "known": 1, "twice": 1, "left": 3, "suppressed": 2, "wrong": 2,
    }  # fmt: skip
    kept = Subscriber.objects.exclude(email="new@example.org").order_by("pk")
    assert list(kept.values()) == before
    assert [line for line, _text in done.faults] == [10, 11]


def test_who_moved_or_left_long_ago_is_not_brought_back():
    moved = factories.subscriber("before@example.org", new_email="now@example.org")
    assert personal_data.change_address(moved)
    factories.subscriber("left@example.org", status="unsubscribed")
    Subscriber.objects.filter(email="left@example.org").update(
        last_action_at=timezone.now() - timedelta(days=1100)
    )
    purge_subscribers()
    assert Subscriber.objects.get() == moved
    made = batch(["before@example.org"], ["left@example.org"])
    assert importing.run(made, None).counts["suppressed"] == 2
    assert Subscriber.objects.get() == moved


def test_who_asked_but_never_confirmed_is_subscribed_by_the_other_proof():
    factories.subscriber("asked@example.org", status="pending")
    factories.subscriber("alerts@example.org", status="none")
    importing.run(batch(["asked@example.org"], ["alerts@example.org"]), None)
    assert set(Subscriber.objects.values_list("status", flat=True)) == {"active"}
    assert Consent.objects.filter(action="import").count() == 2


def test_what_is_not_clear_is_told_and_left_out():
    made = batch(["ada@example.org", "xx", "Droits;Rien", "Saint-Denis"])
    done = importing.run(made, None)
    assert [line for line, _text in done.faults] == [2, 2, 2]
    ada = Subscriber.objects.get()
    assert (ada.language, ada.territories) == ("fr", [])


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_rhythm_is_read_in_either_language_and_as_we_export_it(language):
    with translation.override(language):
        labels = {str(label): code for code, label in Subscriber.Rhythm.choices}
    words = {"": "each", "each": "each", "monthly": "monthly"} | labels
    words |= {"Mensuel": "monthly", "MAANDELIJKS": "monthly", "Élk nummer": "each"}
    factories.subscriber("a0@example.org", status="pending", rhythm="monthly")
    rows = [[f"a{n}@example.org", word] for n, word in enumerate(words)]
    done = importing.run(batch(*rows, header=["email", "Rythme"]), None)
    assert not done.faults
    found = Subscriber.objects.order_by("pk").values_list("rhythm", flat=True)
    assert list(found) == list(words.values())


def test_unknown_rhythm_is_told_with_its_line():
    rows = [["a@example.org", "maandelijks"], ["b@example.org", "hebdomadaire"]]
    done = importing.run(batch(*rows, header=["e-mail", "ritme"]), None)
    ((line, text),) = done.faults
    assert line == 3
    assert "hebdomadaire" in text
    assert Subscriber.objects.get(email="b@example.org").rhythm == "each"


def test_columns_are_named_by_hand_where_headers_do_not_tell(site, admin_client):
    body = b"A;B\nx;ada@example.org"
    where = upload(admin_client, "a.csv", body).url
    assert admin_client.get(where).context["plan"] is None
    admin_client.post(where, {"verb": "import"})
    assert not Subscriber.objects.exists()
    assert admin_client.post(where, {"verb": "columns"}).status_code == 200
    admin_client.post(where, {"verb": "columns", "email": "1"})
    assert admin_client.get(where).context["plan"].counts["new"] == 1
    admin_client.post(where, {"verb": "discard"})
    assert not SubscriberImport.objects.exists()
    assert admin_client.get(where).status_code == 404


@pytest.mark.parametrize(
    ("name", "body", "fields"),
    [
        ("a.csv", FILES["liste.csv"], {"source": " "}),
        ("a.csv", b"email", {}),
        ("a.xlsx", b"not a workbook", {}),
        ("a.csv", FILES["liste.csv"], {"language": "xx"}),
    ],
)
def test_upload_that_cannot_be_says_why_and_keeps_the_rest(
    site, admin_client, name, body, fields
):
    answer = upload(admin_client, name, body, **fields)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not SubscriberImport.objects.exists()


def test_import_asks_for_the_right_to_add_subscribers(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("x", is_staff=True))
    assert upload(client, "a.csv", FILES["liste.csv"]).status_code == 302
    assert not SubscriberImport.objects.exists()


def test_file_left_alone_is_forgotten_after_a_day(time_machine):
    made = batch(["ada@example.org"])
    done = batch(["bo@example.org"])
    importing.run(done, None)
    assert purge_subscribers() == 0
    time_machine.move_to(made.created_at.replace(year=made.created_at.year + 1))
    assert purge_subscribers() == 1
    assert SubscriberImport.objects.get() == done


@pytest.mark.parametrize("number", [2, 20])
def test_cost_of_an_import_does_not_grow(number, django_assert_max_num_queries):
    rows = [[f"a{index}@example.org", "", "", "59000"] for index in range(number)]
    made = batch(*rows)
    with django_assert_max_num_queries(20):
        importing.run(made, None)
    assert Subscriber.objects.count() == number


@examples(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(body=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.xlsx", "a"]))
def test_any_file_is_read_or_refused(body, name, db):
    try:
        rows = importing.read_file(name, body)
    except ValidationError:
        return
    made = SubscriberImport(rows=rows, language="fr")
    made.columns = {"email": 0}
    found = importing.plan(made)
    assert sum(found.counts.values()) == len(rows) - 1


def test_upload_page_proposes_the_editor_s_language_and_lists_earlier_files(
    site, admin_client
):
    importing.run(batch(["ada@example.org"]), None)
    page = admin_client.get(reverse("newsletter_import"))
    assert page.context["form"]["language"].value() == "fr"
    assert SOURCE in page.text
