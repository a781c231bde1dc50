"""The types of the API: which fields an object has, and what Go calls their types.

    schema.struct("core.ServicePort").fields["nodePort"].type.base      # "int32"
    schema.root("v1", "Service").name                                   # "core.Service"

``structures.json`` and ``descriptions.json`` are written by ``script/schema`` from the published JSON schema of
Kubernetes v1.36 (Apache-2.0, see NOTICE) and from ``script/schema-facts.json``, which has what only the Go types know.
Nothing is read before it is asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_SPECIAL = frozenset({"IntOrString", "Quantity", "Time", "MicroTime", "FieldsV1"})


@dataclass(frozen=True, slots=True)
class Type:
    """A type. ``base`` is one of string, bool, int32, int64, bytes, list, map, struct, IntOrString, Quantity, Time,
    MicroTime, FieldsV1; ``go`` is how Go prints it; ``element`` is that of a list or map; ``struct`` names a struct.
    """

    base: str
    go: str
    element: Type | None = None
    struct: str = ""

    @property
    def item(self) -> Type:
        """The type of what a list or map holds; ``TypeError`` for any other type."""
        if self.element is None:
            raise TypeError(f"{self.go} holds nothing")
        return self.element


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a struct.

    pointer: absent and zero differ. always: written to JSON even when empty (no omitempty, or a struct by value).
    required: the published schema demands it. embedded: the Go struct inlined here that holds it.
    patch, merge_key: its strategy in a strategic merge patch.
    """

    name: str
    type: Type
    pointer: bool = False
    always: bool = False
    required: bool = False
    embedded: str = ""
    patch: frozenset[str] = frozenset()
    merge_key: str = ""


@dataclass(frozen=True, slots=True)
class Struct:
    """A Go struct: ``name`` is ``core.ServicePort``, ``go`` is ``ServicePort``; fields in Go's order where known.

    always: the fields that are written even when empty.
    """

    name: str
    go: str
    fields: dict[str, Field] = field(default_factory=dict)
    always: tuple[Field, ...] = ()


@cache
def _structures() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_HERE / "structures.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _type(text: str) -> Type:
    body, _, named = text.partition("=")
    if body.startswith("[]"):
        element = _type(text[2:])
        return Type("list", "[]" + element.go, element)
    if body.startswith("map:"):
        element = _type(body[4:])
        return Type("map", named or f"map[string]{element.go}", element)
    if body in _SPECIAL:
        package = {"IntOrString": "intstr", "Quantity": "resource"}.get(body, "v1")
        return Type(body, f"{package}.{body}")
    if "." in body:
        return Type("struct", "v1." + body.partition(".")[2], struct=body)
    if body == "bytes":
        return Type("bytes", "[]uint8")
    return Type(body, named or body)


@cache
def struct(name: str) -> Struct:
    """The struct of that name; ``KeyError`` where there is none."""
    fields = {
        key: Field(
            key,
            _type(raw["type"]),
            raw.get("pointer", False),
            raw.get("always", False),
            raw.get("required", False),
            raw.get("embedded", ""),
            frozenset(filter(None, raw.get("patch", "").split(","))),
            raw.get("mergeKey", ""),
        )
        for key, raw in _structures()["structs"][name].items()
    }
    always = tuple(f for f in fields.values() if f.always and not f.pointer)
    return Struct(name, name.partition(".")[2], fields, always)


def root(api_version: str, kind: str) -> Struct | None:
    """The struct of a kind, None where the lab has none for it."""
    name = _structures()["kinds"].get(f"{api_version} {kind}")
    return None if name is None else struct(name)


def enum(go_type: str) -> tuple[str, ...]:
    """The values of a named string type such as ``v1.Protocol``; empty where they are not listed."""
    return tuple(_structures()["enums"].get(go_type, ()))


@cache
def _descriptions() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads((_HERE / "descriptions.json").read_text(encoding="utf-8"))
    return loaded


def description(struct_name: str, field_name: str = "") -> str:
    """The documentation of a struct (no field) or of one of its fields; empty where there is none."""
    return _descriptions().get(struct_name, {}).get(field_name, "")
