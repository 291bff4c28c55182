"""The one webhook that is served: that of the provider the hub sends through."""

from django.conf import settings

from .bounce_webhooks import patterns

urlpatterns = patterns(settings.MAIL_PROVIDER)
