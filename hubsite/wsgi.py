"""The WSGI entry point of every server; `DJANGO_SETTINGS_MODULE` chooses the settings."""

import os

from django.core.wsgi import get_wsgi_application

from hubsite.footprint import leave_out_unused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubsite.settings.production")
leave_out_unused()
application = get_wsgi_application()
