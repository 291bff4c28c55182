"""What an administrator sets of the newsletter, under Settings."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from hubsite.i18n import InLanguage
from hubsite.mail import sender_domain

ADDRESSES = ("sender_email_fr", "sender_email_nl")


@register_setting(icon="mail")
class NewsletterSettings(BaseSiteSetting):
    """Who the newsletter comes from, and who decides that it goes."""

    sender_name_fr = models.CharField(
        _("name of the sender in French"),
        max_length=80,
        blank=True,
        help_text=_("Empty: the sender of the site’s other mail."),
    )
    sender_name_nl = models.CharField(
        _("name of the sender in Dutch"), max_length=80, blank=True
    )
    sender_email_fr = models.EmailField(
        _("address of the sender in French"),
        blank=True,
        help_text=_("In the domain of the site’s other mail, or relays refuse it."),
    )
    sender_email_nl = models.EmailField(_("address of the sender in Dutch"), blank=True)
    reply_to_fr = models.EmailField(
        _("address for replies in French"),
        blank=True,
        help_text=_("Empty: replies go to the sender."),
    )
    reply_to_nl = models.EmailField(_("address for replies in Dutch"), blank=True)
    sends_when_nothing = models.BooleanField(
        _("send when nothing is for the reader"),
        default=False,
        help_text=_(
            "On: a reader whose themes and territories no page of an issue concerns "
            "gets its texts alone. Off: the reader does not get the issue."
        ),
    )
    needs_second_person = models.BooleanField(
        _("a second person approves each sending"),
        default=False,
        help_text=_("Leave it off where one person makes the newsletter."),
    )

    sender_name = InLanguage()
    sender_email = InLanguage()
    reply_to = InLanguage()

    class Meta:
        verbose_name = _("newsletter settings")

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("sender_name_fr"), FieldPanel("sender_name_nl")]
                ),
                FieldRowPanel(
                    [FieldPanel("sender_email_fr"), FieldPanel("sender_email_nl")]
                ),
                FieldRowPanel([FieldPanel("reply_to_fr"), FieldPanel("reply_to_nl")]),
            ],
            _("Sender"),
        ),
        MultiFieldPanel(
            [FieldPanel("sends_when_nothing"), FieldPanel("needs_second_person")],
            _("Sending"),
        ),
    ]

    def clean(self):
        super().clean()
        errors = {
            name: _("Use an address of %(domain)s.") % {"domain": sender_domain()}
            for name in ADDRESSES
            if getattr(self, name)
            and getattr(self, name).rpartition("@")[2].lower()
            != sender_domain().lower()
        }
        if errors:
            raise ValidationError(errors)

    def headers(self, language):
        """Return {header: value} that says who writes to readers of `language`."""
        name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        name = type(self).sender_name.read(self, language) or name
        address = type(self).sender_email.read(self, language) or address
        reply_to = type(self).reply_to.read(self, language)
        found = {"From": formataddr((name, address))}
        return {**found, "Reply-To": reply_to} if reply_to else found


def newsletter_settings():
    """Return the NewsletterSettings of the site that mails come from."""
    return NewsletterSettings.for_site(Site.objects.get(is_default_site=True))
