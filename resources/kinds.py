"""The fixed vocabularies of the library: kinds, formats, activities, countries."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResourceKind(models.TextChoices):
    CARD = "card", _("card")
    GUIDE = "guide", _("guide")
    QUIZ = "quiz", _("quiz")
    ACTIVITY = "activity", _("role-play / practical case")
    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    CHARTER = "charter", _("good-conduct charter")
    POSTER = "poster", _("poster")
    TEMPLATE = "template", _("template")
    SLIDES = "slides", _("slide deck")
    MODULE = "module", _("online module")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio recording")
    DATASET = "dataset", _("dataset")
    STUDY = "study", _("study")
    BUNDLE = "bundle", _("bundle")


class ResourceFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    ODT = "odt", "ODT"
    ODS = "ods", "ODS"
    CSV = "csv", "CSV"
    PPTX = "pptx", "PPTX"
    TXT = "txt", _("plain text")
    ZIP = "zip", "ZIP"
    SCORM = "scorm", "SCORM"
    MP3 = "mp3", "MP3"
    MP4 = "mp4", "MP4"
    WEB = "web", _("web page")


# What is heard or seen over time: a transcript must stand beside it.
TIMED_KINDS = {ResourceKind.VIDEO, ResourceKind.AUDIO}
TIMED_FORMATS = {ResourceFormat.MP3, ResourceFormat.MP4}
TIMED_EXTENSIONS = {"mp3": "audio", "ogg": "audio", "mp4": "video", "webm": "video"}


class ActivityKind(models.TextChoices):
    """What participants do with it (R0.6)."""

    QUIZ = "quiz", _("quiz")
    ROLE_PLAY = "role_play", _("role-play / practical case")
    SELF_SEARCH = "self_search", _("searching by oneself")
    VIDEO = "video", _("watching a video")
    QUESTIONS = "questions", _("questions and answers")
    CHAT = "chat", _("online chat")
    DISCUSSION = "discussion", _("group discussion")


class Country(models.TextChoices):
    FRANCE = "FR", _("France")
    BELGIUM = "BE", _("Belgium")


class MakingKind(models.TextChoices):
    """How a resource was made, and where it was tried (R0.10, R0.12)."""

    WORKSHOP = "workshop", _("workshop")
    CODESIGN = "codesign", _("co-design")
    INTERVIEW = "interview", _("interview")
    TRIAL = "trial", _("trial in the field")
