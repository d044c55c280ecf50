"""Django's settings, all of them from `environment`."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from mostek.config import keyfiles
from mostek.config.environment import MailServer, make_home, read_environment

ENVIRONMENT = read_environment()
HOME: Path = make_home(ENVIRONMENT["MOSTEK_HOME"])
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENVIRONMENT["MOSTEK_SECRET_KEY"] or keyfiles.secret_key(HOME)
ENCRYPTION_KEYS: list[str] = ENVIRONMENT["MOSTEK_KEYS"]
"""Empty: those of the key file."""
DEBUG = ENVIRONMENT["MOSTEK_DEBUG"]
PUBLIC_URL = ENVIRONMENT["MOSTEK_PUBLIC_URL"]
ALLOWED_HOSTS = ENVIRONMENT["MOSTEK_HOSTS"] + ([urlsplit(PUBLIC_URL).hostname] if PUBLIC_URL else [])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SANDBOX_URL: str = ENVIRONMENT["MOSTEK_SANDBOX_URL"]
VIES_URL: str = ENVIRONMENT["MOSTEK_VIES_URL"]
ALLOW_CUSTOM_ADDRESSES: bool = ENVIRONMENT["MOSTEK_ALLOW_CUSTOM_ADDRESSES"]
ALLOW_PRIVATE_ADDRESSES: bool = ENVIRONMENT["MOSTEK_ALLOW_PRIVATE_ADDRESSES"]
WORKER_CONCURRENCY: int = ENVIRONMENT["MOSTEK_WORKER_CONCURRENCY"]
LEASE_SECONDS: int = ENVIRONMENT["MOSTEK_LEASE_SECONDS"]
HARD_PAUSE: bool = ENVIRONMENT["MOSTEK_PAUSED"]
ARCHIVE_DIR: Path = ENVIRONMENT["MOSTEK_ARCHIVE_DIR"] or HOME / "archive"
RATE_LIMITS: bool = ENVIRONMENT["MOSTEK_LIMITS"]


def _database(url: str) -> dict[str, Any]:
    if url.startswith("postgres"):
        parts = urlsplit(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": url.removeprefix("sqlite:///") or str(HOME / "mostek.sqlite3"),
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000; "
            "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;",
        },
    }


DATABASES = {"default": _database(ENVIRONMENT["MOSTEK_DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "mostek.panel",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "ninja",
    "mostek.companies",
    "mostek.orders",
    "mostek.connections",
    "mostek.documents",
    "mostek.delivery",
    "mostek.events",
    "mostek.automation",
    "mostek.mail",
    "mostek.hooks",
    "mostek.payroll",
    "mostek.reconcile",
    "mostek.files",
    "mostek.vat",
    "mostek.api",
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
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mostek.panel.middleware.CurrentCompanyMiddleware",
    "mostek.panel.middleware.ContentSecurityPolicyMiddleware",
]
ROOT_URLCONF = "mostek.config.urls"
WSGI_APPLICATION = "mostek.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mostek.panel.context.shell",
            ],
        },
    }
]

AUTH_USER_MODEL = "companies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "mostek.companies.accounts.ClosedSignup"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Mostek"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "mostek.companies.two_step.SealedAuthenticators"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False

MAIL: MailServer | None = ENVIRONMENT["MOSTEK_SMTP_URL"]
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL else 'dummy'}.EmailBackend"
if MAIL:
    EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL.host, MAIL.port, 15
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.tls == "start", MAIL.tls == "whole"
    DEFAULT_FROM_EMAIL = MAIL.sender

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
if ENVIRONMENT["MOSTEK_HTTPS"]:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_TEMP_DIR = None

LANGUAGE_CODE = ENVIRONMENT["MOSTEK_LANGUAGE"]
LANGUAGES = [("pl", "Polski"), ("en", "English"), ("cs", "Čeština"), ("sk", "Slovenčina")]
LOCALE_PATHS = sorted(str(folder) for folder in PACKAGE.rglob("locale") if folder.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENVIRONMENT["MOSTEK_TIME_ZONE"]

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": ENVIRONMENT["MOSTEK_LOG_LEVEL"]},
    "loggers": {"django.request": {"level": "ERROR"}, "gunicorn.access": {"level": "WARNING"}},
}
