"""Structured logs: one JSON object a line, with the request's id and no personal data."""

import contextvars
import json
import logging
import re

request_id = contextvars.ContextVar("request_id", default="")

EMAIL = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.ASCII)
# Signed links and passwords: a run of URL-safe characters too long for a word, holding
# a digit or a signature's colon.
TOKEN = re.compile(r"(?=[\w:=-]*[\d:])[\w:=-]{32,}", re.ASCII)
ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
# What LogRecord holds by itself; the rest was given by the caller.
OWN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
UNWANTED = {"request", "server_time", "status_code"}


def scrub(text):
    """Return `text` without mail addresses, network addresses, signed tokens."""
    text = EMAIL.sub("[mail]", text)
    text = ADDRESS.sub("[address]", text)
    return TOKEN.sub("[token]", text)


def scrub_path(path):
    """Return a request's path as it may be logged; it never has its query."""
    return scrub(path)[:300]


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record):
        entry = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        if request_id.get():
            entry["request"] = request_id.get()
        for name, value in vars(record).items():
            if name not in OWN and name not in UNWANTED:
                entry[name] = scrub(value) if isinstance(value, str) else value
        if record.exc_info:
            entry["exception"] = scrub(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False, default=lambda value: "…")


def logging_settings(handler):
    """Return Django's LOGGING with every record going to `handler`, as JSON."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "hubsite.logs.JsonFormatter"}},
        "handlers": {"hub": {"formatter": "json", **handler}},
        "root": {"handlers": ["hub"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Its messages name who tried to log in; the table it keeps is enough.
            "axes": {"level": "CRITICAL"},
            # What editors do is in Wagtail's own history.
            "wagtail": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
            # It would say every request to the search server.
            "elastic_transport": {"level": "WARNING"},
        },
    }
