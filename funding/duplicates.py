"""Is that call known already? By its address, else by title, funder and deadline.

Two titles of one call mostly differ by what one of them leaves out. Two calls that look
alike mostly put one word, one number or one year in another's place: "for seniors", "for
young people". So a word that is missing costs little, and words that contradict cost all.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

LIKE = 0.7
# Without a common funder or deadline, the title alone must speak.
LIKE_ALONE = 0.85
# How far a deadline may move when nothing else does.
MOST_DAYS = 62
SAME_WORD = 0.84

TRACKING = re.compile(
    r"(utm|mtm|pk|matomo|hsa|at|vero)_\w+|(fb|gc|ms|dc|tw|yc)lid|xtor|_ga|_gl|mc_[ce]id"
    r"|igshid|ref_src|source_campaign|campaign_id|fbclid|gad_source|phpsessid|jsessionid",
    re.IGNORECASE,
)
INDEX_FILE = re.compile(r"/(index|default)\.(html?|php|aspx?)$", re.IGNORECASE)

# Said of every call: they tell no two apart. Compared after `plain`.
COMMON_WORDS = """
a aan aap ami aangaande aide aides appel appels au aux avec bij call candidature
candidatures ce ces d dans de der des deposez dispositif doe door du e een edition editie
en et financement fonds het in initiatives interet je l la le les lance lancement lanceert
leur manifestation mee met naar nieuwe nouveau nouvel of om on op open oproep ou ouvert
ouverte par partir pour programme programma project projecten projectoproep
projectoproepen projet projets repondez sa ses son soutien steun subsidie subsidieoproep
subsidies subvention sur te ten ter tot un une uw van vers via voor vos votre y zijn
"""
COMMON = frozenset(COMMON_WORDS.split())
# Said of every funder.
BODY_WORDS = """
agence agentschap agency asbl autorite conseil fondation foundation groep groupe ministere
overheid service stichting vlaamse vzw
"""
BODIES = frozenset(BODY_WORDS.split())
# What a public body is the body of: a town is not the metropolis of its name.
LEVELS = {
    "region": ("region", "regional", "regionale", "gewest"),
    "department": ("departement", "departemental", "departementale"),
    "town": (
        "commune", "mairie", "ville", "gemeente", "gemeentebestuur", "stad",
        "stadsbestuur",
    ),
    "province": ("province", "provincie", "provinciebestuur"),
    "metropolis": ("metropole",),
}  # fmt: skip
LEVEL_OF = {word: level for level, names in LEVELS.items() for word in names}
# Two ways to write one thing.
ALIKE = {
    "numerique": "digital", "numeriques": "digital", "digitale": "digital",
    "digitaal": "digital", "digitales": "digital", "digitaux": "digital",
    "ainees": "senior", "aines": "senior", "seniors": "senior", "ouderen": "senior",
    "jeunesse": "jeune", "jeunes": "jeune", "jongeren": "jeune", "ordi": "ordinateur",
    "laptops": "laptop", "pc": "ordinateur", "ess": "solidaire", "hdf": "hauts",
}  # fmt: skip
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}


@dataclass(frozen=True)
class CallFacts:
    """What tells one call from another; whatever is not known is "" or None."""

    url: str = ""
    title: str = ""
    funder: str = ""
    deadline: date | None = None

    @cached_property
    def address(self):
        return canonical(self.url)

    @cached_property
    def backers(self):
        """The words of the funder's own name: no kind of body, no level."""
        return words(self.funder) - BODIES - LEVEL_OF.keys()

    @cached_property
    def levels(self):
        return {LEVEL_OF[w] for w in plain(self.funder).split() if w in LEVEL_OF}

    @cached_property
    def title_words(self):
        return words(self.title)


def canonical(url):
    """Return the one form of an address: "host/path?query" without what means nothing.

    Scheme, www, default port, tracking parameters, trailing slash, index file and
    fragment go; a fragment that is a route ("#/calls/3") stays. "" for no web address.
    """
    try:
        parts = urlsplit(url.strip() if "://" in url else f"https://{url.strip()}")
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    try:
        host = host.removeprefix("www.").encode("idna").decode()
    except UnicodeError:
        return ""
    path = quote(unquote(INDEX_FILE.sub("", parts.path)), safe="/~+,:@!$&'()*;=")
    path = re.sub(r"/{2,}", "/", path).rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode(sorted(p for p in pairs if not TRACKING.fullmatch(p[0])))
    route = parts.fragment if parts.fragment[:1] in ("/", "!") else ""
    return (
        (f"{host}:{port}" if port not in (None, 80, 443) else host)
        + path
        + (f"?{query}" if query else "")
        + (f"#{route.rstrip('/')}" if route.rstrip("/") else "")
    )


def plain(text):
    """Return the text in lower case, without accents nor punctuation."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    bare = re.sub(r"\b(\d+)\s?(?:ere?|eme|er|nd|de|ste|e)\b", r"\1", bare)
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def words(text):
    """Return the words that tell something, as a frozenset of plain stems."""
    found = (ROMAN.get(word, word) for word in plain(text).split())
    return frozenset(ALIKE.get(w, w) for w in found if w not in COMMON)


def is_same_call(one, other):
    """Tell whether two CallFacts speak of one call."""
    if contradict(one, other):
        return False
    if one.address and one.address == other.address and tells_a_call(one.address):
        return True
    funders = same_funder(one, other)
    if funders is False or not near(one, other):
        return False
    sure = funders and one.deadline == other.deadline and one.deadline is not None
    return likeness(one, other) >= (LIKE if sure else LIKE_ALONE)


def tells_a_call(address):
    """Tell whether an address leads to more than a site's front page."""
    path = re.split(r"[/?#]", address, maxsplit=1)[1:]
    return bool(path) and path[0].lower() not in {"fr", "nl", "en", "accueil", "home"}


def contradict(one, other):
    """Tell whether the titles name different years, editions or parts."""
    mine, theirs = numbers(one), numbers(other)
    years = ({n for n in both if len(n) == 4} for both in (mine, theirs))
    parts = ({n for n in both if len(n) < 4} for both in (mine, theirs))
    return any(a and b and a != b for a, b in (tuple(years), tuple(parts)))


def numbers(facts):
    return {word for word in facts.title_words if word.isdigit()}


def near(one, other):
    """Tell whether one deadline could be the other, moved; True where one is unknown."""
    if one.deadline is None or other.deadline is None:
        return True
    return abs((one.deadline - other.deadline).days) <= MOST_DAYS


def same_funder(one, other):
    """Return True or False, or None where one of the funders is not known."""
    mine, theirs = one.backers, other.backers
    if not mine or not theirs:
        return None
    if one.levels and other.levels and not one.levels & other.levels:
        return False
    if len(pairs_of(mine, theirs)) >= min(len(mine), len(theirs)):
        return True
    return is_acronym(one.funder, other.funder) or is_acronym(other.funder, one.funder)


def is_acronym(short, long):
    """Tell whether `short` is `long` with some of its words as their first letters."""
    short, long = plain(short).split(), plain(long).split()
    initials = "".join(word[0] for word in long if word not in COMMON)
    return any(
        len(word) > 2 and word in initials and set(short) - {word} <= set(long)
        for word in short
    )


def pairs_of(mine, theirs):
    """Return which words of one set stand for which of the other, as (mine, theirs)."""
    found = [(word, word) for word in mine & theirs]
    free = set(theirs - mine)
    for word in sorted(mine - theirs):
        match = next((w for w in sorted(free) if same_word(word, w)), None)
        if match:
            free.discard(match)
            found.append((word, match))
    return found


def same_word(one, other):
    """Tell whether two words are one, but for an ending or a slip of the pen."""
    if one.isdigit() or other.isdigit() or min(len(one), len(other)) < 5:
        return one.rstrip("s") == other.rstrip("s")
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= SAME_WORD


def likeness(one, other):
    """Return how alike the titles are, from 0 to 1, years and funders left aside."""
    aside = one.backers | other.backers
    mine, theirs = (
        frozenset(w for w in facts.title_words - aside if not re.fullmatch(r"\d{4}", w))
        for facts in (one, other)
    )
    common = len(pairs_of(mine, theirs))
    least, most = sorted((len(mine), len(theirs)))
    if not common or least < 2:
        return 1.0 if mine and mine == theirs else 0.0
    if common < least:
        # Both say what the other does not.
        return common / (least + most - common)
    return 0.5 + common / most / 2
