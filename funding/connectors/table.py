"""Calls in the rows of a CSV or an XLSX file, its columns named by a mapping."""

import csv
import io
import zipfile
import zlib
from itertools import islice
from xml.etree.ElementTree import ParseError

from hubsite.gazetteer import key_of

from .record import (
    ID_LENGTH,
    SUMMARY_LENGTH,
    TITLE_LENGTH,
    Broken,
    SourceCall,
    Unreadable,
    UnreadColumn,
    address,
    checked,
    day,
    email_in,
    plain,
    rich,
    whole,
)

MOST_ROWS, MOST_COLUMNS, MOST_UNPACKED = 5_000, 200, 40 * 1024 * 1024
# Field -> headers that name it without any mapping, as `key_of` writes them.
KNOWN = {
    "source_id": ("id", "identifiant", "reference", "nummer"),
    "title": ("title", "titre", "intitule", "nom", "name", "titel", "naam"),
    "summary": ("summary", "resume", "samenvatting"),
    "funders": ("funder", "financeur", "financeurs", "financierder", "funders"),
    "what_is_funded": ("description", "depenses eligibles", "beschrijving"),
    "who_can_apply": ("eligibility", "eligibilite", "beneficiaires", "voor wie"),
    "how_to_apply": ("how to apply", "comment candidater", "hoe indienen"),
    "official_url": ("url", "link", "lien", "adresse", "site"),
    "contact": ("contact", "courriel", "email", "e mail"),
    "opens_on": ("opening", "ouverture", "date d ouverture", "openingsdatum"),
    "predeposit_on": ("predeposit", "pre depot", "date de pre depot"),
    "deadline_on": (
        "deadline",
        "echeance",
        "date limite",
        "cloture",
        "date de cloture",
        "uiterste datum",
        "sluitingsdatum",
    ),
    "rolling": ("rolling", "permanent", "toute l annee", "doorlopend"),
    "amount_min": ("amount min", "montant minimum", "minimumbedrag"),
    "amount_max": ("amount max", "montant maximum", "maximumbedrag"),
    "rate": ("rate", "taux", "percentage"),
    "territory": ("territory", "territoire", "perimetre", "gebied", "territoires"),
    "categories": ("themes", "theme", "thema", "thema s", "categories", "categorie"),
    "audiences": ("audiences", "publics", "public", "doelgroep", "doelgroepen"),
}
YES = {"1", "x", "oui", "ja", "yes", "true", "vrai", "waar"}
NO = {"", "0", "non", "nee", "no", "false", "faux", "onwaar"}
READ = {
    "source_id": lambda value: plain(value)[:ID_LENGTH],
    "title": lambda value: plain(value, TITLE_LENGTH),
    "summary": lambda value: plain(value, SUMMARY_LENGTH),
    "funders": lambda value: several(value),
    **dict.fromkeys(("what_is_funded", "who_can_apply", "how_to_apply"), rich),
    "official_url": address,
    "contact": email_in,
    **dict.fromkeys(("opens_on", "predeposit_on", "deadline_on"), day),
    "rolling": lambda value: yes_or_no(value),
    **dict.fromkeys(("amount_min", "amount_max"), whole),
    "rate": lambda value: whole(value, 100) or None,
    "territory": lambda value: "; ".join(several(value)),
    "categories": lambda value: tuple(("", name) for name in several(value)),
    "audiences": lambda value: several(value),
}


def several(value):
    """Return the names that semicolons part in a cell."""
    return tuple(filter(None, (name.strip() for name in plain(value).split(";"))))


def yes_or_no(value):
    """Return the truth that a cell tells; raises Unreadable for any other word."""
    word = plain(value).lower()
    if word not in YES | NO:
        raise Unreadable("not_yes_or_no", value)
    return word in YES


def read_csv(body, mapping):
    """Yield what `read_rows` does of a CSV file, whatever its marks."""
    return read_rows(csv_rows_of(body), mapping)


def csv_rows_of(body, most_rows=None):
    """Yield (line, cells) of a CSV file, or (line, None) for a line that cannot be read.

    One line more than `most_rows` after the header, so that the caller sees the excess.
    """
    text = decoded(body)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    return islice(csv_rows(lines), most_rows and most_rows + 2)


def decoded(body):
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    # Some bytes mean nothing in Windows' own alphabet; every byte means something here.
    return body.decode("latin-1")


def delimiter_of(text):
    """Return the mark that the header line holds most often."""
    header = text.lstrip().partition("\n")[0]
    return max(";,\t|", key=header.count)


def csv_rows(lines):
    """Yield (line, cells), or (line, None) for a line that cannot be read."""
    while True:
        start = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield start, None
        else:
            yield start, cells


def read_xlsx(body, mapping):
    """Yield what `read_rows` does of a workbook's first sheet."""
    return read_rows(xlsx_rows(body), mapping)


def xlsx_rows(body, most_rows=MOST_ROWS):
    """Return (line, cells) of a workbook's first sheet, the header first.

    One line more than `most_rows`, so that the caller sees the excess. Raises Unreadable.
    """
    # Heavy, and no visitor's page needs it.
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable("too_large")
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What a file says of its own size cannot be relied on.
        sheet.reset_dimensions()
        cells = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        rows = [row for _number, row in zip(range(most_rows + 2), cells, strict=False)]
    except Unreadable:
        raise
    # Broken archives fail in whichever library meets the fault.
    except (
        ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError, OSError,
        ParseError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
    ) as failure:  # fmt: skip
        raise Unreadable("not_a_workbook") from failure
    return enumerate(rows, 1)


def read_rows(rows, mapping):
    """Yield the columns that are not read, then what the rows after the header hold.

    Raises Unreadable without a title.
    """
    rows = iter(rows)
    _line, header = next(rows, (1, None))
    columns = columns_of(header or (), mapping)
    for number, cell in enumerate((header or ())[:MOST_COLUMNS]):
        if plain(cell) and number not in columns.values():
            yield UnreadColumn(plain(cell)[:TITLE_LENGTH])
    for number, (line, cells) in enumerate(rows, 1):
        if number > MOST_ROWS:
            yield Broken(line, "too_many_rows")
            return
        if cells is None:
            yield Broken(line, "not_a_row")
        elif any(plain(cell) for cell in cells):
            yield read_row(line, cells, columns)


def columns_of(header, mapping):
    """Return field -> column; raises Unreadable for a column that is not in the file."""
    keys = [key_of(plain(cell)) for cell in header]
    columns = {
        name: next((keys.index(known) for known in headers if known in keys), None)
        for name, headers in KNOWN.items()
    }
    for name, wanted in mapping.items():
        if key_of(wanted) not in keys:
            raise Unreadable("no_such_column", wanted)
        columns[name] = keys.index(key_of(wanted))
    if columns["title"] is None:
        raise Unreadable("no_title_column")
    return {name: column for name, column in columns.items() if column is not None}


def read_row(line, cells, columns):
    """Return the SourceCall of a row, or a Broken that names its first fault."""
    values, wrong = {}, None
    for name, column in columns.items():
        try:
            values[name] = READ[name](cells[column] if column < len(cells) else "")
        except Unreadable as fault:
            wrong = wrong or fault
    # A row without an id of its own is known by its address, else by its title.
    known = values.get("source_id") or values.get("official_url") or values.get("title")
    values["source_id"] = (known or "")[:ID_LENGTH]
    try:
        if wrong:
            raise wrong
        return checked(SourceCall(**{"title": "", **values}))
    except Unreadable as fault:
        return Broken(line, fault.reason, fault.value, values["source_id"])
