"""Kinds without a describer of their own: every field as a line, names spelled out (GenericDescriber)."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Obj

from . import meta
from .writer import Writer

_SHOWN = {"name", "namespace", "labels", "annotations", "managedFields"}
_WORDS = {"api": "API", "url": "URL", "uid": "UID", "osb": "OSB", "gui": "GUI"}


def describe(obj: Obj, shell: Shell) -> Writer:
    """An object of any kind."""
    writer, metadata = Writer(), obj["metadata"]
    writer.line(0, "Name:", metadata["name"])
    writer.line(0, "Namespace:", metadata.get("namespace", ""))
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    rest = {**obj, "metadata": {key: value for key, value in metadata.items() if key not in _SHOWN}}
    _fields(writer, 0, rest)
    return writer


def _fields(writer: Writer, level: int, value: dict[str, Any]) -> None:
    for key in sorted(value, key=_title):
        _one(writer, level, f"{_title(key)}:", value[key])


def _one(writer: Writer, level: int, title: str, value: Any) -> None:
    if isinstance(value, dict):
        writer.line(level, title)
        _fields(writer, level + 1, value)
    elif isinstance(value, list):
        writer.line(level, title)
        for item in value:
            if isinstance(item, dict):
                _fields(writer, level + 1, item)
            else:
                writer.line(level + 1, _shown(item))
    else:
        writer.line(level, title, _shown(value))


def _shown(value: Any) -> str:
    if value is None:
        return "<nil>"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _title(key: str) -> str:
    """smartLabelFor: ``firstTimestamp`` is ``First Timestamp``, ``apiVersion`` is ``API Version``."""
    words = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+|[^A-Za-z0-9]+", key)
    shown = [_WORDS.get(word.lower(), word[:1].upper() + word[1:]) for word in words if word != " "]
    return " ".join(shown)
