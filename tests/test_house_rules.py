"""Rules of the house that no linter knows; CONTRIBUTING.md gives their reasons."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("home", "newsletter", "events", "funding")
ROOMS += ("resources", "directory", "search", "hubsite")
LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 400, 600, 40
LONGEST_TEMPLATE = 150
VAGUE = {"utils", "helpers", "common", "core", "services", "misc"}
# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = [
    r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|maven\.org|deb\.debian)",
    r"(?<![\w.])/(?:work|root|home/\w+)/",
    r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX)\b",
    r"\bpytest\.(?:sk" + r"ip|importorskip|mark\.(?:sk" + r"ip|skipif|xfail))\b",
    r"\bunittest\.mo" + r"ck\b|\bmocker\b",
]
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".yaml", ".yml", ".txt", ".in"}
TEXT |= {".mjml", ".xml", ".sh", ".po", ".typ", ".example", ""}


def tracked():
    """Return the files of the project, those about to be committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


FILES = tracked()
PYTHON = [p for p in FILES if p.suffix == ".py" and "migrations" not in p.parts]
TEMPLATES = [p for p in FILES if "templates" in p.parts and p.suffix != ".svg"]


def name_of(path):
    return str(path.relative_to(ROOT))


def lines(path):
    return path.read_text().count("\n")


def test_files_are_short():
    limits = {
        p: LONGEST_TEST_FILE if "tests" in p.parts else LONGEST_FILE for p in PYTHON
    }
    limits |= dict.fromkeys(TEMPLATES, LONGEST_TEMPLATE)
    long = {name_of(p): lines(p) for p, limit in limits.items() if lines(p) > limit}
    assert long == {}


def test_functions_are_short():
    long = {}
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{name_of(path)}:{node.name}"] = length
    assert long == {}


def test_modules_are_named_for_what_they_do():
    vague = [p for p in PYTHON if VAGUE & {p.stem, p.parent.name}]
    assert [name_of(p) for p in vague if p.parent != ROOT / "tests" / "services"] == []


def test_migrations_are_named():
    migrations = [p for p in FILES if p.parent.name == "migrations"]
    vague = re.compile(r"_auto_|and_more|^\d+_(?!initial)$")
    assert [name_of(p) for p in migrations if vague.search(p.stem)] == []


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_nothing_forbidden_is_written(pattern):
    found = []
    for path in FILES:
        if path.suffix in TEXT and path.name != "test_house_rules.py":
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if re.search(pattern, line):
                    found.append(f"{name_of(path)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_templates_are_used():
    used = " ".join(p.read_text() for p in FILES if p.suffix in {".py", ".html"})
    used += " ".join(p.read_text() for p in TEMPLATES)
    unused = []
    for path in TEMPLATES:
        name = "/".join(path.parts[path.parts.index("templates") + 1 :])
        # Mail is named without its suffix: it has a subject, a text and an HTML part.
        named = name.removesuffix(".mjml").removesuffix(".txt")
        if named not in used and not found_by_convention(path, name):
            unused.append(name)
    assert unused == []


def found_by_convention(path, name):
    """Return whether Django or Wagtail looks a template up by its name alone."""
    if re.fullmatch(r"(400|403|403_csrf|404|500)\.html", name):
        return True
    if name.startswith(("wagtail", "admin/", "icons/")):
        return True  # overrides of others' templates; icons named in content
    # A page's template is named after its class: KitStepPage → kit_step_page.html
    words = path.stem.removesuffix("_landing").split("_")
    class_name = "".join(word.capitalize() for word in words)
    return any(f"class {class_name}(" in p.read_text() for p in PYTHON)


def test_locks_name_no_index_and_pin_with_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert "index" not in text.replace("importlib", "")
        pins = [line for line in text.splitlines() if re.match(r"[a-z]", line)]
        assert pins
        assert all("==" in line for line in pins)
        assert text.count("--hash=") >= len(pins)


def test_development_lock_holds_every_pin_of_the_other():
    def pins(name):
        text = (ROOT / name).read_text()
        return set(re.findall(r"^[a-z][^ ]+==[^ ]+", text, re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")


# What a package is imported as, where its name does not tell.
IMPORTED_AS = {
    "beautifulsoup4": "bs4",
    "django-anymail": "anymail",
    "dkimpy": "dkim",
    "dnspython": "dns",
    "django-csp": "csp",
    "django-filter": "django_filters",
    "django-taggit": "taggit",
    "django-axes": "axes",
    "markdown-it-py": "markdown_it",
    "psycopg": "django.db.backends.postgresql",
    "pyyaml": "yaml",
    "pillow": "PIL",
}


def test_every_requirement_is_used():
    sources = "\n".join(p.read_text() for p in PYTHON if "tests" not in p.parts)
    sources += (ROOT / "bin" / "run.py").read_text()
    unused = []
    for line in (ROOT / "requirements.in").read_text().splitlines():
        name = re.split(r"[\[<>=]", line)[0].strip().lower()
        if name and not line.startswith("#"):
            module = IMPORTED_AS.get(name, name.replace("-", "_"))
            if not re.search(rf"\b{re.escape(module)}\b", sources):
                unused.append(name)
    assert unused == []


def test_every_room_is_in_the_layers():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert set(project["tool"]["importlinter"]["root_packages"]) == set(ROOMS)


def test_ci_never_hides_a_failure():
    script = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in script
    assert "|| true" not in script
