"""What every template may name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from nodeport_lab.lab import visitors

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, Any]:
    """``language`` of this page, ``guest``: whether another site shows it, ``theme``: light, dark or, where nothing was chosen, auto; and for search engines
    ``alternates``: the same page in every language, as pairs of language and address."""
    theme = request.COOKIES.get("theme", "")
    here = request.build_absolute_uri(request.path)
    return {
        "language": get_language() or "en",
        "guest": visitors.sent(request) is not None,
        "theme": theme if theme in THEMES else "auto",
        "alternates": [(code, translate_url(here, code)) for code, _ in settings.LANGUAGES],
    }
