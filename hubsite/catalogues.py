"""The interface's translations, handled without GNU gettext.

`python -m hubsite.catalogues compile | collect | check | missing`; one catalogue a
language, for the whole project. Translators edit the `.po` files; the `.mo` files that
Django reads are made at start-up and never committed.
"""

import ast
import os
import re
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "hubsite" / "locale"
LANGUAGES = ("fr", "nl")
PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "nl": "nplurals=2; plural=(n != 1);"}
ROOMS = ["home", "newsletter", "events", "funding"]
ROOMS += ["resources", "directory", "search", "hubsite"]
TEMPLATES = {".html", ".txt", ".mjml", ".xml"}
# What each marking function's arguments are: c context, s singular, p plural.
MARKERS = {"_": "s", "gettext": "s", "gettext_lazy": "s", "gettext_noop": "s"}
MARKERS |= {"pgettext": "cs", "pgettext_lazy": "cs", "ngettext": "sp"}
MARKERS |= {"ngettext_lazy": "sp", "npgettext": "csp", "npgettext_lazy": "csp"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdf]|%[sd]|\{(\w*)\}")
# What Django's templatize() writes for a marked string.
MARKED = re.compile(r"(?<![\w.])(?:n?p?gettext|_)\(")


def path_of(language):
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def compile_all():
    """Make each `.mo` that is older than its `.po`; return the languages made."""
    made = []
    for language in LANGUAGES:
        source, target = path_of(language), path_of(language).with_suffix(".mo")
        if not source.exists() or (
            target.exists() and target.stat().st_mtime >= source.stat().st_mtime
        ):
            continue
        # Renamed into place: a start that is killed leaves no half catalogue.
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made.append(language)
    return made


def used():
    """Return {(context, singular): plural or ""} of all strings marked in the project."""
    found = {}
    for path in project_files():
        text = path.read_text()
        calls = python_calls(text) if path.suffix == ".py" else template_calls(text)
        for name, arguments in calls:
            parts = dict(zip(MARKERS[name], arguments, strict=False))
            if parts.get("s"):
                key = (parts.get("c"), parts["s"])
                found[key] = parts.get("p") or found.get(key, "")
    return found


def project_files():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if "migrations" in path.parts:
                continue
            if path.suffix == ".py" or (
                path.suffix in TEMPLATES and "templates" in path.parts
            ):
                yield path


def python_calls(text):
    """Yield (function, constant arguments) of the marking calls in Python code."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        if name in MARKERS:
            yield name, [getattr(argument, "value", None) for argument in node.args]


def template_calls(text):
    """Yield (function, constant arguments) of the strings marked in a template."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:  # templatize() asks for settings; any will do.
        settings.configure()
    # Where it finds no string, templatize writes runs of one letter, never a marker.
    for line in templatize(text).splitlines():
        for match in MARKED.finditer(line):
            name = match.group().strip("(")
            yield name, leading_strings(line[match.end() :])


def leading_strings(code):
    """Return the string literals that `code` begins with, separated by commas."""
    literal = re.compile(r"\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?")
    strings, at = [], 0
    while match := literal.match(code, at):
        strings.append(ast.literal_eval(match.group(1)))
        at = match.end()
    return strings


def key_of(entry):
    return entry.msgctxt, entry.msgid


def collect():
    """Bring the catalogues in line with the project's strings; keep translations."""
    strings = used()
    for language in LANGUAGES:
        catalogue = read(language)
        known = {key_of(entry): entry for entry in catalogue}
        fresh = polib.POFile(wrapwidth=88)
        fresh.metadata = catalogue.metadata
        for key in sorted(
            strings, key=lambda key: (key[1].lower(), key[1], key[0] or "")
        ):
            fresh.append(renewed(known.get(key), key, strings[key]))
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path_of(language)))


def read(language):
    if path_of(language).exists():
        return polib.pofile(str(path_of(language)), wrapwidth=88)
    catalogue = polib.POFile(wrapwidth=88)
    catalogue.metadata = {
        "Project-Id-Version": "hubsite",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "Plural-Forms": PLURALS[language],
    }
    return catalogue


def renewed(entry, key, plural):
    """Return the entry of a string as it is used now, with what was translated."""
    context, singular = key
    new = polib.POEntry(msgctxt=context, msgid=singular)
    new.flags = ["python-format"] if "%(" in singular + plural else []
    if plural:
        new.msgid_plural = plural
        kept = entry.msgstr_plural if entry else {}
        new.msgstr_plural = kept or {0: entry.msgstr if entry else "", 1: ""}
    elif entry:
        new.msgstr = entry.msgstr or entry.msgstr_plural.get(0, "")
    if entry and entry.fuzzy:
        new.flags.append("fuzzy")
    return new


def faults(catalogue, strings):
    """Yield a sentence for each thing wrong with a catalogue."""
    known = {key_of(entry) for entry in catalogue if not entry.obsolete}
    yield from (f"missing: {key[1]!r}" for key in strings if key not in known)
    for entry in catalogue:
        if entry.obsolete or key_of(entry) not in strings:
            yield f"unused: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not entry.translated():
            yield f"untranslated: {entry.msgid!r}"
        else:
            yield from text_faults(entry)


def text_faults(entry):
    """Yield what a translation lost or gained besides its words."""
    sources = {entry.msgid, entry.msgid_plural or entry.msgid}
    for text in list(entry.msgstr_plural.values()) or [entry.msgstr]:
        if not any(placeholders(text) == placeholders(source) for source in sources):
            yield f"placeholders differ: {entry.msgid!r} → {text!r}"
        for edge in ("startswith", "endswith"):
            for mark in ("\n", " "):
                if getattr(text, edge)(mark) != getattr(entry.msgid, edge)(mark):
                    yield f"space at the edge differs: {entry.msgid!r} → {text!r}"


def placeholders(text):
    return sorted(match.group() for match in PLACEHOLDER.finditer(text))


def main(command):
    """Carry out `command`; return the number of faults it found."""
    found = 0
    if command == "compile":
        compile_all()
    elif command == "collect":
        collect()
    elif command in {"check", "missing"}:
        strings = used()
        for language in LANGUAGES:
            for fault in faults(read(language), strings):
                if command == "check" or fault.startswith(("missing", "untranslated")):
                    found += 1
                    sys.stdout.write(f"{language}: {fault}\n")
    else:
        sys.stderr.write(__doc__)
        found = 1
    return found


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:2] or ["help"])))
