"""Subscribers, issues and their delivery."""

from .alerts import Alert, AlertHit
from .bounces import BounceEvent
from .campaigns import Campaign, CampaignBody, Delivery, SendSlot
from .imports import SubscriberImport
from .issues import NewsletterIndexPage, NewsletterIssuePage
from .settings import NewsletterSettings, newsletter_settings
from .subscribers import Consent, JoinedSubscriber, Subscriber
from .suppression import Suppression

__all__ = [
    "Alert",
    "AlertHit",
    "BounceEvent",
    "Campaign",
    "CampaignBody",
    "Consent",
    "Delivery",
    "JoinedSubscriber",
    "NewsletterIndexPage",
    "NewsletterIssuePage",
    "NewsletterSettings",
    "SendSlot",
    "Subscriber",
    "SubscriberImport",
    "Suppression",
    "newsletter_settings",
]
