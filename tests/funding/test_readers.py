"""Reading calls out of what others publish: nothing breaks, nothing foreign gets in."""

import io
import json
import re
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from funding.connectors import aides_territoires, feed, table
from funding.connectors.record import (
    Broken,
    SourceCall,
    Unreadable,
    UnreadColumn,
    day,
    from_facts,
    plain,
    rich,
    whole,
)

CURRENT = {
    "id": 7, "slug": "7-atelier", "url": "/aides/7-atelier/", "name": "Ateliers &amp; lieux",
    "financers": ["Région Bleue"], "description": "<h2>Quoi</h2><p>Des <b>lieux</b></p>",
    "eligibility": "<p>Toutes</p>", "targeted_audiences": ["Communes", "Recherche"],
    "categories": ["Solidarités / lien social / Inclusion numérique", "Formation"],
    "is_call_for_project": True, "application_url": "https://region.example/7",
    "origin_url": "", "recurrence": "Ponctuelle", "perimeter": "Auvergne-Rhône-Alpes",
    "start_date": "2026-01-05", "predeposit_date": None,
    "submission_deadline": "2026-03-01", "subvention_rate_upper_bound": 80,
    "contact": "<p>Écrire à <a href='mailto:aide@region.example'>aide@region.example</a></p>",
}  # fmt: skip
OLD = CURRENT | {
    "targeted_audiences": ["commune", "public_org"],
    "categories": ["Solidarités / lien social|Inclusion numérique"],
    "recurrence": "oneoff",
    "start_date": "2026-01-05T00:00:00Z",
}


def aids(*rows):
    results, _next = aides_territoires.envelope(
        json.dumps(
            {"count": len(rows), "previous": None, "next": None, "results": rows}
        )
    )
    return list(aides_territoires.read(results))


def test_an_aid_is_read_whole():
    (aid,) = aids(CURRENT)
    assert (aid.source_id, aid.title) == ("7", "Ateliers & lieux")
    assert aid.what_is_funded == "<p>Quoi</p><p>Des <b>lieux</b></p>"
    assert aid.who_can_apply == (
        "<p>Toutes</p><ul><li>Communes</li><li>Recherche</li></ul>"
    )
    assert aid.opens_on == date(2026, 1, 5)
    assert aid.deadline_on == date(2026, 3, 1)
    assert (aid.rolling, aid.rate, aid.is_call) == (False, 80, True)
    assert aid.contact == "aide@region.example"
    assert aid.official_url == "https://region.example/7"
    assert aid.funders == ("Région Bleue",)
    assert from_facts(json.loads(json.dumps(aid.facts()))) == aid


def test_both_generations_tell_the_same():
    (new,), (old,) = aids(CURRENT), aids(OLD)
    assert new.categories[0] == old.categories[0]
    assert new.categories[0] == ("Solidarités / lien social", "Inclusion numérique")
    assert new.categories[1] == ("", "Formation")
    assert "Établissements publics" in old.who_can_apply
    assert (old.opens_on, old.rolling) == (new.opens_on, new.rolling)


def test_an_aid_without_deadline_is_open_all_year_only_if_it_says_so():
    undated = CURRENT | {"submission_deadline": None}
    for recurrence, rolling in (
        ("Permanente", True), ("ongoing", True), ("Récurrente", False), ("", None),
    ):  # fmt: skip
        assert aids(undated | {"recurrence": recurrence})[0].rolling is rolling


def test_a_broken_aid_is_said_with_its_rank_and_the_rest_goes_on():
    wrong = CURRENT | {"id": 8, "submission_deadline": "demain"}
    read = aids(wrong, "x", CURRENT | {"name": " "}, CURRENT)
    assert read[:3] == [
        Broken(1, "not_a_day", "demain", "8"),
        Broken(2, "not_an_object", "x"),
        Broken(3, "no_title", "", "7"),
    ]
    assert isinstance(read[3], SourceCall)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[" * 100_000, b'{"results": 3}', b"1"]
)
def test_what_is_no_list_of_aids_is_refused(body):
    with pytest.raises(Unreadable):
        aides_territoires.envelope(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(sorted(CURRENT)), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(sorted(CURRENT)), JSON), max_size=3))
def test_no_aid_breaks_the_reading(rows):
    changed = [CURRENT | row for row in rows]
    read = list(aides_territoires.read(changed))
    assert [type(one) in (SourceCall, Broken) for one in read] == [True] * len(rows)


RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title><link>https://f.example/</link>
<item><title>Appel A</title><link>https://f.example/a</link><guid>a1</guid>
<description>Court &amp;lt;3</description>
<content:encoded><![CDATA[<p>Long <script>x()</script></p>]]></content:encoded></item>
<item><link>https://f.example/b</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title>
<entry><id>urn:1</id><title type="html">Oproep &lt;b&gt;B&lt;/b&gt;</title>
<link rel="self" href="https://f.example/self"/><link href="https://f.example/b"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Tekst</p></div></content>
</entry></feed>"""


def test_rss_and_atom_give_the_same_kind_of_call():
    item, broken = feed.read(RSS.encode())
    assert (item.source_id, item.title) == ("a1", "Appel A")
    assert item.what_is_funded == "<p>Long</p>"
    assert item.official_url == "https://f.example/a"
    assert broken == Broken(2, "no_title")
    (entry,) = feed.read(ATOM.encode())
    assert (entry.source_id, entry.title) == ("urn:1", "Oproep B")
    assert entry.official_url == "https://f.example/b"
    assert entry.what_is_funded == "<p>Tekst</p>"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>'
INSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>'


@pytest.mark.parametrize("body", ["", "<html/>", "<rss", BOMB, INSIDE, "{}", "\0"])
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(Unreadable):
        list(feed.read(body.encode()))


CSV = (
    "Intitulé;Date limite;Montant maximum;Financeur;URL\r\n"
    "Équiper;01/03/2026;45 000 €;Région;https://f.example/1\r\n"
    ";;;;\r\n"
    '"Deux\r\nlignes";2026-02-30;1;Région;https://f.example/2\r\n'
    "Trois;;;;\r\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_file_is_read_whatever_program_wrote_it(encoding):
    first, second, third = table.read_csv(CSV.encode(encoding), {})
    assert (first.title, first.deadline_on) == ("Équiper", date(2026, 3, 1))
    assert (first.amount_max, first.funders) == (45_000, ("Région",))
    assert first.source_id == "https://f.example/1"
    assert second == Broken(4, "not_a_day", "2026-02-30", "https://f.example/2")
    assert third.source_id == "Trois"


def test_a_mapping_names_columns_of_any_name():
    text = "a,b,c\nUn,oui,2026-05-01\n"
    mapping = {"title": "A", "rolling": "b", "opens_on": "C"}
    (row,) = table.read_csv(text.encode(), mapping)
    assert (row.title, row.rolling, row.opens_on) == ("Un", True, date(2026, 5, 1))
    *unread, row = table.read_csv(text.encode(), {"title": "a"})
    assert unread == [UnreadColumn("b"), UnreadColumn("c")]
    with pytest.raises(Unreadable, match="no_such_column"):
        list(table.read_csv(text.encode(), {"title": "z"}))
    with pytest.raises(Unreadable, match="no_title_column"):
        list(table.read_csv(b"x;y\n1;2\n", {}))


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_with_its_own_dates_and_numbers():
    body = workbook(
        ["Titel", "Uiterste datum", "Maximumbedrag"],
        ["Uitrusten", datetime(2026, 3, 1, tzinfo=UTC).replace(tzinfo=None), 45000.0],
        ["Fout", "morgen", None],
        [],
        ["Later", None, None],
    )
    first, second, third = table.read_xlsx(body, {})
    assert (first.deadline_on, first.amount_max) == (date(2026, 3, 1), 45_000)
    assert second == Broken(3, "not_a_day", "morgen", "Fout")
    assert third.title == "Later"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 5000), st.binary(min_size=1, max_size=8))
def test_no_file_breaks_the_reading_of_a_workbook(body, place, spoil):
    good = bytearray(workbook(["Titre"], ["Un"]))
    good[place : place + len(spoil)] = spoil
    for file in (body, bytes(good)):
        try:
            read = list(table.read_xlsx(file, {}))
        except Unreadable:
            continue
        assert all(isinstance(one, SourceCall | Broken | UnreadColumn) for one in read)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200), st.binary(max_size=100))
def test_no_file_breaks_the_reading_of_a_csv(text, raw):
    for body in (f"Titre;Date limite\n{text}".encode(errors="replace"), raw):
        try:
            read = list(table.read_csv(body, {}))
        except Unreadable:
            continue
        assert all(isinstance(one, SourceCall | Broken | UnreadColumn) for one in read)


MARKS = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<b>", "</i>", "<ul>", "<li>", "</ul>", "<a href='javascript:x'>",
         "<a href='https://a.example/?a=1&b=2'>", "<script>", "</script>", "<img src=x on=y>",
         "<h2>", "<br>", "<![x", "<!--", "&lt;script&gt;", "a", "é & <", "<table><td>", "\0"]
    )
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(MARKS)
def test_only_safe_marks_are_ever_written(pieces):
    written = rich("".join(pieces))
    soup = BeautifulSoup(f"<main>{written}</main>", "html.parser").main
    for tag in soup.find_all(True):
        assert tag.name in {"p", "ul", "ol", "li", "b", "i", "a"}
        assert set(tag.attrs) <= {"href"}
        assert tag.get("href", "https://").startswith("https://")
        assert tag.parent.name == "main" or tag.name not in ("p", "ul", "ol")
    assert rich(written) == written


def test_texts_of_great_depth_are_still_read():
    assert "deep" in rich("<div>" * 5000 + "deep")
    assert plain("<b>" * 5000 + "deep") == "deep"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("45 000 €", 45_000), ("45\u202f000,50", 45_000), ("1.500", 1500), ("1,500", 1500),
        ("12.5", 12), ("1500.125", 1500), (1500.125, 1500), ("", None), (None, None),
        ("1.234.567,89", 1_234_568), ("80 %", 80),
    ],
)  # fmt: skip
def test_numbers_are_read_both_ways(written, number):
    assert whole(written) == number


@pytest.mark.parametrize("written", ["-5", "1e9", "9" * 12, "douze", float("inf"), "٣"])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(Unreadable):
        whole(written)


def test_a_moment_counts_on_the_day_it_has_in_the_hub():
    assert day("2026-03-01T23:30:00Z") == date(2026, 3, 2)
    for wrong in ("0001-01-01", "9999-12-31", "2026-13-01", "T", date(1, 1, 1)):
        with pytest.raises(Unreadable):
            day(wrong)


@given(st.text())
def test_a_day_is_read_or_refused(text):
    try:
        found = day(text)
    except Unreadable:
        return
    assert (found is None) == (not re.sub(r"\s", "", plain(text)))
