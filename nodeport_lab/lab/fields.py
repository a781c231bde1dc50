"""Where the browser finds what the editor knows of the fields (static/fields, made by script/fields)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from nodeport_lab.content.words import Language


def addresses(language: Language) -> dict[str, str]:
    """The address of each file by its name without the ending: ``index``, ``service`` and so on."""
    return {name: static(f"fields/{language}/{name}.json") for name in _names(language)}


@cache
def _names(language: Language) -> tuple[str, ...]:
    folder = Path(settings.BASE_DIR) / "static" / "fields" / language
    return tuple(sorted(path.stem for path in folder.glob("*.json")))
