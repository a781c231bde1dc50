"""What question texts may have in them: backticks, bold, and the three ports in their colours."""

from __future__ import annotations

import json
import re
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_PORT = re.compile(r"\{(nodePort|port|targetPort)(?::([^{}]+))?\}")


@register.filter
def inline(text: str) -> SafeString:
    """The text as HTML: everything is escaped first, so that only our own marks become elements."""
    found = str(escape(text))
    found = _PORT.sub(
        lambda match: f'<span class="port" data-role="{match[1]}">{match[2] or match[1]}</span>', found
    )
    found = _CODE.sub(r"<code>\1</code>", found)
    return mark_safe(_BOLD.sub(r"<strong>\1</strong>", found))  # noqa: S308


@register.filter
def as_json(value: Any) -> str:
    """For an attribute: the template escapes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@register.filter
def percent(value: float | None) -> str:
    """A share from 0 to 1 as a whole number of percent."""
    return "" if value is None else f"{round(value * 100)}"
