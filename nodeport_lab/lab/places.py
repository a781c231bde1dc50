"""From a field of an object to the line of the editor that says it, for rules that want to show what caused them."""

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
    """The Services of the editor's files, by ``namespace/name``."""

    def __init__(self, files: Iterable[Mapping[str, str]]) -> None:
        self._services: dict[str, tuple[str, Text, Document]] = {}
        files = list(files)
        if sum(len(file["text"]) for file in files) > MAX_TEXT:
            return
        for file in files:
            text = Text(file["text"])
            for document in read(file["text"]).documents:
                service = _service(document.value)
                if service:
                    self._services[service] = (file["name"], text, document)

    def of(self, service: str, field: str) -> dict[str, Any] | None:
        """``{file, from, to}`` of the field's key, or of what is nearest to it; None where no file has the Service."""
        found = self._services.get(service)
        if found is None:
            return None
        name, text, document = found
        return {"file": name, **text.stretch(document.span_of(path(field), key=True))}


def path(field: str) -> FieldPath:
    """``spec.ports[0].nodePort`` as a path."""
    return FieldPath(tuple(name or int(index) for name, index in _PART.findall(field)))


def _service(value: Any) -> str | None:
    if not isinstance(value, dict) or value.get("kind") != "Service":
        return None
    meta = value.get("metadata")
    if not isinstance(meta, dict) or not isinstance(meta.get("name"), str):
        return None
    namespace = meta.get("namespace")
    return f"{namespace if isinstance(namespace, str) else 'default'}/{meta['name']}"
