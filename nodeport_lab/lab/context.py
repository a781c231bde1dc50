"""What every template may name."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, str]:
    """``language`` of this page, and ``theme``: light, dark or, where nothing was chosen, auto."""
    theme = request.COOKIES.get("theme", "")
    return {"language": get_language() or "en", "theme": theme if theme in THEMES else "auto"}
