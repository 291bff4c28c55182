from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hubsite import attention
from hubsite.checking.job import check_links, findings_of
from hubsite.checking.links import ask, leads_somewhere
from hubsite.checking.models import Finding, LinkCheck, PageCheck
from hubsite.jobs import JobRun
from hubsite.models import OutgoingEmail
from search.models import SearchLog
from tests.translation import factories
from tests.translation.conftest import publish


def found(name):
    _order, check = attention.CHECKS[name]
    return {item.label: item for item in check() if item.count}


def test_panel_counts_what_is_left_to_translate(translated, nl):
    translated("call", "missing", twin=False)
    source, _page = translated("news", "behind")
    source.title = "Changé"
    source.save_revision().publish()
    items = list(found("translations").values())
    assert [item.count for item in items] == [1, 1]
    assert all("/reports/matrix/?state=" in item.url for item in items)


def test_panel_calls_pages_back_on_their_review_day(translated):
    source, _page = translated("call")
    today = timezone.localdate()
    source.review_by = today + timedelta(days=1)
    source.save()
    assert not found("reviews")
    source.review_by = today
    source.save()
    [item] = found("reviews").values()
    assert item.count == 1
    assert item.examples[0][1].endswith(f"/pages/{source.pk}/edit/")


def test_panel_tells_failed_mails_and_jobs(db):
    OutgoingEmail.objects.create(
        to="a@b.example", language="fr", subject="s", text="t", state="failed",
        due_at=timezone.now(),
    )  # fmt: skip
    JobRun.objects.create(name="mail", error="OSError: no")
    assert [item.count for item in found("failures").values()] == [1, 1]


def test_panel_tells_words_that_found_nothing(db):
    for language in ("fr", "nl"):
        SearchLog.objects.create(
            query="licorne", language=language, count=2, day=timezone.localdate()
        )
    [item] = found("searches").values()
    assert (item.count, item.examples) == (1, (("licorne", ""),))


def test_dead_internal_link_is_found_and_shown(translated, admin_client, on_commit):
    source, _page = translated("call")
    source.official_url = "/fr/appel-officiel-demo-disparu/"
    with on_commit():
        source.save_revision().publish()
    assert check_links() > 0
    assert check_links() == 0
    [item] = found("findings").values()
    assert item.count == 2
    report = admin_client.get(reverse("page_findings"), {"kind": "dead_link"})
    assert "/fr/appel-officiel-demo-disparu/" in report.content.decode()
    empty = admin_client.get(reverse("page_findings"), {"kind": "empty_alt"})
    assert "demo-disparu" not in empty.content.decode()


def test_mended_link_leaves_the_list(translated, on_commit):
    source, _page = translated("call")
    for url in ("/fr/disparu/", f"/fr/{source.get_parent().slug}/?status=open#list"):
        source.official_url = url
        with on_commit():
            source.save_revision().publish()
        check_links()
    assert not found("findings")


def test_findings_of_a_body(home_fr, fr, admin_user):
    from wagtail.images.tests.utils import get_test_image_file

    from hubsite.models import HubImage

    image = HubImage.objects.create(title="x", file=get_test_image_file())
    page = factories.standard(fr)
    bare = {"image": image.pk, "alt_text": "", "decorative": False}
    page.body = [
        factories.block("i", "image", {"image": bare, "caption": ""}),
        factories.block("d", "image", {"image": bare | {"decorative": True}}),
        factories.block("h", "heading", "Un"),
        factories.block(
            "p",
            "paragraph",
            '<h4>Trop bas</h4><p><a href="/fr/"></a>'
            '<a linktype="page" id="987654">mort</a></p>',
        ),
    ]
    kinds = [kind for kind, _detail in findings_of(publish(home_fr, page))]
    assert sorted(kinds) == sorted(
        [
            Finding.DEAD_LINK,
            Finding.EMPTY_ALT,
            Finding.EMPTY_LINK,
            Finding.HEADING_ORDER,
        ]
    )


def test_site_addresses_are_resolved(home_fr, home_nl, translated):
    source, page = translated("call")
    good = [
        source.url,
        page.url,
        "/fr/",
        "#here",
        "mailto:a@b.example",
        f"{source.url}?q=1",
    ]
    assert [leads_somewhere(url) for url in good] == [True] * len(good)
    source.unpublish()
    bad = [source.url or "/fr/nope/", "/fr/nope/", "/documents/999/x.pdf", "/en/"]
    assert [leads_somewhere(url) for url in bad] == [False] * len(bad)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost:8000/", "http://[::1]/",
        "http://169.254.169.254/latest/", "http://10.0.0.1/", "http://192.168.1.1/",
        "file:///etc/passwd", "http://0.0.0.0/", "gopher://x/", "http://[::ffff:10.0.0.1]/",
    ],
)  # fmt: skip
def test_worker_never_talks_to_the_inside(url):
    assert ask(url) == "refused"


def test_outside_link_is_dead_after_a_clear_or_a_second_failure():
    assert LinkCheck(answer="404", failures=1).is_dead
    assert not LinkCheck(answer="TimeoutError", failures=1).is_dead
    assert LinkCheck(answer="TimeoutError", failures=2).is_dead


def test_outside_links_wait_for_the_setting(translated, settings):
    source, _page = translated("call")
    source.official_url = "http://127.0.0.1:9/"
    source.save_revision().publish()
    check_links()
    check = LinkCheck.objects.get()
    assert check.answer == ""
    settings.CHECK_OUTSIDE_LINKS = True
    check_links()
    check.refresh_from_db()
    assert check.answer == "refused"
    assert not LinkCheck.objects.filter(url__contains="example").exists()


def test_dashboard_costs_the_same_for_two_pages_and_for_twenty(
    translated, admin_client
):
    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            attention.attention()
        return len(queries)

    def more(numbers):
        for number in numbers:
            source, _page = translated("news", f"n{number}")
            source.review_by = timezone.localdate()
            source.save()
            translated("call", f"c{number}", twin=False)
            PageCheck.objects.create(page=source, findings=[[Finding.DEAD_LINK, "/x/"]])

    more(range(1))
    count()
    few = count()
    more(range(1, 9))
    assert count() == few
    page = admin_client.get(reverse("wagtailadmin_home"))
    assert page.status_code == 200
    assert 'id="attention-heading"' in page.content.decode()
