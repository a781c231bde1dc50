"""``{% module "js/lab/main.js" %}``: a page's module, and a word to the browser about all that it will import.

Without it a browser learns of a module only when it has read the one that imports it: as many round trips as the
imports are deep, before anything moves.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

# Only what is imported at once: what `import()` brings later is not wanted now. JSDoc's imports are in comments, and have a parenthesis.
_IMPORT = re.compile(r"""^(?:import|export)\b[^;"'(]*["'](\.[^"']+)["'];""", re.MULTILINE)


@register.simple_tag
def module(name: str) -> SafeString:
    """The script element of a module, with a ``modulepreload`` for each that it imports, however deep.

    Of low priority: what is needed to show the page at all (its styles) comes first.
    """
    found = imported(name) if settings.DEBUG else _kept(name)
    links = format_html_join(
        "\n",
        '<link rel="modulepreload" fetchpriority="low" href="{}">',
        ((static(other),) for other in found),
    )
    return format_html('{}\n<script type="module" src="{}"></script>', links, static(name))


def imported(name: str) -> tuple[str, ...]:
    """The names of the modules that a module imports, and those import, in the order in which a reader meets them.

    ``ValueError`` where one of them is not there.
    """
    met: dict[str, None] = {}
    _follow(name, met)
    met.pop(name)
    return tuple(met)


_kept = cache(imported)


def _follow(name: str, met: dict[str, None]) -> None:
    path = finders.find(name)
    if not path:
        raise ValueError(f"there is no module {name}")
    met[name] = None
    for relative in _IMPORT.findall(Path(path).read_text(encoding="utf-8")):
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))
        if other not in met:
            _follow(other, met)
