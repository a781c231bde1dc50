"""Static files: named by their content, with the imports between JavaScript modules rewritten to those names.

Nothing needs an import map (and so no inline script), and every file may be kept by browsers for ever.
Imports are to be relative, to end in a semicolon (Django's patterns find no others) and to go round in no circle
(a name made from a content that holds the name cannot be found). Our own scripts are sent without their comments.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile, File
from servestatic.storage import CompressedManifestStaticFilesStorage

from nodeport_lab.lab.sources import without_comments


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """ServeStatic's storage for a page made of many small modules."""

    support_js_module_import_aggregation = True
    keep_intermediate_files = False
    # Each pass settles the names of one more level of modules that import one another; Django stops at 5.
    max_post_process_passes = 30

    def _save(self, name: str, content: File[Any]) -> str:
        """Every file that is collected comes through here, and again under its final name."""
        if name.startswith("js/") and name.endswith(".js"):
            # In pieces: who hashed it before left it at its end, and pieces begin at the beginning.
            text = b"".join(content.chunks()).decode()
            content = ContentFile(without_comments(text).encode())
        return str(super()._save(name, content))

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Leaves comments alone: the types that they import (JSDoc) may well go round in circles."""
        convert: Callable[[re.Match[str]], Any] = super().url_converter(name, hashed_files, template)

        def converter(match: re.Match[str]) -> str:
            return match["matched"] if name.endswith(".js") and _is_comment(match) else str(convert(match))

        return converter


def _is_comment(match: re.Match[str]) -> bool:
    if match["matched"].startswith("//"):  # the map of the sources, which is a comment by design
        return False
    text, start = match.string, match.start()
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return line.lstrip().startswith("//") or text.rfind("/*", 0, start) > text.rfind("*/", 0, start)
