"""The WSGI entry point of every server; `DJANGO_SETTINGS_MODULE` chooses the settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubsite.settings.production")
application = get_wsgi_application()
