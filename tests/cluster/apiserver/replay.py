"""Recorded admission cases, run through defaults, allocation, prepare, validation and warnings alone.

What the source room, the decoder and kubectl say of a manifest is not judged here: cases that end there are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from nodeport_lab.cluster.apiserver import allocation, decode, defaults, prepare, schema, validation, warnings
from nodeport_lab.cluster.apiserver.zeros import written
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.problem import Problem

RECORDED = Path(__file__).parents[2] / "data" / "conformance" / "admission"
_ELSEWHERE = ("error: ", "(BadRequest)", "(NotFound)", "currently being deleted")
# PyYAML's resolver differs from Kubernetes' in these: they belong to the source room.
_YAML = {
    "yaml-octal-port",
    "yaml-underscore-port",
    "yaml-bom",
    "yaml-custom-tag",
    "yaml-binary-tag",
    "service-nodeport-whole-float",
}


def cases() -> Iterator[dict[str, Any]]:
    """The recorded cases whose every step is decided in these rooms."""
    for path in sorted(RECORDED.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8")):
            if case["name"] in _YAML or any(
                word in step["stderr"] for step in case["steps"] for word in _ELSEWHERE
            ):
                continue
            yield case


class Server:
    """Just enough of an API server: what is stored, and who has which address and port."""

    def __init__(self) -> None:
        self.config = ClusterConfig()
        self.allocations = allocation.Allocations.of(self.config)
        self.stored: dict[tuple[str, str], dict[str, Any]] = {}

    def put(self, manifest: dict[str, Any]) -> tuple[list[Problem], list[str]]:
        """Create or replace; the problems, or none and the warnings."""
        root = schema.root(manifest["apiVersion"], manifest["kind"])
        assert root is not None
        obj = defaults.apply(decode.decode(manifest, root).obj)
        if obj["kind"] not in ("Namespace", "Node", "IngressClass"):
            obj["metadata"].setdefault("namespace", "default")
        key = obj["kind"], obj["metadata"]["name"]
        old = self.stored.get(key)
        allocations = self.allocations
        if obj["kind"] == "Service":
            answer = allocations.create(obj) if old is None else allocations.update(obj, old)
            if isinstance(answer, allocation.Refused):
                return list(answer.problems), []
            obj, allocations = answer.obj, answer.state
        context = validation.Context(self.config)
        if old is None:
            obj = prepare.for_create(obj)
            problems, said = validation.create(obj, context), warnings.create(obj)
        else:
            obj = prepare.for_update(obj, old)
            problems, said = validation.update(obj, old, context), warnings.update(obj, old)
        if problems:
            return problems, []
        self.stored[key], self.allocations = written(obj, root), allocations
        return [], said


def stderr(manifest: dict[str, Any], problems: list[Problem], said: list[str]) -> str:
    """What kubectl prints of them."""
    out = [f"Warning: {words}" for words in said]
    messages = [problem.message for problem in problems]
    if messages and messages[0].startswith("Internal error"):
        out.append(f'Error from server (InternalError): error when creating "manifest.yaml": {messages[0]}')
    elif messages:
        title = f'The {manifest["kind"]} "{manifest["metadata"]["name"]}" is invalid: '
        out.append(title + messages[0] if len(messages) == 1 else "\n* ".join([title, *messages]))
    return "".join(line + "\n" for line in out)


def documents(text: str) -> list[dict[str, Any]]:
    """The manifest's documents, read by plain PyYAML."""
    return [document for document in yaml.safe_load_all(text) if document]
