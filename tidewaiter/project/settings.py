"""The one settings file. Every setting comes from the environment and is listed in
docs/reference/settings.md.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlparse

from csp.constants import NONE, SELF

from tidewaiter.adapters import mail
from tidewaiter.law import amendments
from tidewaiter.surfaces.ops import cluster

ROOT = Path(__file__).resolve().parents[2]


class Unusable(SystemExit):
    """A setting that cannot be used stops the program with one sentence."""


def _text(name: str, default: str) -> str:
    """Read a setting; NAME_FILE names a file that holds it (for secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text().strip()
    return os.environ.get(name, default)


def _flag(name: str, default: bool) -> bool:
    text = _text(name, "yes" if default else "no").lower()
    if text not in {"yes", "no", "true", "false", "1", "0"}:
        raise Unusable(f"{name} is “{text}”: write yes or no.")
    return text in {"yes", "true", "1"}


def _number(name: str, default: int, low: int, high: int) -> int:
    text = _text(name, str(default))
    if not text.isdigit() or not low <= int(text) <= high:
        raise Unusable(f"{name} is “{text}”: write a whole number from {low} to {high}.")
    return int(text)


TIDEWAITER_HOME = Path(_text("TIDEWAITER_HOME", "./var")).resolve()
"""The folder of all that lies outside the database: keys, the private server, static files."""
LAW_FOLDER = TIDEWAITER_HOME / "law"
"""Amendments of the shipped law packs: written from the tables, read by every process."""
amendments.lay(LAW_FOLDER)
TIDEWAITER_ARCHIVE = Path(_text("TIDEWAITER_ARCHIVE", str(TIDEWAITER_HOME / "archive")))
"""Where the nightly archive of Parquet files lies; without it, archive in the data folder."""
TIDEWAITER_PACK = _text("TIDEWAITER_PACK", "cn")
"""The law pack by which parcels are judged."""
TIDEWAITER_DEMO = _flag("TIDEWAITER_DEMO", False)
"""Pages say that the parcels are invented, and sign-in lists the demo accounts."""
TIDEWAITER_LOG_JSON = _flag("TIDEWAITER_LOG_JSON", False)
"""Write the log as one JSON object a line."""
TIDEWAITER_BATCH = _number("TIDEWAITER_BATCH", 600, 1, 10_000)
"""At most so many declarations are assessed in one transaction."""
TIDEWAITER_SCANNER = _text("TIDEWAITER_SCANNER", "")
"""The scanner that looks into papers: host:port or unix:/path of a ClamAV daemon; without one
papers are kept as not scanned, and pages say so."""
TIDEWAITER_REPORT_REGISTER = _text("TIDEWAITER_REPORT_REGISTER", "")
"""Where numbers of test reports are confirmed: the path of a CSV file, or an address that answers
JSON; without one, and while it does not answer, numbers stay unconfirmed."""
TIDEWAITER_REGISTERS = _text("TIDEWAITER_REGISTERS", "")
"""Registers that are asked about applicants: scheme=/path of a file of JSON lines, with commas
between them; without one the answer to such a check is unknown."""
TIDEWAITER_STREAMS = _number("TIDEWAITER_STREAMS", 8, 0, 1_000)
"""Open event streams per web process; each holds a thread."""


def _secret() -> str:
    """The key that signs sessions; made once and kept beside the data."""
    given = _text("TIDEWAITER_SECRET_KEY", "")
    if given:
        return given
    file = TIDEWAITER_HOME / "keys" / "session.key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(os.urandom(48).hex())
        try:
            os.link(fresh, file)  # whoever is first wins; the others read what it wrote
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()


SECRET_KEY = _secret()
DEBUG = _flag("TIDEWAITER_DEBUG", False)
"""Show tracebacks on error pages; never where others can see them."""
ALLOWED_HOSTS = _text("TIDEWAITER_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
"""The names under which the server answers, with commas between them."""


def _database() -> dict[str, object]:
    """DATABASE_URL, or the private server in TIDEWAITER_HOME/pg that the product starts itself."""
    url = urlparse(_text("DATABASE_URL", "") or cluster.at(TIDEWAITER_HOME).url)
    if url.scheme not in {"postgres", "postgresql"}:
        raise Unusable(f"DATABASE_URL begins with “{url.scheme}”: only postgresql:// can be used.")
    query = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")) or "tidewaiter",
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", None) or url.hostname or "",
        "PORT": str(url.port or query.pop("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "tidewaiter.base.identity",
    "tidewaiter.base.audit",
    "tidewaiter.base.privacy",
    "tidewaiter.base.docket",
    "tidewaiter.registry",
    "tidewaiter.lawmaking",
    "tidewaiter.intake",
    "tidewaiter.provenance",
    "tidewaiter.risk",
    "tidewaiter.surfaces.kit",
    "tidewaiter.surfaces.desk",
    "tidewaiter.surfaces.portal",
    "tidewaiter.surfaces.public",
    "tidewaiter.surfaces.ops",
]
AUTH_USER_MODEL = "identity.Person"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tidewaiter.surfaces.kit.uploads.UploadMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tidewaiter.surfaces.kit.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "tidewaiter.project.urls"
WSGI_APPLICATION = "tidewaiter.project.wsgi.application"

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
                "tidewaiter.surfaces.kit.context.service",
            ],
        },
    },
]
FORM_RENDERER = "tidewaiter.surfaces.kit.forms.Renderer"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "desk:overview"
LOGOUT_REDIRECT_URL = "public:home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "中文")]
LOCALE_PATHS = [ROOT / "tidewaiter" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = _text("TIDEWAITER_TIME_ZONE", "Asia/Shanghai")
"""The clock of the office: by it the day of the law and the year of a quota are told."""

STATIC_URL = "/static/"
STATIC_ROOT = TIDEWAITER_HOME / "static"
WHITENOISE_USE_FINDERS = True

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
HTTPS = _flag("TIDEWAITER_HTTPS", False)
"""A proxy in front speaks HTTPS: cookies travel encrypted only, X-Forwarded-Proto is believed."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
EMAIL_HOST = _text("TIDEWAITER_MAIL_HOST", "")
"""The mail server that takes mails; without one they are laid into mail/ in the data folder."""
EMAIL_BACKEND = mail.backend(EMAIL_HOST)
EMAIL_FILE_PATH = mail.mailbox(TIDEWAITER_HOME)
EMAIL_PORT = _number("TIDEWAITER_MAIL_PORT", 25, 1, 65_535)
"""The port of the mail server."""
EMAIL_TIMEOUT = 20
EMAIL_HOST_USER = _text("TIDEWAITER_MAIL_USER", "")
"""The account at the mail server; without one it is not asked for."""
EMAIL_HOST_PASSWORD = _text("TIDEWAITER_MAIL_PASSWORD", "")
"""The password at the mail server."""
EMAIL_USE_TLS = _flag("TIDEWAITER_MAIL_TLS", False)
"""Speak TLS with the mail server (STARTTLS)."""
DEFAULT_FROM_EMAIL = _text("TIDEWAITER_MAIL_FROM", "tidewaiter@localhost")
"""From whom mails come."""
TIDEWAITER_ADDRESS = _text("TIDEWAITER_ADDRESS", "http://127.0.0.1:8000")
"""Where people reach the pages, for links in mails that no request brings about."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
"""Larger requests are refused before they are read; messages have their own, lower limit."""

LOGGING_CONFIG = None
