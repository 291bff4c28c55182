"""What long-lived processes do without."""

import sys

from django.conf import settings


def leave_out_unused():
    """Keep REST framework from loading what it would use and this site does not.

    Pygments and, on SQLite, a PostgreSQL driver: 10 MB of each process. To be called
    before the site's addresses are read, which loads REST framework for the admin.
    """
    unused = {"pygments"}
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        unused.add("psycopg")
    for name in unused:
        # An import then fails as if the library were not installed.
        sys.modules.setdefault(name, None)
