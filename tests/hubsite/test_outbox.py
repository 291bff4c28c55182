"""The folder of a local site's mails, and the pages that show them."""

import stat

import pytest
from bs4 import BeautifulSoup
from django.conf.urls.i18n import i18n_patterns
from django.core.mail import EmailMultiAlternatives, get_connection

from hubsite import urls
from hubsite.mail_backends import outbox_folder

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = i18n_patterns(*urls.demo_urls) + urls.urlpatterns
HTML = '<p style="color:red">Bonjour</p><script>alert(1)</script>'


@pytest.fixture
def outbox(settings, tmp_path):
    settings.EMAIL_BACKEND = "hubsite.mail_backends.OutboxBackend"
    settings.DATA_DIR = tmp_path
    return get_connection()


def message(number=1, text="Voir http://localhost/fr/x/ <ici>"):
    mail = EmailMultiAlternatives(
        f"Numéro {number}",
        text,
        to=["ada@example.org"],
        headers={"Message-ID": f"<mail.{number}@hub.example>"},
    )
    mail.attach_alternative(HTML, "text/html")
    return mail


def test_outbox_files_are_for_their_owner_only(outbox):
    outbox.send_messages([message()])
    (path,) = outbox_folder().iterdir()
    assert path.name == "mail.1@hub.example.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_same_message_id_is_one_file(outbox):
    outbox.send_messages([message(), message()])
    assert len(list(outbox_folder().iterdir())) == 1


def send(outbox, raw, before_dot=lambda: None):
    """Send a message made beforehand, as campaigns do."""
    line = outbox.line()
    line.open()
    list(line.send("a@example.org", "b@example.org", raw, before_dot))


def test_name_of_a_file_stays_in_the_folder(outbox):
    raw = b"Message-ID: <../../evil/x@hub.example>\r\n\r\ntext\r\n"
    send(outbox, raw)
    (path,) = outbox_folder().iterdir()
    assert path.name == "....evilx@hub.example.eml"


def test_word_that_fails_leaves_no_file(outbox):
    def refuse():
        raise LookupError

    raw = b"Message-ID: <1@hub.example>\r\n\r\ntext\r\n"
    with pytest.raises(LookupError):
        send(outbox, raw, refuse)
    assert list(outbox_folder().iterdir()) == []


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_list_shows_newest_first_and_a_mail_its_links(
    outbox, home_nl, client, language
):
    outbox.send_messages([message(1), message(2)])
    page = client.get(f"/{language}/demo/outbox/")
    links = BeautifulSoup(page.content, "html.parser").select("ul.list a")
    assert [link.text for link in links] == ["Numéro 2", "Numéro 1"]
    assert "noindex" in page["X-Robots-Tag"]
    mail = client.get(links[0]["href"])
    soup = BeautifulSoup(mail.content, "html.parser")
    assert soup.find("a", href="http://localhost/fr/x/")
    assert "<ici>" in soup.find("pre").text
    assert soup.find("script", string="alert(1)") is None
    assert soup.find("iframe").has_attr("sandbox")


def test_html_part_stands_alone_where_nothing_runs(outbox, home_fr, client):
    outbox.send_messages([message()])
    page = client.get("/fr/demo/outbox/mail.1@hub.example/html/")
    assert page.text == HTML
    rules = page["Content-Security-Policy"]
    assert "default-src 'none'" in rules
    assert "sandbox" in rules
    assert "allow-scripts" not in rules


def test_unknown_mail_is_not_found(outbox, home_fr, client):
    for name in ("nothing", "..%2f..%2fsecret-key"):
        assert client.get(f"/fr/demo/outbox/{name}/").status_code == 404
