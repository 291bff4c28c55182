"""Settings shared by every environment; each environment file says what differs."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from hubsite.logs import logging_settings
from hubsite.settings.addresses import search_hosts

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()

INSTALLED_APPS = [
    "home",
    "newsletter",
    "events",
    "funding",
    "resources",
    "directory",
    "search",
    "hubsite",
    "wagtail_localize",
    "wagtail_localize.locales",
    "hubsite.wagtail_apps.RedirectsConfig",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "hubsite.wagtail_apps.SnippetsConfig",
    "hubsite.wagtail_apps.DocumentsConfig",
    "hubsite.wagtail_apps.ImagesConfig",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "hubsite.middleware.RequestIdMiddleware",
    "hubsite.middleware.GuardMiddleware",
    "hubsite.middleware.TextGZipMiddleware",
    # Outside what only adds headers: a stored page keeps them.
    "hubsite.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hubsite.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hubsite.urls"
WSGI_APPLICATION = "hubsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hubsite.context_processors.hub",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "wagtail.templatetags.wagtailcore_tags",
                "wagtail.images.templatetags.wagtailimages_tags",
                "hubsite.templatetags.hub",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "hub.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The file cache is the one place every process on a machine sees; production sets Redis.
CACHES = {
    "default": {
        "BACKEND": "hubsite.file_cache.SeldomCountedFileCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_USER_MODEL = "hubsite.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "hubsite.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "hubsite.visitors.client_address"
AXES_VERBOSE = False
# How many proxies of our own stand in front, each adding to X-Forwarded-For.
TRUSTED_PROXIES = 0
CSRF_FAILURE_VIEW = "hubsite.errors.bad_form"

LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("nl", _("Dutch"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    ("fr", "français"),
    ("nl", "Nederlands"),
    # British: it writes the day before the month, as the formats below do.
    ("en-gb", "English"),
]
# How days are written in the admin, in both countries.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
TIME_ZONE = "Europe/Paris"
# Those of France, overseas included, and of Belgium, instead of the six hundred there are.
WAGTAIL_USER_TIME_ZONES = [
    "Europe/Paris", "Europe/Brussels", "America/Cayenne", "America/Guadeloupe",
    "America/Martinique", "America/Miquelon", "Indian/Mayotte", "Indian/Reunion",
    "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
]  # fmt: skip
USE_I18N = USE_TZ = WAGTAIL_I18N_ENABLED = True
USE_THOUSAND_SEPARATOR = True
LOCALE_PATHS = [BASE_DIR / "hubsite" / "locale"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# Icons that browsers look for at the root, so that no page has to name them.
WHITENOISE_ROOT = BASE_DIR / "hubsite" / "root"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

WAGTAILADMIN_USER_LOGIN_FORM = "hubsite.log_in.LoginForm"
WAGTAIL_SITE_NAME = "Hub Passerelles"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAILIMAGES_IMAGE_MODEL = "hubsite.HubImage"
WAGTAILDOCS_DOCUMENT_MODEL = "hubsite.HubDocument"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = [
    "csv",
    "docx",
    "epub",
    "jpg",
    "mp3",
    "mp4",
    "odp",
    "ods",
    "odt",
    "ogg",
    "pdf",
    "png",
    "pptx",
    "txt",
    "vtt",
    "webm",
    "xlsx",
    "zip",
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "hubsite.documents.CheckedDocumentForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Addresses that can be dictated and typed: "mediatrice", not "m%C3%A9diatrice".
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTO_CREATE_PAGE_REDIRECTS = True
WAGTAILREDIRECTS_AUTO_CREATE = True
# What an editor searches in the admin; visitors' search is the `search` app.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_LOCALIZE_DEFAULT_TRANSLATION_MODE = "synced"
# A page submitted for translation stays a draft until its texts are translated.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Without hosts, the engine embedded in the database serves alone.
ELASTICSEARCH_HOSTS = search_hosts(os.environ.get("ELASTICSEARCH_URL", ""))
ELASTICSEARCH_ENGINE = "search.engines.failover.Failover"
# What the names of this site's indices begin with, where a cluster serves several.
ELASTICSEARCH_PREFIX = os.environ.get("ELASTICSEARCH_PREFIX", "") or "hub"

EMAIL_BACKEND = "hubsite.mail_backends.OutboxBackend"
DEFAULT_FROM_EMAIL = "Hub Passerelles <lettre@hub-passerelles.example>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What the relay bears. Campaigns use so many lines a worker, and each is opened anew
# after so many mails (0: never); all mail of the site counts, 0 means no limit.
MAIL_CONNECTIONS = int(os.environ.get("MAIL_CONNECTIONS", "2"))
MAIL_PER_CONNECTION = int(os.environ.get("MAIL_PER_CONNECTION", "1000"))
MAIL_PER_SECOND = float(os.environ.get("MAIL_PER_SECOND", "0"))
MAIL_PER_HOUR = float(os.environ.get("MAIL_PER_HOUR", "0"))
# A campaign of which more mails fail, or are in doubt, pauses by itself.
CAMPAIGN_ERROR_PERCENT = float(os.environ.get("CAMPAIGN_ERROR_PERCENT", "5"))
# On: PostgreSQL has written each step to disk before a mail's last byte goes out.
MAIL_SURVIVES_POWER_CUT = os.environ.get("MAIL_SURVIVES_POWER_CUT", "0") == "1"

# The editor's preview shows the site in a frame of the admin.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

# The site asks for none of what a browser can give away of its reader.
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
}  # fmt: skip

# Wagtail's editor writes scripts and styles into its pages; visitors' pages never do.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

# Hosts whose videos a reader may choose to play inside a page of ours.
EMBED_HOSTS = os.environ.get("EMBED_HOSTS", "").split()
# Whether the worker asks addresses outside if they still answer (once a week each).
CHECK_OUTSIDE_LINKS = False
# What Aides-territoires gave the hub to ask its interface with; empty: its public lists.
AIDES_TERRITOIRES_TOKEN = os.environ.get("AIDES_TERRITOIRES_TOKEN", "")
# Bounces: the mailbox they come back to, which takes plus addresses, and how to read it
# (imaps://name:password@host/folder); the provider whose webhook tells of them, by
# Anymail's name, and what it must show (name:password).
BOUNCE_ADDRESS = os.environ.get("BOUNCE_ADDRESS", "")
BOUNCE_MAILBOX_URL = os.environ.get("BOUNCE_MAILBOX_URL", "")
MAIL_PROVIDER = os.environ.get("MAIL_PROVIDER", "")
# What else Anymail needs to check a provider's signature, such as ANYMAIL_…_KEY.
ANYMAIL = {
    name.removeprefix("ANYMAIL_"): value
    for name, value in os.environ.items()
    if name.startswith("ANYMAIL_")
} | {"WEBHOOK_SECRET": os.environ.get("WEBHOOK_SECRET", "")}
# The key of the hashes that stand for suppressed addresses; empty: the secret key.
# Unlike that one it is never changed: a hash made with another key is lost.
ADDRESS_HASH_KEY = os.environ.get("ADDRESS_HASH_KEY", "")
# Off: a page cache hit would hide what a test or a measure looks at.
PAGE_CACHE = True
# Who sends it reads pages made for them alone: the button to collect says what it knows.
SELECTION_COOKIE = "hub_selection"
# The longest a stored page lives, should a change escape the generation.
PAGE_CACHE_SECONDS = 3600
# How long a proxy in front may keep a page without asking (s-maxage).
SHARED_CACHE_SECONDS = 0
PAGE_CACHE_EXCEPT = ("/admin/", "/documents/", "/static/", "/media/")
SERVE_MEDIA = False
MEDIA_SECONDS = 7 * 24 * 3600

LOGGING = logging_settings({"class": "logging.StreamHandler"})
DEMO = False
