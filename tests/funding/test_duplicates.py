"""Which calls are one: the address, then title, funder and deadline."""

from pathlib import Path

import pytest
import yaml

from funding.duplicates import CallFacts, canonical, is_same_call

PAIRS = yaml.safe_load(Path(__file__).with_name("duplicate_pairs.yaml").read_text())


def facts(row):
    return CallFacts(row.get("u") or "", row["t"], row["f"], row["d"])


def judged():
    """Return every pair as (two CallFacts, whether a person holds them for one call)."""
    return [
        (facts(group["call"]), facts(group["call"] | {"u": ""} | row), name == "same")
        for group in PAIRS
        for name in ("same", "other")
        for row in group[name]
    ]


def test_known_pairs_are_told_apart():
    pairs = judged()
    assert len(pairs) >= 200
    found = [(truth, is_same_call(one, other)) for one, other, truth in pairs]
    wrong = [
        (one.title, other.title)
        for (one, other, truth), (_truth, said) in zip(pairs, found, strict=True)
        if said and not truth
    ]
    assert wrong == []  # precision 1.0
    hits = sum(truth and said for truth, said in found)
    assert hits / sum(truth for truth, _said in found) >= 0.9


def test_the_order_of_a_pair_does_not_matter():
    for one, other, _truth in judged():
        assert is_same_call(one, other) == is_same_call(other, one)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("HTTP://WWW.Example.ORG/Appels/", "example.org/Appels"),
        ("https://example.org:443/a?utm_source=x&b=2&a=1", "example.org/a?a=1&b=2"),
        ("https://example.org/a#dossier", "example.org/a"),
        ("https://example.org/#/appels/3", "example.org#/appels/3"),
        ("example.org/a/index.php?fbclid=1", "example.org/a"),
        ("https://example.org/caf%C3%A9", "example.org/caf%C3%A9"),
        ("https://example.org/café", "example.org/caf%C3%A9"),
        ("https://numérique.example/", "xn--numrique-d1a.example"),
        ("https://example.org:8443/a//b", "example.org:8443/a/b"),
        ("javascript:alert(1)", ""),
        ("ftp://example.org/a", ""),
        ("https://exa mple", ""),
        ("http://[::1", ""),
        ("https://example.org:99999/", ""),
        ("https://" + "a" * 70 + ".example/", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_form(address, form):
    assert canonical(address) == form


def test_strange_words_are_no_trouble():
    strange = CallFacts("x" * 3000, "\x00<b>'\"; DROP", "💶" * 50, None)
    assert not is_same_call(strange, CallFacts("", "", "", None))
