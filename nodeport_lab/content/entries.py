"""Files that are one entry each (a scene, a preset): read and looked at alike, whatever they hold."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from nodeport_lab.content.words import LANGUAGES


def read_entry(path: Path, fields: frozenset[str], said: Iterable[str]) -> dict[str, Any]:
    """A file with exactly these fields, its own name as ``id``; those of ``said`` in every language. ``ValueError`` otherwise."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or data.keys() != fields or data["id"] != path.stem:
        raise ValueError(f"{path.name}: wanted are {', '.join(sorted(fields))}, and the file's name as id")
    for field in said:
        if not isinstance(data[field], dict) or data[field].keys() != set(LANGUAGES):
            raise ValueError(f"{path.name}: {field} has to be written in {' and '.join(LANGUAGES)}")
    return data
