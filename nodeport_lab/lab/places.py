"""From a field of an object to the line of the editor that says it, for whatever wants to show what caused it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from nodeport_lab.cluster.problem import FieldPath
from nodeport_lab.cluster.source import read
from nodeport_lab.cluster.source.document import Document
from nodeport_lab.lab.actions import MAX_TEXT
from nodeport_lab.lab.problems import Text

_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class Places:
    """The objects of the editor's files, by kind and ``namespace/name``."""

    def __init__(self, files: Iterable[Mapping[str, str]]) -> None:
        self._objects: dict[tuple[str, str], tuple[str, Text, Document]] = {}
        files = list(files)
        if sum(len(file["text"]) for file in files) > MAX_TEXT:
            return
        for file in files:
            text = Text(file["text"])
            for document in read(file["text"]).documents:
                named = _object(document.value)
                if named:
                    self._objects[named] = (file["name"], text, document)

    def of(self, service: str, field: str) -> dict[str, Any] | None:
        """``{file, from, to}`` of the field's key, or of what is nearest to it; None where no file has the Service."""
        return self.of_object("Service", service, field)

    def of_object(self, kind: str, key: str, field: str) -> dict[str, Any] | None:
        """The same of any object."""
        found = self._objects.get((kind, key))
        if found is None:
            return None
        name, text, document = found
        return {"file": name, **text.stretch(document.span_of(path(field), key=True))}

    def value(self, kind: str, key: str, field: str) -> dict[str, Any] | None:
        """``{file, from, to}`` of the text of a value that is written there, to be replaced; None where none is."""
        found = self._objects.get((kind, key))
        if found is None:
            return None
        name, text, document = found
        value: Any = document.value
        for part in path(field).parts:
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                return None
        if isinstance(value, dict | list):
            return None
        return {"file": name, **text.stretch(document.span_of(path(field)))}


def path(field: str) -> FieldPath:
    """``spec.ports[0].nodePort`` as a path."""
    return FieldPath(tuple(name or int(index) for name, index in _PART.findall(field)))


def _object(value: Any) -> tuple[str, str] | None:
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        return None
    meta = value.get("metadata")
    if not isinstance(meta, dict) or not isinstance(meta.get("name"), str):
        return None
    namespace = meta.get("namespace")
    return value["kind"], f"{namespace if isinstance(namespace, str) else 'default'}/{meta['name']}"
