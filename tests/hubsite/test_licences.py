"""Licences: their table, their terms in plain words, and the credit line."""

import pytest
from django.utils.translation import override

from hubsite.licences import LICENCES, Credit, licence_for, terms_of


def words(spdx, language="fr"):
    with override(language):
        return [(term.tone, term.words) for term in terms_of(licence_for(spdx))]


def test_none_stated_reserves_all_rights():
    for spdx in ("", None, "NOASSERTION", "anything"):
        assert licence_for(spdx).spdx == "ARR"
    assert licence_for("").permissions == ()
    assert words("") == [("no", "lecture seule : demandez à l'auteur avant de copier")]


@pytest.mark.parametrize(
    ("spdx", "permissions", "duties"),
    [
        ("CC-BY-4.0", "share adapt translate sell", "credit changes"),
        ("CC-BY-SA-4.0", "share adapt translate sell", "credit changes same_licence"),
        ("CC-BY-NC-4.0", "share adapt translate", "credit changes"),
        ("CC-BY-NC-SA-4.0", "share adapt translate", "credit changes same_licence"),
        ("CC-BY-ND-4.0", "share sell", "credit"),
        ("CC-BY-NC-ND-4.0", "share", "credit"),
        ("CC0-1.0", "share adapt translate sell", ""),
        ("CC-PDM-1.0", "share adapt translate sell", ""),
        ("etalab-2.0", "share adapt translate sell", "credit changes date"),
        ("LAL-1.3", "share adapt translate sell", "credit changes same_licence"),
        ("ODbL-1.0", "share adapt translate sell", "credit changes same_licence"),
        ("CC-BY-NC-SA-2.0-FR", "share adapt translate", "credit changes same_licence"),
        ("CC-BY-3.0-NL", "share adapt translate sell", "credit changes"),
        ("ARR", "", ""),
    ],
)
def test_what_each_licence_permits_and_asks(spdx, permissions, duties):
    licence = LICENCES[spdx]
    assert " ".join(licence.permissions) == permissions
    assert " ".join(licence.duties) == duties


def test_terms_are_plain_words_in_both_languages():
    for spdx in LICENCES:
        tones = [tone for tone, _words in words(spdx, "fr")]
        assert tones == [tone for tone, _words in words(spdx, "nl")]
        assert words(spdx, "fr") != words(spdx, "nl")
    assert ("no", "geen commercieel gebruik") in words("CC-BY-NC-SA-4.0", "nl")


def test_addresses_of_older_versions_and_ports():
    assert licence_for("CC-BY-NC-SA-2.0-FR").uri.endswith("/by-nc-sa/2.0/fr/")
    assert licence_for("CC-BY-3.0-NL").short == "CC BY 3.0 NL"
    assert licence_for("LicenseRef-CC-BY-SA-3.0-BE").uri.endswith("/by-sa/3.0/be/")
    with override("nl"):
        assert licence_for("CC-BY-SA-4.0").url.endswith("/by-sa/4.0/deed.nl")


CARD = Credit(
    title="Mot de passe <solide>",
    authors="Ana & Co",
    source="Hub Passerelles",
    url="https://hub.example/fr/r12/",
    licence="CC-BY-SA-4.0",
    version="1.2",
)


def test_the_credit_line_names_title_author_source_licence():
    assert CARD.text("fr") == (
        "« Mot de passe <solide> », version 1.2, Ana & Co, Hub Passerelles, "
        "https://hub.example/fr/r12/, CC BY-SA 4.0 "
        "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"
    )
    assert CARD.text("nl").startswith("‘Mot de passe <solide>’, versie 1.2, Ana & Co")
    assert CARD.text("nl").endswith("/deed.nl")


def test_the_credit_line_as_html_is_escaped_and_linked():
    assert CARD.html("fr") == (
        '« <a href="https://hub.example/fr/r12/">Mot de passe &lt;solide&gt;</a> », '
        "version 1.2, Ana &amp; Co, Hub Passerelles, <a "
        'href="https://creativecommons.org/licenses/by-sa/4.0/deed.fr" rel="license">'
        "CC BY-SA 4.0</a>"
    )


def test_the_credit_of_an_adaptation_names_its_origin():
    work = Credit("Wachtwoord", "Digipunt", licence="CC0-1.0", origin=CARD)
    assert "(bewerkt naar ‘Mot de passe <solide>’, versie 1.2" in work.text("nl")
    assert "(adapté de « <a href=" in work.html("fr")
    assert work.html("fr").count('rel="license"') == 1
    assert "rel=" not in work.cited


def test_empty_parts_leave_no_trace_and_a_source_is_named_once():
    assert Credit("Étude").text("fr") == "« Étude », tous droits réservés"
    assert Credit("Étude", "Hub", "Hub").html("fr") == (
        "« Étude », Hub, tous droits réservés"
    )
