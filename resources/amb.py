"""A resource as machines read it: AMB (LRMI in JSON-LD) and schema.org.

AMB is the profile that German-speaking catalogues of learning material exchange; its
schema takes the licences of Creative Commons only, so that others stand beside, in
`licence`, with their SPDX id.
"""

import mimetypes

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language

from hubsite.classification import labels_of
from hubsite.licences import licence_for
from hubsite.menus import hub_name

from .attached import open_rows
from .kinds import ActivityKind

CONTEXT = "https://w3id.org/kim/amb/context.jsonld"
_HCRT = "https://w3id.org/kim/hcrt/"
_LRMI = "http://purl.org/dcx/lrmi-vocabs/"
# Our kind: the term of the Hochschulcampus Ressourcentypen, and schema.org's own type.
_TYPES = {
    "card": ("text", "TextDigitalDocument"),
    "guide": ("text", "TextDigitalDocument"),
    "quiz": ("assessment", "Quiz"),
    "activity": ("educational_game", "HowTo"),
    "questionnaire": ("questionnaire", "TextDigitalDocument"),
    "charter": ("text", "TextDigitalDocument"),
    "poster": ("image", "Poster"),
    "template": ("worksheet", "TextDigitalDocument"),
    "slides": ("slide", "PresentationDigitalDocument"),
    "module": ("course", "Course"),
    "video": ("video", "VideoObject"),
    "audio": ("audio", "AudioObject"),
    "dataset": ("data", "DataDownload"),
    "study": ("text", "Report"),
    "bundle": ("other", "DigitalDocument"),
}
CLASSIFICATION = (
    "page_themes__term", "page_topics__term", "page_audiences__term",
    "page_territories__territory", "page_keywords__tag",
)  # fmt: skip
# Facets whose labels are keywords, in that order.
KEYWORDS = ("theme", "topic", "tag")
_ROLES = {"formateur": "teacher", "benevole": "mentor"}
_ACTIVE = {ActivityKind.QUIZ, ActivityKind.ROLE_PLAY, ActivityKind.SELF_SEARCH}
_ACTIVE |= {ActivityKind.QUESTIONS, ActivityKind.DISCUSSION, ActivityKind.CHAT}


def rows_read():
    """Return what `described` reads besides a page and its classification: two queries."""
    from .models import ResourceOrigin

    return (
        Prefetch("files", open_rows(), to_attr="open_files"),
        Prefetch("origins", ResourceOrigin.objects.select_related("work")),
    )


def amb(resource, request=None):
    """Return a ResourcePage as an AMB object (schema 20231019), ready for JSON."""
    return {
        "@context": [CONTEXT, {"@language": resource.locale.language_code}],
        **described(resource, request),
    }


def described(resource, request=None):
    """Return what `amb` says of a resource, without its context."""
    labels = labels_of(resource, resource.locale.language_code)
    url = resource.get_full_url(request)
    licence = licence_for(resource.licence)
    data = {
        "id": url,
        "type": ["LearningResource", *_types_of(resource)],
        "name": resource.title,
        "description": resource.summary,
        "inLanguage": list(resource.languages),
        "creator": [_organisation(resource.authors)],
        "publisher": [_organisation(resource.source or hub_name())],
        "license": _creative_commons(licence),
        "licence": {"spdx": licence.spdx, "url": licence.uri},
        "creditText": resource.credit().text(resource.locale.language_code),
        "isAccessibleForFree": True,
        "conditionsOfAccess": {
            "id": "http://w3id.org/kim/conditionsOfAccess/no_login",
            "type": "Concept",
        },
        "datePublished": resource.content_date.isoformat(),
        "dateModified": _modified(resource),
        "version": resource.version,
        "learningResourceType": [{"id": _HCRT + _TYPES[resource.kind][0]}],
        "audience": _audiences(labels.get("audience", ())),
        "keywords": _keywords(labels),
        "duration": _duration(resource) if resource.is_timed else "",
        "interactivityType": _interactivity(resource),
        "isBasedOn": [_work(origin.credit(), request) for origin in resource.works],
        "encoding": [_encoding(file, request) for file in resource.open_files],
        "mainEntityOfPage": [{"id": url, "type": "WebContent"}],
    }
    return {name: value for name, value in data.items() if value}


def schema_org(resource, request=None):
    """Return the resource as a schema.org LearningResource, for search engines."""
    labels = labels_of(resource, resource.locale.language_code)
    data = described(resource, request)
    for name in ("licence", "conditionsOfAccess", "duration", "mainEntityOfPage"):
        data.pop(name, None)
    url, types = data.pop("id"), data.pop("type")
    licence = licence_for(resource.licence)
    return {
        "@type": _type(types),
        "@id": url,
        "url": url,
        **{name: _renamed(value) for name, value in data.items()},
        **({"license": licence.uri} if licence.uri else {}),
        "learningResourceType": resource.get_kind_display(),
        **({"timeRequired": _duration(resource)} if resource.duration_minutes else {}),
        **(
            {"educationalLevel": resource.get_level_display()} if resource.level else {}
        ),
        "audience": [
            {"@type": "EducationalAudience", "educationalRole": audience.label}
            for audience in labels.get("audience", ())
        ],
        **({"interactivityType": "active"} if "interactivityType" in data else {}),
    }


def _renamed(value):
    """Return a nested value of AMB with the keys that JSON-LD itself gives them."""
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"id"}:
        return value["id"]
    names = {"id": "@id", "type": "@type"}
    return {
        names.get(name, name): _type(item) if name == "type" else _renamed(item)
        for name, item in value.items()
    }


def _type(found):
    """Return a type alone rather than as a list of one, which some readers refuse."""
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def _types_of(resource):
    return [_TYPES[resource.kind][1]] if resource.kind in _TYPES else []


def _organisation(name):
    return {"type": "Organization", "name": name}


def _creative_commons(licence):
    return {"id": licence.uri} if "creativecommons.org" in licence.uri else None


def _modified(resource):
    moment = resource.last_published_at or resource.published_at
    return timezone.localdate(moment).isoformat()


def _duration(resource):
    return f"PT{resource.duration_minutes}M" if resource.duration_minutes else ""


def _audiences(labels):
    roles = dict.fromkeys(_ROLES.get(one.code, "professional") for one in labels)
    return [{"id": f"{_LRMI}educationalAudienceRole/{role}"} for role in roles]


def _keywords(labels):
    found = [one.label for facet in KEYWORDS for one in labels.get(facet, ())]
    return list(dict.fromkeys(found))


def _interactivity(resource):
    if not _ACTIVE.intersection(resource.activities):
        return None
    return {"id": f"{_LRMI}interactivityType/active"}


def _work(credit, request):
    """Return a work adapted from; only a full address can be its id."""
    licence = _creative_commons(licence_for(credit.licence))
    url = credit.url
    if url.startswith("/") and request is not None:
        url = request.build_absolute_uri(url)
    return {
        "type": ["LearningResource"],
        "name": credit.title,
        **({"id": url} if "://" in url else {}),
        **({"creator": [_organisation(credit.authors)]} if credit.authors else {}),
        **({"license": licence} if licence else {}),
    }


def _encoding(file, request):
    document = file.document
    kind, _coding = mimetypes.guess_type(document.filename)
    url = document.url
    return {
        "type": "MediaObject",
        "contentUrl": request.build_absolute_uri(url) if request else url,
        "encodingFormat": kind or "application/octet-stream",
        **({"contentSize": str(document.file_size)} if document.file_size else {}),
    }


def dumped(language):
    """Return the pages of the library in one language, all that `described` reads."""
    from .models import ResourcePage

    return (
        ResourcePage.objects.visible()
        .filter(locale__language_code=language or get_language())
        .select_related("locale")
        .prefetch_related(*rows_read(), *CLASSIFICATION)
        .order_by("path")
    )
