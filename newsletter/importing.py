"""Bringing in a list of people who agreed elsewhere: looked at first, then written.

Nobody who left, bounced, complained or was erased comes back by it, and nobody who is
subscribed is changed by it.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funding.connectors.record import Unreadable
from funding.connectors.table import NO, YES, csv_rows_of, xlsx_rows
from hubsite.gazetteer import key_of
from hubsite.open_forms import AddressField
from hubsite.vocabularies import Theme
from search.asking_place import read_place

from .consent import TEXT_VERSION
from .models import Consent, Subscriber, SubscriberImport
from .suppression import address_hmac, suppressed_among

MOST_ROWS, MOST_BYTES = 20_000, 5 * 1024 * 1024
MOST_FAULTS = 100
AT_ONCE = 500
Status, Rhythm = Subscriber.Status, Subscriber.Rhythm
# What a column may hold, and headers that say so, as `key_of` writes them.
FIELDS = {
    "email": _("e-mail address"),
    "language": _("language"),
    "themes": _("themes"),
    "territory": _("territory"),
    "rhythm": _("rhythm"),
    "trained": _("followed one of our courses"),
}
KNOWN = {
    "email": ("email", "e mail", "mail", "courriel", "adresse e mail", "e mailadres"),
    "language": ("language", "langue", "taal"),
    "themes": ("themes", "theme", "topics", "thema s", "thema"),
    "territory": ("territory", "territoire", "commune", "code postal", "gebied", "gemeente", "postcode"),
    "rhythm": ("rhythm", "rythme", "frequence", "ritme", "frequentie"),
    "trained": (
        "followed one of our courses", "a suivi une de nos formations",
        "heeft een van onze opleidingen gevolgd", "formation suivie", "opleiding gevolgd",
    ),
}  # fmt: skip
LANGUAGES = {"f": "fr", "n": "nl"}
# What lists say of a rhythm in either language, as `key_of` writes it; nothing says each.
RHYTHMS = {
    Rhythm.EACH: (
        "", "each", "every issue", "chaque numero", "a chaque numero",
        "tous les numeros", "elk nummer", "ieder nummer", "alle nummers",
    ),
    Rhythm.MONTHLY: (
        "monthly", "one mail a month", "mensuel", "mensuelle", "par mois",
        "une fois par mois", "un message par mois", "maandelijks", "per maand",
        "eenmaal per maand", "een keer per maand", "een bericht per maand",
    ),
}  # fmt: skip
RHYTHM_OF = {word: rhythm for rhythm, words in RHYTHMS.items() for word in words}
# Flemish lists say no in one more way.
SAYS_NO = NO | {"neen"}
OUTCOMES = {
    "new": _("will be subscribed"),
    "known": _("subscribed already: nothing changes"),
    "twice": _("stand in the file more than once"),
    "left": _("left, bounced or complained: not brought back"),
    "suppressed": _("must not be written to: not brought back"),
    "wrong": _("no address we can use"),
}


def read_file(name, body):
    """Return the rows of a CSV or XLSX file as lists of texts, the header first.

    Raises ValidationError for what cannot be read, is empty or too long.
    """
    reader = xlsx_rows if name.lower().endswith(".xlsx") else csv_rows_of
    try:
        cells = [row for _line, row in reader(body, MOST_ROWS) if row is not None]
    except Unreadable as fault:
        raise ValidationError(_("This file cannot be read.")) from fault
    rows = [
        ["" if cell is None else str(cell).strip() for cell in row] for row in cells
    ]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise ValidationError(_("The file holds no line besides its header."))
    if len(rows) > MOST_ROWS + 1:
        raise ValidationError(
            _("The file holds more than %(most)s lines: split it."),
            params={"most": MOST_ROWS},
        )
    return rows


def guess_columns(header):
    """Return {field: column} for the headers that name a field by themselves."""
    keys = [key_of(cell) for cell in header]
    found = {
        name: next((keys.index(one) for one in known if one in keys), None)
        for name, known in KNOWN.items()
    }
    return {name: column for name, column in found.items() if column is not None}


@dataclass
class Person:
    """Somebody whom the file names, read."""

    line: int
    email: str
    language: str
    themes: tuple = ()
    territories: tuple = ()
    rhythm: str = Rhythm.EACH
    is_trained: bool = False


@dataclass
class Plan:
    """What an import will do: whom it adds, how many come to what, and what is odd."""

    people: list = field(default_factory=list)
    counts: dict = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    faults: list = field(default_factory=list)

    @property
    def outcomes(self):
        """Return [(outcome in words, how many)]."""
        return [(words, self.counts[name]) for name, words in OUTCOMES.items()]

    def tell(self, line, text):
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((line, text))


def plan(batch):
    """Return the Plan of a SubscriberImport; nothing is written."""
    made = Plan()
    found = _read(batch, made)
    emails = list(found)
    statuses = {}
    for start in range(0, len(emails), AT_ONCE):
        rows = Subscriber.objects.filter(email__in=emails[start : start + AT_ONCE])
        statuses.update(rows.values_list("email", "status"))
    never = suppressed_among(emails, by_import=True)
    for email, person in found.items():
        outcome = _outcome(statuses.get(email), email in never)
        made.counts[outcome] += 1
        if outcome == "new":
            made.people.append(person)
    return made


def _outcome(status, is_suppressed):
    if status == Status.ACTIVE:
        return "known"
    if status in (Status.UNSUBSCRIBED, Status.BOUNCED, Status.COMPLAINED):
        return "left"
    return "suppressed" if is_suppressed else "new"


def _read(batch, made):
    """Return email -> Person of the file's lines, and tell `made` of the others."""
    columns, found, address = batch.columns, {}, AddressField()
    themes = _themes()
    for line, row in enumerate(batch.rows[1:], 2):
        cells = {
            name: row[column] if column < len(row) else ""
            for name, column in columns.items()
        }
        try:
            email = address.clean(cells.get("email", ""))
        except ValidationError:
            made.counts["wrong"] += 1
            made.tell(line, gettext("no address we can use"))
            continue
        if email in found:
            made.counts["twice"] += 1
            continue
        found[email] = _person(line, email, cells, batch.language, themes, made)
    return found


def _person(line, email, cells, language, themes, made):
    chosen = []
    for name in filter(None, map(str.strip, cells.get("themes", "").split(";"))):
        if theme := themes.get(key_of(name)):
            chosen.append(theme)
        else:
            text = gettext("theme “%(name)s” is not known: left out")
            made.tell(line, text % {"name": name})
    place = cells.get("territory", "")
    territory = _territory(place)
    if place and not territory:
        text = gettext("place “%(name)s” is not clear: left out")
        made.tell(line, text % {"name": place})
    rhythm = RHYTHM_OF.get(key_of(cells.get("rhythm", "")))
    if rhythm is None:
        text = gettext("rhythm “%(name)s” is not known: every issue")
        made.tell(line, text % {"name": cells["rhythm"]})
    trained = key_of(cells.get("trained", ""))
    if trained not in YES | SAYS_NO:
        text = gettext("“%(name)s” is neither yes nor no: taken as no")
        made.tell(line, text % {"name": cells["trained"]})
    return Person(
        line=line,
        email=email,
        language=LANGUAGES.get(cells.get("language", "")[:1].lower(), language),
        themes=tuple(dict.fromkeys(chosen)),
        territories=(territory,) if territory else (),
        rhythm=rhythm or Rhythm.EACH,
        is_trained=trained in YES,
    )


def _themes():
    """Return key -> id of a theme, by its code and its names in both languages."""
    return {
        key_of(name): theme.pk
        for theme in Theme.objects.all()
        for name in (theme.code, theme.label_fr, theme.label_nl)
    }


@lru_cache(maxsize=1000)
def _territory(text):
    return read_place(text)[0]


@transaction.atomic
def run(batch, user):
    """Subscribe the people of an import, each with the proof that names its source.

    Returns the Plan that was carried out, or None where it had been before.
    """
    now = timezone.now()
    waiting = SubscriberImport.objects.filter(pk=batch.pk, imported_at=None)
    if not waiting.update(imported_at=now, imported_by=user):
        return None
    done = plan(batch)
    for start in range(0, len(done.people), AT_ONCE):
        _write(batch, done.people[start : start + AT_ONCE], now)
    # The addresses have done their service.
    SubscriberImport.objects.filter(pk=batch.pk).update(rows=[], counts=done.counts)
    batch.refresh_from_db()
    return done


def _write(batch, people, now):
    asked = Subscriber.objects.filter(email__in=[person.email for person in people])
    known = {row.email: row for row in asked.select_for_update()}
    rows = []
    for person in people:
        row = known.get(person.email) or Subscriber(email=person.email)
        row.language, row.territories = person.language, list(person.territories)
        row.rhythm, row.is_trained_helper = person.rhythm, person.is_trained
        row.status, row.confirmed_at, row.digest_from = Status.ACTIVE, now, now
        row.last_action_at, row.paused_until = now, None
        rows.append(row)
    fields = [
        "language", "territories", "rhythm", "is_trained_helper", "status",
        "confirmed_at", "digest_from", "last_action_at", "paused_until",
    ]  # fmt: skip
    Subscriber.objects.bulk_create([row for row in rows if not row.pk])
    Subscriber.objects.bulk_update(known.values(), fields)
    link = Subscriber.themes.through
    link.objects.filter(subscriber__in=known.values()).delete()
    link.objects.bulk_create(
        link(subscriber_id=row.pk, theme_id=theme)
        for row, person in zip(rows, people, strict=True)
        for theme in person.themes
    )
    Consent.objects.bulk_create(
        Consent(
            subscriber=row,
            email_hmac=address_hmac(row.email),
            action=Consent.Action.IMPORT,
            text_version=TEXT_VERSION,
            source=batch.source,
            language=row.language,
        )
        for row in rows
    )
