"""PDFs of kit and library conform to PDF/UA-1, says a checker nobody here wrote."""

import subprocess
import urllib.request

import pytest
import typst
from bs4 import BeautifulSoup

from tests.e2e.conftest import ROOT, assert_none, fetch, program

pytestmark = pytest.mark.browser


def failures(files):
    """Return the files that veraPDF does not find to conform to PDF/UA-1."""
    jar = next((ROOT / "build" / "verapdf").glob("greenfield-apps-*.jar"), None)
    assert jar, "veraPDF is not installed: run .ci/install"
    result = subprocess.run(
        [program("java"), "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper"]
        + ["--flavour", "ua1", "--format", "text", *files],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    lines = [line for line in result.stdout.splitlines() if line.strip()]
    assert len(lines) == len(files), result.stdout + result.stderr
    return [line for line in lines if not line.startswith("PASS")]


def documents_of(html):
    """Return the addresses of the PDF documents that a page makes."""
    links = BeautifulSoup(html, "html.parser").select("a[type='application/pdf']")
    return {link["href"] for link in links}


def downloaded(site, paths, folder):
    files = []
    for number, path in enumerate(sorted(paths)):
        file = folder / f"{number}.pdf"
        urllib.request.urlretrieve(site + path, file)  # noqa: S310
        files.append(file)
    return files


def test_every_pdf_of_the_kit_conforms(site, bodies, tmp_path):
    kit = [body for name, body in bodies.items() if name.startswith("Kit")]
    found = set().union(*map(documents_of, kit))
    assert len(found) >= 4, "the kit and a step, in both languages"
    assert_none(failures(downloaded(site, found, tmp_path)))


def test_experience_sheet_conforms(site, bodies, tmp_path):
    sheets = [
        body for name, body in bodies.items() if name.startswith("ExperiencePage")
    ]
    found = set().union(*map(documents_of, sheets))
    assert found, "the sheet as PDF"
    assert_none(failures(downloaded(site, found, tmp_path)))


@pytest.mark.parametrize(
    "path", ["/fr/ressources/mot-de-passe-solide/", "/nl/materiaal/sterk-wachtwoord/"]
)
def test_every_layout_of_a_card_conforms(site, path, tmp_path):
    _status, body = fetch(site + path)
    found = documents_of(body)
    assert len(found) == 6, "three layouts, in colour and in black and white"
    assert_none(failures(downloaded(site, found, tmp_path)))


def test_booklet_of_a_selection_conforms(site, bodies, tmp_path):
    found = set()
    for name in ("shared selection fr", "shared selection nl"):
        found |= documents_of(bodies[name])
    assert len(found) == 2
    assert_none(failures(downloaded(site, found, tmp_path)))


def test_pdf_without_structure_is_seen(tmp_path):
    source = tmp_path / "plain.typ"
    source.write_text("= Plain\ntext")
    typst.compile(
        str(source), output=str(tmp_path / "plain.pdf"), pdf_standards=["1.7"]
    )
    assert len(failures([tmp_path / "plain.pdf"])) == 1
