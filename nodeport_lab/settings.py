"""The one settings file. What differs between machines comes from environment variables:

``SECRET_KEY``       made once and kept in var/secret_key where it is not given
``DEBUG``            off unless 1
``ALLOWED_HOSTS``    names that the server answers to, separated by commas; this machine alone by default
``BASE_URL``         where the public reaches it, ``https://lab.example.org``: trusts that origin, secures cookies
``DATABASE_URL``     ``sqlite:///path`` (var/lab.sqlite3 by default) or ``postgres://user:password@host/name``
``REDIS_URL``        needed when several processes serve one site
``FRAME_ANCESTORS``  sites that may embed the lab in a frame, separated by commas; none by default
``VAR_DIR``          everything that is written goes below it; var/ by default
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from nodeport_lab import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key("SECRET_KEY", VAR_DIR / "secret_key")
BASE_URL = env.origin("BASE_URL")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS",
    ["localhost", "127.0.0.1", "[::1]", *([urlsplit(BASE_URL).hostname or ""] if BASE_URL else [])],
)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "csp",
    "lti_tool",
    "nodeport_lab.lab",
    "nodeport_lab.compare",
    "nodeport_lab.quiz",
    "nodeport_lab.tutorial",
    "nodeport_lab.classroom",
    "nodeport_lab.lti",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "nodeport_lab.lab.middleware.Csrf",
    "django_htmx.middleware.HtmxMiddleware",
    "nodeport_lab.lab.middleware.visitor_cookie",
]

ROOT_URLCONF = "nodeport_lab.urls"
ASGI_APPLICATION = "nodeport_lab.asgi.application"

# Partials are taken in by their loader and tags alone: the app itself would import Django's admin.
_LOADERS: list[Any] = [
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "nodeport_lab.lab.templatetags.modules",
                "template_partials.templatetags.partials",
            ],
            "libraries": {"partials": "template_partials.templatetags.partials"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "nodeport_lab.lab.context.page",
                "nodeport_lab.lti.given.standing",
            ],
        },
    }
]

# Data
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "lab.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS = {"default": env.channel_layer("REDIS_URL")}

# Languages: the address carries the language; "/" goes to the one that the visitor chose or the browser asks for.
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: named by their content, compressed, served by ServeStatic in front of Django (asgi.py).
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Not what apps bring along: django-htmx's own copies of htmx import modules in ways that cannot be rewritten.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "nodeport_lab.lab.storage.ModuleStorage"},
}
SERVESTATIC_USE_BROTLI = False
SERVESTATIC_USE_ZSTD = False

# Limits
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE
MAX_ACTIONS = 2_000  # in one workspace's log
LOG_SHOWN = 50  # of them, the last, that the page is sent
MAX_SHARED = 512 * 1024  # characters of a frozen copy
MAX_LABS = 50  # of one visitor
REMOVED_KEPT = 10  # of them, that can be had back
TRIALS_KEPT = 100  # what was checked last, of so many workspaces
REQUESTS_PER_SECOND, REQUESTS_AT_ONCE = 20, 200  # of one visitor
VISITORS_PER_SECOND, VISITORS_AT_ONCE = (
    2,
    200,
)  # new ones, from one address: a class behind one router is welcome

# Of one address, of what needs no cookie: shared labs, and frames on other pages.
PUBLIC_PER_SECOND, PUBLIC_AT_ONCE = 50, 500
# Links and labs, made by one visitor, or from one address without a cookie.
MAKING_PER_SECOND, MAKING_AT_ONCE = 0.2, 60

# Classes
CLASS_DAYS = 30  # without use, after which a room and every name in it are deleted
CLASS_MAX_ROOMS = 50  # of one teacher
CLASS_MAX_LEARNERS = 600  # in one room
CLASS_REOPEN_HOURS = 24  # for so long the end of a class can be taken back
CLASS_MAX_ASSIGNMENTS = 200  # given out in one room
CLASS_ASKS_PER_SECOND, CLASS_ASKS_AT_ONCE = 5, 60  # by one learner, of a task's page
CLASS_AWAY = 45  # seconds after which a page that was not heard of counts as gone; it speaks up every 20
CLASS_ENTRIES_PER_SECOND, CLASS_ENTRIES_AT_ONCE = 2, 200  # codes tried, rooms entered, from one address
CLASS_WORDS_PER_SECOND, CLASS_WORDS_AT_ONCE = 2, 20  # said by one page over its socket
CLASS_ORDERS_PER_SECOND, CLASS_ORDERS_AT_ONCE = 5, 60  # of one teacher

# Learning platforms (docs/lti.md)
LTI_LAUNCHES_PER_SECOND, LTI_LAUNCHES_AT_ONCE = 10, 1200  # from one address: a school is behind one
LTI_TIMEOUT = (5, 15)  # seconds to reach a platform, and to wait for its answer

# Security
FRAME_ANCESTORS = env.words("FRAME_ANCESTORS", [NONE])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": FRAME_ANCESTORS,
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "nodeport_lab.lab.errors.csrf_failure"
# An account is a name and a password, nothing else; who has one is known by the visitor's cookie, as everybody is.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
VISITOR_COOKIE_AGE = 365 * 24 * 3600
GUEST_COOKIE_AGE = 12 * 3600  # whom a learning platform sent; it sends them again

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A wrong address or a rejected form is the visitor's affair, not the operator's.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}
