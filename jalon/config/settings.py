"""Settings, all from the environment; each has a default that makes a post on this machine.

JALON_HOME      folder of this node: databases, keys, lists                (default: .demo in the working folder)
JALON_TIER      post | headquarters | forum                                 (default: post)
JALON_DATABASE_URL  postgresql://… of a headquarters (or DATABASE_URL); without it SQLite     (headquarters only)
JALON_SYNC_AUTHORITY  PEM file of a private authority that signed the headquarters' certificate    (posts only)
JALON_SYNC_PLAIN  1 where something else protects the line to the headquarters, which is then plain HTTP  (posts only)
JALON_PASSPHRASE  of backups, for `jalon backup` and `jalon restore` that nobody attends           (default: asked)
JALON_SIDECAR   file that remembers the highest head, outside every backup  (default: JALON_HOME/sidecar/head)
JALON_STATIC    folder of the pages' files, gathered at each start             (default: JALON_HOME/static)
JALON_HOSTS     names this node answers to, separated by commas             (default: localhost)
JALON_SECOND_FACTOR  required | optional: whether an officer's pages open without one  (default: required)
JALON_HTTPS     1 where a front server gives TLS: cookies then travel under TLS alone
JALON_OCR_DATA  folder with mrz.traineddata, read by Tesseract            (default: JALON_HOME/ocr; else its English)
JALON_SMALL_CELL  the smallest number that is published; smaller ones are kept back    (default: 10)
JALON_PICTURES_MEGABYTES  how much of the disk sealed pictures may take     (default: 500)
JALON_ADDRESS   address at which officers reach this node, for links in letters (such as https://jalon.example)
JALON_EMAIL_URL mail server for alerts: smtp://user:password@host:587 (with STARTTLS unless ?tls=0), or smtps://
JALON_EMAIL_FROM  whose letters these are                                   (default: jalon@ the first of JALON_HOSTS)
JALON_ALERTS_SILENT_HOURS  silence of a post whose habit is not known yet   (default: 24)
JALON_ALERTS_CLOCK_MINUTES how far off a machine's clock may be            (default: 10)
JALON_ALERTS_LIST_DAYS  how long a machine may do without a newer edition   (default: 7)
JALON_ALERTS_FASTEST_KMH  as the crow flies, between two posts, by road     (default: 120)
JALON_ALERTS_SURGE_LEAST  people below whom nothing is a surge              (default: 20)
JALON_ALERTS_PRIVATE_WEBHOOKS  1 lets webhooks go to private addresses, and without TLS
JALON_CAP_SENDER  who warns the public, in CAP messages                     (default: jalon@ the first of JALON_HOSTS)
JALON_CAP_SENDER_NAME  the same for people, such as the name of the authority
JALON_SCALE     "" | dask | ray: who matches the past again with a changed list   (default: this machine; headquarters)
JALON_SCALE_ADDRESS  address of the scheduler, such as tcp://10.0.0.5:8786  (with JALON_SCALE)
JALON_DEBUG     1 shows the faults of the program on the page, for developers
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from jalon.config.secret import secret_key
from jalon.journal.schema import JOURNAL_PRAGMAS

PACKAGE = Path(__file__).resolve().parent.parent
JALON_HOME = Path(os.environ.get("JALON_HOME", ".demo")).resolve()
JALON_TIER = os.environ.get("JALON_TIER", "post")
if JALON_TIER not in {"post", "headquarters", "forum"}:
    raise SystemExit(f"JALON_TIER is “{JALON_TIER}”: it must be post, headquarters or forum.")
JALON_SECOND_FACTOR = os.environ.get("JALON_SECOND_FACTOR", "required")
if JALON_SECOND_FACTOR not in {"required", "optional"}:
    raise SystemExit(f"JALON_SECOND_FACTOR is “{JALON_SECOND_FACTOR}”: it must be required or optional.")
JALON_SIDECAR = Path(os.environ.get("JALON_SIDECAR", JALON_HOME / "sidecar" / "head"))
JALON_OCR_DATA = Path(os.environ.get("JALON_OCR_DATA", JALON_HOME / "ocr"))
JALON_PICTURES_MEGABYTES = int(os.environ.get("JALON_PICTURES_MEGABYTES", "500"))
JALON_SMALL_CELL = int(os.environ.get("JALON_SMALL_CELL", "10"))
if not 2 <= JALON_SMALL_CELL <= 1000:
    raise SystemExit(f"JALON_SMALL_CELL is {JALON_SMALL_CELL}: it must lie between 2 and 1000.")
JALON_VERBS = "jalon.config.verbs.VERBS"
# The indicators that promises are known by, a table a family; later rooms add theirs (see cooperation.indicators).
JALON_INDICATORS: list[str] = [
    "jalon.cooperation.tables.border.BORDER",
    "jalon.cooperation.tables.link.LINK",
    "jalon.cooperation.tables.capacity.CAPACITY",
    "jalon.cooperation.tables.work.WORK",
]
# What each room does with its own open cases when a shift is handed over (see crossings.shift.HandOn).
JALON_HANDED_ON: list[str] = [
    "jalon.crossings.pictures.hand_on",
    "jalon.counting.handing_on.hand_on",
    "jalon.cash.handing_on.hand_on",
    "jalon.agencies.handing_on.hand_on",
    "jalon.protection.open_cases.hand_on",
]
# What names travellers (keys of inspections) who were decided and whom a room above still holds open.
JALON_HELD_OPEN: list[str] = ["jalon.protection.open_cases.not_yet_taken"]
# When each node called last, and what it still had to send: who is in and what figures leave out depend on it.
JALON_HEARD = "jalon.config.heard.heard"
# What may leave this country, and what no gate lets out stays (see docs/forums.md).
JALON_LEAVING = "jalon.exchange.leaving.may_leave"
# What another machine may say here; why not, where it may not.
JALON_ARRIVING = "jalon.exchange.arriving.refused"
# Kinds of editions that rooms above sync give, besides its own.
JALON_EDITIONS: list[str] = ["jalon.cooperation.edition.KIND"]
# The places for which a machine may be enrolled: code -> name.
JALON_PLACES = "jalon.config.places.places"
# What follows the tables at a headquarters, in order, each by a cursor of its own: a function that passes some rows and
# says how many, 0 once nothing is left.
JALON_FOLLOWERS: list[str] = [
    "jalon.adjudication.matching.follow",
    "jalon.adjudication.vehicles.follow",
    "jalon.adjudication.carrying.follow",
    "jalon.adjudication.rematching.follow",
    "jalon.presence.follow.follow",
    "jalon.statistics.following.follow",
    "jalon.cooperation.membership.follow",
    "jalon.sync.editions.shelf.follow",
    "jalon.alerts.following.follow",
    "jalon.alerts.delivering.follow",
    "jalon.cooperation.reminders.follow",
    "jalon.headquarters.board.follow",
    "jalon.secretariat.evaluations.printed.follow",
]
JALON_SCALE = os.environ.get("JALON_SCALE", "")
JALON_SCALE_ADDRESS = os.environ.get("JALON_SCALE_ADDRESS", "")

# Alerts (see docs/alerts.md).
JALON_ADDRESS = os.environ.get("JALON_ADDRESS", "").rstrip("/")
JALON_ALERTS_SILENT_HOURS = float(os.environ.get("JALON_ALERTS_SILENT_HOURS", "24"))
JALON_ALERTS_CLOCK_MINUTES = int(os.environ.get("JALON_ALERTS_CLOCK_MINUTES", "10"))
JALON_ALERTS_LIST_DAYS = int(os.environ.get("JALON_ALERTS_LIST_DAYS", "7"))
JALON_ALERTS_FASTEST_KMH = float(os.environ.get("JALON_ALERTS_FASTEST_KMH", "120"))
JALON_ALERTS_SURGE_LEAST = int(os.environ.get("JALON_ALERTS_SURGE_LEAST", "20"))
JALON_ALERTS_PRIVATE_WEBHOOKS = os.environ.get("JALON_ALERTS_PRIVATE_WEBHOOKS") == "1"

SECRET_KEY = secret_key(JALON_HOME)
DEBUG = os.environ.get("JALON_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("JALON_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

JALON_EMAIL_URL = os.environ.get("JALON_EMAIL_URL", "")
JALON_EMAIL_FROM = os.environ.get("JALON_EMAIL_FROM", f"jalon@{ALLOWED_HOSTS[0]}")
if JALON_EMAIL_URL:
    mail = urlsplit(JALON_EMAIL_URL)
    if mail.scheme not in {"smtp", "smtps"} or not mail.hostname:
        raise SystemExit("JALON_EMAIL_URL must be smtp://user:password@host:port, or smtps://.")
    EMAIL_HOST, EMAIL_PORT = mail.hostname, mail.port or (465 if mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(mail.username or ""), unquote(mail.password or "")
    EMAIL_USE_SSL = mail.scheme == "smtps"
    EMAIL_USE_TLS = mail.scheme == "smtp" and "tls=0" not in mail.query.split("&")
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
JALON_CAP_SENDER = os.environ.get("JALON_CAP_SENDER", f"jalon@{ALLOWED_HOSTS[0]}")
JALON_CAP_SENDER_NAME = os.environ.get("JALON_CAP_SENDER_NAME", "")
if set(JALON_CAP_SENDER) & set(" ,<&"):
    raise SystemExit("JALON_CAP_SENDER holds a space, a comma, “<” or “&”: CAP allows none of them.")

INSTALLED_APPS = [
    "jalon.web",
    "jalon.journal",
    "jalon.posts",
    "jalon.staff",
    "jalon.watchlists",
    "jalon.crossings",
    "jalon.capacity",
    "jalon.counting",
    "jalon.cash",
    "jalon.agencies",
    "jalon.protection",
    "jalon.adjudication",
    "jalon.presence",
    "jalon.bureau",
    "jalon.statistics",
    "jalon.sync",
    "jalon.cooperation",
    "jalon.alerts",
    "jalon.headquarters",
    "jalon.secretariat",
    "jalon.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jalon.config.gate.Gate",
    "jalon.config.above.DecidedAbove",
]

ROOT_URLCONF = "jalon.config.urls"
WSGI_APPLICATION = "jalon.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jalon.desk.context.place",
                "jalon.headquarters.context.national_desk",
            ],
            "builtins": ["jalon.web.templatetags.house"],
        },
    }
]

WORKING_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", "PRAGMA secure_delete=ON")


def sqlite(name: str, pragmas: tuple[str, ...]) -> dict[str, Any]:
    """A SQLite database of this node; writers wait for one another instead of failing."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": ";".join(pragmas)}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": JALON_HOME / name, "OPTIONS": options}


# A receipt is given once the commit returned: whatever the server is set to, it then is on the disk.
SYNCED = "-c synchronous_commit=on"


def postgresql(url: str) -> dict[str, Any]:
    """A PostgreSQL database from its address; a host that is a folder (a socket) is given as ?host=."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "OPTIONS": {"options": SYNCED},
    }


if JALON_TIER == "post":
    # The journal in a file of its own, the tables in another; no foreign key crosses.
    DATABASES = {
        "default": sqlite("working.sqlite3", WORKING_PRAGMAS),
        "journal": sqlite("journal.sqlite3", JOURNAL_PRAGMAS),
        "rebuild": sqlite("rebuild.sqlite3", WORKING_PRAGMAS),
    }
    JALON_JOURNAL_DATABASE = "journal"
elif address := os.environ.get("JALON_DATABASE_URL") or os.environ.get("DATABASE_URL"):
    beside = postgresql(address) | {"OPTIONS": {"options": f"{SYNCED} -c search_path=rebuild"}}
    DATABASES = {"default": postgresql(address), "rebuild": beside}
    JALON_JOURNAL_DATABASE = "default"
else:
    DATABASES = {
        "default": sqlite(f"{JALON_TIER}.sqlite3", JOURNAL_PRAGMAS),
        "rebuild": sqlite("rebuild.sqlite3", WORKING_PRAGMAS),
    }
    JALON_JOURNAL_DATABASE = "default"
DATABASE_ROUTERS = ["jalon.config.databases.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who signs in. Officers are enrolled by an administrator: nobody signs up.
AUTH_USER_MODEL = "staff.Account"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "jalon.config.first_page.Arrives"
ACCOUNT_FORMS = {"login": "jalon.staff.sign_in_form.SignIn"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# One-time codes: by address (a post is one address for all its officers) and by username.
ACCOUNT_RATE_LIMITS = {"first_code": "30/m/ip,8/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Jalon"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: a post's clock drifts where no network sets it
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# Attempts are counted in the working database, so that every worker and every restart knows them.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("JALON_HTTPS") == "1"
if SESSION_COOKIE_SECURE:
    # The front server ends TLS and says so; it alone reaches this program, which listens on this machine.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
    # Attempts are counted for the desk that asks, not for the front server that hands its request on.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
# What is said to an officer may name a traveller: it stays with the session, out of the browser's cookies.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "media-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400  # a sheet of twenty lines has 300 cells
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["jalon.headquarters.uploads.ArrivingFiles"]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["jalon.web.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("JALON_TIME_ZONE", "Africa/Bamako")

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("JALON_STATIC", JALON_HOME / "static"))
FILE_UPLOAD_PERMISSIONS = 0o600  # of the files that are gathered; Django would open them to everybody
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "jalon.config.pages_files.PagesFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"one_line": {"()": "jalon.config.refused.OneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["one_line"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]
