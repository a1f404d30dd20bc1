"""Settings. Everything that differs between machines comes from the environment; `desk.py` sets it."""

from pathlib import Path

import django_stubs_ext
import environ
import pghistory
import structlog
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from partnerdesk.addresses import broker_address, database_settings
from partnerdesk.core.application import APPLICATION

BASE_DIR = Path(__file__).resolve().parent.parent
django_stubs_ext.monkeypatch()
env = environ.Env()

DESK_HOME = Path(env("DESK_HOME", default=str(BASE_DIR / ".desk")))
SECRET_KEY = env("SECRET_KEY")
# What passwords of sources are encrypted with; a key of its own lets SECRET_KEY be renewed without typing them again.
CREDENTIALS_KEY = env("DESK_CREDENTIALS_KEY", default=SECRET_KEY)
# What heads of the chain of events are signed with; a key of its own can be kept from those who run the database.
HEAD_KEY = env("DESK_HEAD_KEY", default=SECRET_KEY)
HEAD_KEYS_BEFORE = env.list("DESK_HEAD_KEYS_BEFORE", default=[])
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PUBLIC_ADDRESS = env("PUBLIC_ADDRESS", default="http://127.0.0.1:8000")
HTTPS = env.bool("HTTPS", default=PUBLIC_ADDRESS.startswith("https://"))

INSTALLED_APPS = [
    "partnerdesk.core",
    "accounts",
    "partners",
    "metrics",
    "frameworks",
    "decisions",
    "workspace",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_structlog",
    "health_check",
    "pghistory",
    "pgtrigger",
    "template_partials.apps.SimpleAppConfig",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

# Who asks is judged before anything of what they send is read, and its size before it is kept: the order matters.
MIDDLEWARE = [
    "partnerdesk.core.middleware.NulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.SessionLimitMiddleware",
    "partnerdesk.core.middleware.NoStoreMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "partnerdesk.core.bodies.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "partnerdesk.core.middleware.NulInFormMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "partnerdesk.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "partnerdesk.urls"
WSGI_APPLICATION = "partnerdesk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "partnerdesk.core.templatetags.desk",
            ],
            "libraries": {  # the rooms' own tags; Django finds those in an app's `templatetags` by itself
                "documents": "decisions.documents.tags",
                "record_page": "decisions.life.tags",
                "triggers": "decisions.triggers.tags",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "accounts.context_processors.rights",
                "accounts.context_processors.notices",
            ],
        },
    }
]
FORM_RENDERER = "partnerdesk.core.renderers.DeskRenderer"

# The owner's address is used only where migrations run; pages and jobs are served as the restricted role.
DATABASES = {"default": database_settings(env("DATABASE_URL"), pool=env.bool("DATABASE_POOL", default=False))}
DATABASES["default"]["OPTIONS"]["application_name"] = APPLICATION
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PGTRIGGER_MIGRATIONS = True
# The context of a change stands in each history row: the shared context table would need rights to UPDATE.
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

REDIS_URL = env("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "desk",
    }
}

CELERY_BROKER_URL = broker_address(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"health_check_interval": 25, "global_keyprefix": "desk-jobs:"}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "partnerdesk.core.tasks.sweep", "schedule": 20.0},
    "refresh": {"task": "metrics.tasks.refresh_due", "schedule": 30.0},
    "calendar": {"task": "metrics.tasks.follow_calendar", "schedule": 300.0},
    "summaries": {"task": "decisions.tasks.compute_due_summaries", "schedule": 30.0},
    "clock": {"task": "decisions.tasks.look_at_the_clock", "schedule": 60.0},
    "rounds": {"task": "decisions.tasks.close_due_rounds", "schedule": 60.0},
    "reminders": {"task": "workspace.tasks.remind", "schedule": 60.0},
    "seals": {"task": "partnerdesk.core.tasks.seal", "schedule": 60.0},
    "heads": {"task": "partnerdesk.core.tasks.sign_head_of_the_day", "schedule": 300.0},
    "heartbeat": {"task": "partnerdesk.core.tasks.heartbeat", "schedule": 30.0},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.Backend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "accounts.passwords.PredictablePasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:desk"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"reset_password": "accounts.resets.ResetForm"}
# A session ends after so long without a request, and after so long in any case (accounts.sessions).
SESSION_IDLE_SECONDS = 12 * 3600
SESSION_COOKIE_AGE = 14 * 24 * 3600
# Rates are counted by address: behind proxies by the one that the outermost of them has seen.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_RATE_LIMITS = {"verify": "20/m/ip"}  # beside those of sign-in, which stay as they are

# Without a mail server, mails are written to the log.
EMAIL_HOST = env("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = env(
    "EMAIL_BACKEND",
    default=f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend",
)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Partner Desk <desk@localhost>")

LANGUAGE_CODE = "en"
# What people can choose: a language stands here once its catalogue says every sentence, which a test makes sure of.
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
DEFAULT_CURRENCY = env("DEFAULT_CURRENCY", default="USD")

STATIC_URL = "static/"
STATIC_ROOT = DESK_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DESK_HOME / "media"
HEADS_FOLDER = Path(env("DESK_HEADS_FOLDER", default=str(MEDIA_ROOT / "heads")))
# Uploads: refused beyond this size, and where the disk would be left with less than this.
LIGHT_APPROVED_BY_WRITERS = env.bool("LIGHT_APPROVED_BY_WRITERS", default=False)
UPLOAD_LIMIT_BYTES = env.int("UPLOAD_LIMIT_BYTES", default=1_000_000_000)
VERIFY_LIMIT_BYTES = env.int("VERIFY_LIMIT_BYTES", default=20_000_000)
FREE_DISK_BYTES = env.int("FREE_DISK_BYTES", default=500_000_000)
# Sources that are fetched: hosts and networks of our own that may be asked, and how much and how long at most.
OUTGOING_ALLOWED = env.list("OUTGOING_ALLOWED", default=[])
OUTGOING_LIMIT_BYTES = env.int("OUTGOING_LIMIT_BYTES", default=200_000_000)
OUTGOING_SECONDS = env.int("OUTGOING_SECONDS", default=300)
FILE_UPLOAD_HANDLERS = ["metrics.files.upload_limits.LimitedUploadHandler"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django_structlog": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "weasyprint.progress": {"level": "ERROR"},
    },
}
# Lines about requests go through the logging above: its levels say which are written.
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event"]),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
