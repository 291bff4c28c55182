"""The kit's PDFs conform to PDF/UA-1, says a checker that nobody here wrote."""

import subprocess
import urllib.request

import pytest
import typst
from bs4 import BeautifulSoup

from tests.e2e.conftest import ROOT, assert_none, program

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


def test_every_pdf_of_the_kit_conforms(site, addresses, bodies, tmp_path):
    found = set()
    for name, body in bodies.items():
        if name.startswith("Kit"):
            soup = BeautifulSoup(body, "html.parser")
            found |= {a["href"] for a in soup.select("a[href$='.pdf']")}
    assert len(found) >= 4, "the kit and a step, in both languages"
    files = []
    for number, path in enumerate(sorted(found)):
        file = tmp_path / f"{number}.pdf"
        address = path if "://" in path else site + path
        urllib.request.urlretrieve(address, file)  # noqa: S310
        files.append(file)
    assert_none(failures(files))


def test_pdf_without_structure_is_seen(tmp_path):
    source = tmp_path / "plain.typ"
    source.write_text("= Plain\ntext")
    typst.compile(
        str(source), output=str(tmp_path / "plain.pdf"), pdf_standards=["1.7"]
    )
    assert len(failures([tmp_path / "plain.pdf"])) == 1
