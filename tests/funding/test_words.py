"""What a source's own words become: themes, audiences and territories, never a guess."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from funding.connectors import running
from funding.connectors.spreading import spread_news
from funding.models import (
    CallIndexPage,
    CallPage,
    Connector,
    ImportedCall,
    ImportRun,
    ProposedChange,
    SourceWord,
    WordPlace,
)
from hubsite.groups import EDITORS, FUNDING_WATCH, ensure_groups
from hubsite.jobs import JOBS
from hubsite.models import Audience, PageTheme, User
from hubsite.territories import ensure_territory
from tests.funding.aides import aid
from tests.search.factories import index_page, organisation, theme


def audience(code, label_fr, label_nl):
    return Audience.objects.create(code=code, label_fr=label_fr, label_nl=label_nl)


@pytest.fixture
def hub(home_fr):
    index_page(home_fr, CallIndexPage)
    ensure_groups([home_fr])
    theme("basics", "compétences numériques de base", "digitale basisvaardigheden")
    theme("rights", "accès aux droits", "toegang tot rechten")
    theme("training", "formation", "opleiding")
    audience("association", "association", "vereniging (vzw)")
    audience("collectivite", "collectivité", "lokaal bestuur")
    audience("ccas", "CCAS (France) / CPAS (Belgique)", "OCMW")
    audience("company", "entreprise", "bedrijf")
    return home_fr


@pytest.fixture
def source(hub):
    """Return a function that makes a source of a kind, and imports a body from it."""

    def make(kind):
        connector = Connector.objects.create(
            name=f"Source {Connector.objects.count()}", kind=kind, funder=organisation()
        )

        def tell(body):
            return running.import_trial(running.try_file(connector, body))

        return tell

    return make


def sorted_under(page):
    """Return what the latest version of a page is sorted under, as codes."""
    draft = CallPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return (
        [link.term.code for link in draft.page_themes.all()],
        [link.term.code for link in draft.page_audiences.all()],
        [link.territory.reference for link in draft.page_territories.all()],
    )


def only_call():
    return CallPage.objects.get()


def json_of(*aids):
    return json.dumps({"count": len(aids), "next": None, "results": aids}).encode()


CURRENT = {
    "categories": [
        "Solidarités / lien social / Inclusion numérique",
        "Formation professionnelle",
        "Éducation et renforcement des compétences",
    ],
    "targeted_audiences": ["Communes", "Départements", "Associations", "Particuliers"],
    "perimeter": "Vienne",
    "perimeter_scale": "Département",
}
OLD = CURRENT | {
    "categories": [
        "Solidarités / lien social|Inclusion numérique",
        "Formation|Formation professionnelle",
        "Éducation|Éducation et renforcement des compétences",
    ],
    "targeted_audiences": ["commune", "department", "association", "private_person"],
}


@pytest.mark.parametrize("told", [CURRENT, OLD])
def test_both_generations_of_aides_territoires_are_sorted_alike(source, told):
    done = source("aides_territoires")(json_of(aid(1, **told)))
    assert "word" not in done.counts
    assert sorted_under(only_call()) == (
        ["basics", "training"], ["collectivite", "association"], ["insee-dep:86"],
    )  # fmt: skip
    # What the hub has nothing for is said to be so, and can be changed like the rest.
    assert SourceWord.objects.get(word="Particuliers").set_aside
    assert SourceWord.objects.count() == 8


def test_a_table_is_sorted_by_names_codes_and_postcodes_in_both_languages(source):
    source("csv")(
        b"Titre;Thema;Doelgroep;Gebied\n"
        b'Un;"Opleiding; rights";"vereniging;CPAS;Bedrijf";"West-Vlaanderen; 8500; 59"\n'
    )
    assert sorted_under(only_call()) == (
        ["training", "rights"],
        ["association", "ccas", "company"],
        ["nuts:BE25", "nis:34022", "insee-dep:59"],
    )


def test_a_feed_is_sorted_by_its_categories(source):
    source("feed")(
        b"""<rss version="2.0"><channel><item><title>Un</title><link>https://f.example/1</link>
        <category>Formation</category><category>Association</category>
        <category>Hauts-de-France</category><category>Lot</category></item></channel></rss>"""
    )
    # "Lot" is a department, and a word of all days.
    assert sorted_under(only_call()) == (
        ["training"], ["association"], ["insee-reg:32"],
    )  # fmt: skip
    assert [row.word for row in SourceWord.objects.waiting()] == ["Lot"]


def test_atom_categories_are_read_too(source):
    source("feed")(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Un</title>
        <category term="x" label="Opleiding"/><category term="ocmw"/></entry></feed>"""
    )
    assert sorted_under(only_call())[:2] == (["training"], ["ccas"])


def test_words_that_mean_nothing_are_told_and_wait(source):
    done = source("csv")(
        b"Titre;Themes;Territoire\nUn;Formations;Vienne\nDeux;Formations;Partout\n"
    )
    assert done.counts["word"] == 3
    told = [(line["title"], str(line["label"])) for line in done.described()[-3:]]
    assert [title for title, _label in told] == ["Formations", "Vienne", "Partout"]
    waiting = SourceWord.objects.waiting()
    assert {row.word: row.calls.count() for row in waiting} == {
        "Formations": 2, "Vienne": 1, "Partout": 1,
    }  # fmt: skip


def test_a_name_that_two_terms_have_is_not_chosen(source):
    theme("learning", "apprendre / formation", "leren")
    source("csv")(b"Titre;Theme\nUn;formation\n")
    assert sorted_under(only_call())[0] == []
    assert SourceWord.objects.waiting().count() == 1


def test_a_trial_keeps_no_word(source):
    connector = Connector.objects.create(
        name="Essai", kind="csv", funder=organisation("other")
    )
    done = running.try_file(connector, b"Titre;Theme;Territoire\nUn;Eau;59\n")
    assert done.counts["word"] == 1
    assert not SourceWord.objects.exists()


def test_a_word_gets_its_meaning_from_a_term_made_later(source):
    tell = source("csv")
    tell(b"Titre;Theme\nUn;Impact\n")
    assert SourceWord.objects.waiting().count() == 1
    theme("impact", "impact", "impact")
    tell(b"Titre;Theme\nDeux;impact\n")
    assert sorted_under(CallPage.objects.get(title="Deux"))[0] == ["impact"]
    assert SourceWord.objects.waiting().count() == 0


def test_what_an_editor_decided_holds_for_every_call_that_comes(source):
    tell = source("csv")
    tell(b"Titre;Theme\nUn;Formation\n")
    word = SourceWord.objects.get()
    word.themes.set([theme("rights")])
    WordPlace.objects.create(word=word, territory=ensure_territory("insee-dep:59"))
    tell(b"Titre;Theme\nDeux;FORMATION\n")
    deux = CallPage.objects.get(title="Deux")
    assert sorted_under(deux) == (["rights"], [], ["insee-dep:59"])
    word.themes.clear()
    WordPlace.objects.all().delete()
    SourceWord.objects.update(set_aside=True)
    tell(b"Titre;Theme\nTrois;formation\n")
    assert sorted_under(CallPage.objects.get(title="Trois")) == ([], [], [])
    assert not SourceWord.objects.waiting().exists()


def test_a_run_again_changes_no_word_and_no_sorting(source):
    tell = source("aides_territoires")
    tell(json_of(aid(1)))
    page = only_call().get_latest_revision_as_object()
    page.page_themes = []
    page.save_revision()
    before = list(SourceWord.objects.values())
    tell(json_of(aid(1, perimeter="Nord", name="Autre")))
    assert sorted_under(page)[0] == []
    assert [row for row in SourceWord.objects.values() if row in before] == before
    assert SourceWord.objects.get(word="Nord").calls.count() == 1
    assert SourceWord.objects.get(word="Auvergne-Rhône-Alpes").calls.count() == 0


def test_words_that_changed_at_the_source_wait_for_an_editor(source, member):
    tell = source("aides_territoires")
    tell(json_of(aid(1, **CURRENT)))
    page = only_call().get_latest_revision_as_object()
    page.page_themes.add(PageTheme(term=theme("rights"), sort_order=9))
    page.save_revision()
    moved = CURRENT | {"perimeter": "Nord", "targeted_audiences": ["Associations"]}
    done = tell(json_of(aid(1, **moved)))
    assert done.counts["queued"] == 1
    change = ProposedChange.objects.get(field="words")
    assert sorted_under(page)[2] == ["insee-dep:86"]
    client = member()
    address = reverse("call_change", args=[change.pk])
    shown = client.get(address).content.decode()
    for told in ("<del>", "<ins>", "Vienne", "Nord", "accès aux droits"):
        assert told in shown
    client.post(address, {"verb": "accept"})
    assert sorted_under(page) == (
        ["basics", "training", "rights"], ["association"], ["insee-dep:59"],
    )  # fmt: skip
    assert ProposedChange.objects.get(state="waiting").field != "words"


def test_words_taken_back_or_that_mean_nothing_ask_nobody(source):
    tell = source("aides_territoires")
    tell(json_of(aid(1, **CURRENT)))
    tell(json_of(aid(1, **CURRENT | {"perimeter": "Nord"})))
    assert ProposedChange.objects.count() == 1
    tell(json_of(aid(1, **CURRENT)))
    tell(json_of(aid(1, **CURRENT | {"categories": [*CURRENT["categories"], "Zinc"]})))
    assert not ProposedChange.objects.exists()


def test_locked_words_are_left_out(source):
    tell = source("aides_territoires")
    tell(json_of(aid(1, **CURRENT)))
    ImportedCall.objects.update(locked=["words"])
    done = tell(json_of(aid(1, **CURRENT | {"perimeter": "Nord"})))
    assert done.counts["locked"] == 1
    assert sorted_under(only_call())[2] == ["insee-dep:86"]


# What editors see and say


@pytest.fixture
def member(client, hub):
    def log_in(group=FUNDING_WATCH):
        user = User.objects.create_user(group[:5], f"{group[0]}@hub.example", "secret")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return log_in


def say(client, word, themes=(), audiences=(), places=()):
    rows = [{"territory": place, "ORDER": rank} for rank, place in enumerate(places)]
    data = nested_form_data({"places": inline_formset(rows)}) | {
        "themes": [term.pk for term in themes],
        "audiences": [term.pk for term in audiences],
    }
    answer = client.post(reverse("call_words:edit", args=[word.pk]), data)
    assert answer.status_code == 302


def test_an_editor_says_what_a_word_means_and_untouched_drafts_follow(source, member):
    tell = source("csv")
    tell(b"Titre;Theme;Territoire\nUn;Eau;59\nDeux;Eau;59\nTrois;Eau;59\nQuatre;;59\n")
    pages = {page.title: page for page in CallPage.objects.all()}
    user = User.objects.create_user("a", "a@hub.example", "secret")
    pages["Deux"].get_latest_revision_as_object().save_revision(user=user, clean=False)
    CallPage.objects.filter(title="Trois").update(live=True)
    word = SourceWord.objects.get(word="Eau")
    client = member()
    shown = client.get(reverse("call_words:edit", args=[word.pk])).content.decode()
    assert "Deux" in shown
    nord = ensure_territory("insee-com:59599")
    say(client, word, [theme("rights")], [Audience.objects.get(code="ccas")], [nord.pk])
    assert spread_news() == 1
    assert sorted_under(pages["Un"]) == (
        ["rights"], ["ccas"], ["insee-com:59599", "insee-dep:59"],
    )  # fmt: skip
    for title in ("Deux", "Trois", "Quatre"):
        assert sorted_under(pages[title]) == ([], [], ["insee-dep:59"])
    assert spread_news() == 0
    # Imports alone have written it: it follows again.
    WordPlace.objects.filter(word=word).delete()
    say(client, word)
    assert spread_news() == 1
    assert sorted_under(pages["Un"]) == ([], [], ["insee-dep:59"])
    assert "call_words" in JOBS


def test_the_list_tells_what_waits(source, member):
    source("csv")(b"Titre;Theme;Territoire\nUn;Eau;59\n")
    client = member()
    listing = reverse("call_words:index")
    whole = client.get(listing).content.decode()
    assert "Eau" in whole
    assert "59" in whole
    waiting = client.get(listing, {"waiting": "true"}).context["object_list"]
    assert [row.word for row in waiting] == ["Eau"]
    settled = client.get(listing, {"waiting": "false"}).context["object_list"]
    assert [row.word for row in settled] == ["59"]
    run = ImportRun.objects.exclude(is_trial=True).get()
    page = client.get(reverse("call_import_run", args=[run.pk])).content.decode()
    assert "Eau" in page


@pytest.mark.parametrize(("language", "space"), [("fr", "\u00a0"), ("nl", "")])
def test_report_counts_in_the_way_of_its_language(source, member, language, space):
    source("csv")(b"Titre;Theme\nUn;Eau\n")
    client = member()
    UserProfile.objects.create(user=User.objects.get(), preferred_language=language)
    run = ImportRun.objects.exclude(is_trial=True).get()
    page = client.get(reverse("call_import_run", args=[run.pk])).content.decode()
    counts = BeautifulSoup(page, "html.parser")("li")
    assert any(
        re.search(rf"\w{space}: \d+$", line.get_text(strip=True)) for line in counts
    )


def test_others_of_the_team_say_nothing(source, member):
    source("csv")(b"Titre;Theme\nUn;Eau\n")
    word = SourceWord.objects.get()
    address = reverse("call_words:edit", args=[word.pk])
    assert member(EDITORS).post(address, {}).url == reverse("wagtailadmin_home")
