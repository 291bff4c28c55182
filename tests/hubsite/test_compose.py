"""The compose file starts the site that `.env.example` describes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

COMPOSE = yaml.safe_load(Path("compose.yaml").read_text())
FILLED = {
    "SECRET_KEY": "only-for-this-test" * 4,
    "ADDRESS_HASH_KEY": "only-for-this-test" * 3,
    "POSTGRES_PASSWORD": "p@ss/w:rd",
}
SHOW = """
import json, os, django
django.setup()
from django.conf import settings
print(json.dumps({
    "database": settings.DATABASES["default"]["HOST"],
    "password": settings.DATABASES["default"]["PASSWORD"] or os.environ["PGPASSWORD"],
    "cache": settings.CACHES["default"]["LOCATION"],
    "search": settings.ELASTICSEARCH_HOSTS,
    "data": str(settings.DATA_DIR),
    "pictures": settings.SERVE_MEDIA,
}))
"""


def written_environment():
    """Return what `.env.example` says once its blanks are filled."""
    lines = Path(".env.example").read_text().splitlines()
    pairs = [line.split("=", 1) for line in lines if line and not line.startswith("#")]
    return {name: value.strip('"') for name, value in pairs} | FILLED


def test_the_sites_settings_read_what_compose_sets():
    environment = written_environment()
    for name, value in COMPOSE["services"]["web"]["environment"].items():
        environment[name] = re.sub(
            r"\$\{(\w+)[^}]*\}", lambda found: environment[found[1]], value
        )

    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=environment | {"PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
        text=True,
    )

    assert json.loads(shown.stdout) == {
        "database": "database",
        "password": "p@ss/w:rd",
        "cache": "redis://cache:6379/0",
        "search": ["http://search:9200"],
        "data": "/data",
        "pictures": True,
    }


def test_hosts_and_volumes_named_are_those_that_exist():
    services = COMPOSE["services"]
    named = " ".join(services["web"]["environment"].values())
    volumes = set()
    for service in services.values():
        volumes.update(volume.split(":")[0] for volume in service.get("volumes", ()))
        assert set(service.get("depends_on", ())) <= set(services)

    hosts = set(re.findall(r"(?:@|//)(\w+)[:/]", named))
    assert hosts == {"database", "cache", "search"} <= set(services)
    assert volumes == set(COMPOSE["volumes"])
