"""What other programs read of the site, judged by readers that nobody here wrote.

JSON-LD by the types of schema.org (schema-dts), calendars by ical4j and icalendar, feeds
by the RELAX NG schema of RFC 4287.
"""

import json
import re
import subprocess
import urllib.request
from collections import Counter
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar

from tests.e2e.conftest import NODE_TOOLS, ROOT, assert_none, program, told, tool

pytestmark = pytest.mark.browser

SCHEMA = ROOT / "tests" / "data" / "atom" / "rfc4287.rnc"
JING = "nu.validator.vendor.thaiopensource.relaxng.util.Driver"
COMPILER = ["--noEmit", "--strict", "--skipLibCheck", "--pretty", "false"]
COMPILER += ["--module", "nodenext", "--target", "es2022"]
# What each page says of itself; the page's own template shows no more than that.
OWN_DATA = """
import json
from wagtail.models import Page
pages = Page.objects.live().public().filter(depth__gt=1).specific()
found = [p.structured_data() for p in pages if hasattr(p, "structured_data")]
found = [part if isinstance(part, list) else [part] for part in found]
print(json.dumps(sum(found, []), default=str))
"""
# Every page with dates, past ones too, whose link no page shows.
DATED = """
import json
from hubsite.dated import DatedPageMixin
from wagtail.models import Page
pages = Page.objects.live().public().filter(depth__gt=1).specific()
dated = [page for page in pages if isinstance(page, DatedPageMixin)]
print(json.dumps([page.relative_url(None) or page.url for page in dated]))
"""


# Reading


def linked(bodies, addresses, ending):
    """Return the paths with that ending which the pages link to."""
    found = set()
    for name, body in bodies.items():
        for link in BeautifulSoup(body, "html.parser").select("a[href], link[href]"):
            if link["href"].split("?")[0].endswith(ending):
                found.add(urljoin(addresses[name], link["href"]))
    return found


def saved(site, paths, folder):
    """Save what the site answers there, byte for byte; return file -> path."""
    files = {}
    for number, path in enumerate(sorted(paths)):
        file = folder / f"{number:03}"
        urllib.request.urlretrieve(urljoin(site, path), file)  # noqa: S310
        files[file] = path
    return files


def renamed(lines, files):
    """Return the lines that begin with a file's name, beginning with its path instead."""
    names = {file.name: path for file, path in files.items()}
    return [names[line[:3]] + line[3:] for line in lines]


# Judging


def type_faults(things):
    """Return what schema-dts finds wrong in these schema.org objects."""
    folder = NODE_TOOLS.parent
    file = folder / "things.ts"
    file.write_text(
        'import type * as s from "schema-dts";\n' + "".join(map(const, things))
    )
    result = subprocess.run(
        [program("node"), tool("typescript", "bin", "tsc"), *COMPILER, file.name],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    file.unlink()
    assert "things.ts(" in result.stdout or not result.returncode, result.stdout
    return [line[:400] for line in result.stdout.splitlines()]


def const(thing):
    """Return a declaration of this object with the type it says it has."""
    types = thing.get("@type")
    declared = "s.Thing"
    if isinstance(types, list):
        declared = f"s.MergeLeafTypes<[{', '.join(f's.{name}Leaf' for name in types)}]>"
    # One line each, so that a fault's line is the object's number.
    return f"{{ const it: {declared} = {json.dumps(thing)}; }}\n"


def calendar_faults(files):
    """Return what ical4j, icalendar and RFC 5545's rules of form find, `file: fault`."""
    jars = ROOT / "build" / "ical4j"
    assert jars.exists(), "ical4j is not installed: run .ci/install"
    result = subprocess.run(
        [program("java"), "-cp", f"{jars}/*", ROOT / "tests/e2e/ValidateCalendars.java"]
        + [*files],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    found = result.stdout.splitlines()
    for file in files:
        found += [f"{file.name}: {fault}" for fault in form_faults(file.read_bytes())]
    return found


def form_faults(content):
    """Return what ical4j lets pass: line ends, long lines, ends before beginnings."""
    found = []
    if not content.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", content):
        found.append("a line does not end in CRLF")
    longest = max(len(line) for line in content.split(b"\r\n"))
    if longest > 75:
        found.append(f"a line of {longest} octets")
    read = Calendar.from_ical(content)
    for event in read.walk("VEVENT"):
        found += [str(error) for error in event.errors]
        if "DTEND" in event and event["DTEND"].dt < event["DTSTART"].dt:
            found.append(f"{event.get('UID')} ends before it starts")
    uids = Counter(str(event.get("UID")) for event in read.walk("VEVENT"))
    return found + [f"{uid} stands twice" for uid, count in uids.items() if count > 1]


def feed_faults(files):
    """Return what RFC 4287's own schema refuses, `file: fault`."""
    jar = tool("vnu-jar", "build", "dist", "vnu.jar")
    result = subprocess.run(
        [program("java"), "-cp", jar, JING, "-c", SCHEMA, *files],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    lines = (result.stdout + result.stderr).splitlines()
    assert bool(lines) == bool(result.returncode), result.stderr
    return [line.rsplit("/", 1)[1] for line in lines]


# The site


def test_json_ld_has_the_types_of_schema_org(bodies):
    shown, own = set(), told(OWN_DATA)
    assert len(own) > 200
    for name, body in bodies.items():
        scripts = BeautifulSoup(body, "html.parser").select(
            "script[type='application/ld+json']"
        )
        for script in scripts:
            graph = json.loads(script.string)
            assert graph["@context"] == "https://schema.org", name
            shown |= {json.dumps(thing) for thing in graph["@graph"]}
    assert len(shown) > 40
    assert_none(type_faults(own + [json.loads(thing) for thing in shown]))


def test_every_calendar_is_valid(site, bodies, addresses, tmp_path):
    dated = [f"{path}calendar.ics" for path in told(DATED)]
    lists = linked(bodies, addresses, ".ics")
    assert len(lists) >= 4, "calls and events, in both languages"
    files = saved(site, {*dated, *lists}, tmp_path)
    assert_none(renamed(calendar_faults(files), files))


def test_every_feed_is_valid(site, bodies, addresses, tmp_path):
    files = saved(site, linked(bodies, addresses, ".atom"), tmp_path)
    assert len(files) > 12, "every list and search, in both languages"
    assert_none(renamed(feed_faults(files), files))


# Each check sees a defect

EVENT = {
    "@type": "Event",
    "name": "Atelier",
    "startDate": "2027-01-15T10:00:00+01:00",
    "eventStatus": "https://schema.org/EventScheduled",
}
COURSE = {"@type": ["LearningResource", "HowTo"], "name": "Guide", "inLanguage": "fr"}


def test_types_see_a_seeded_defect():
    assert type_faults([EVENT, COURSE]) == []
    wrong = [
        {**EVENT, "startdate": "2027-01-15"},
        {**EVENT, "eventStatus": "https://schema.org/Cancelled"},
        {**COURSE, "langage": "fr"},
        {**EVENT, "@type": "Evenement"},
    ]
    found = type_faults(wrong)
    assert [line.split(",")[0] for line in found] == [
        f"things.ts({number}" for number in (2, 3, 4, 5)
    ]


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Hub//FR
BEGIN:VEVENT
UID:1
DTSTAMP:20270101T000000Z
DTSTART:20270115T100000Z
DTEND:20270115T110000Z
SUMMARY:Atelier
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


# What each defect puts in place of what stands there.
SEEDED = (
    ("SUMMARY:Atelier\r\n", "SUMMARY:Atelier\n"),
    ("SUMMARY:Atelier", "SUMMARY:" + "Atelier " * 9),
    ("DTEND:20270115", "DTEND:20270114"),
    ("DTSTART:", "DTSTART;TZID=Nowhere/Land:"),
    ("UID:1\r\n", ""),
    ("VERSION:2.0", "METHOD:PUBLISH\r\nVERSION:2.0"),
    ("SUMMARY:Atelier", "SUMMARY:Atelier\r\nDURATION:1:00:00"),
)


def test_calendars_see_each_seeded_defect(tmp_path):
    seeded = [CALENDAR, *(CALENDAR.replace(good, bad) for good, bad in SEEDED)]
    files = [tmp_path / f"{number:03}" for number in range(len(seeded))]
    for file, calendar in zip(files, seeded, strict=True):
        file.write_bytes(calendar.encode())
    found = {line.split(":")[0] for line in calendar_faults(files)}
    assert found == {file.name for file in files[1:]}


def test_schema_sees_a_seeded_defect(tmp_path):
    feed = """<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>T</title>
        <updated>2027-01-15T10:00:00Z</updated><author><name>A</name></author></feed>"""
    seeded = feed, feed.replace("<id>urn:x</id>", ""), feed.replace("T10:00:00Z", "")
    files = [tmp_path / f"{number:03}" for number in range(len(seeded))]
    for file, text in zip(files, seeded, strict=True):
        file.write_text(text)
    assert {line[:3] for line in feed_faults(files)} == {"001", "002"}
