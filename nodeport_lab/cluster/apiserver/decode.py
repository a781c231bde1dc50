"""Strict decoding: untyped data into an object of the API, in Go's words and Go's order.

Mirrors sigs.k8s.io/json (encoding/json with case-sensitive names, unknown and duplicate fields as errors), and the
Unmarshalers of IntOrString, Quantity, Time. kubectl sends maps with their keys sorted, so that is the order in which
the server meets mistakes. A wrong type is an error that decoding goes on after; an Unmarshaler's error ends it, and is
then the one that is told; unknown fields are told only where there is nothing worse.

The result is what the Go types hold: empty fields that are marked omitempty gone, structs held by value there.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.apiserver import quantity, schema
from nodeport_lab.cluster.apiserver.gobase64 import illegal_byte
from nodeport_lab.cluster.apiserver.gotime import BadTime, parse_time
from nodeport_lab.cluster.apiserver.jsonkinds import is_number, kind_of, number_text, strict_path
from nodeport_lab.cluster.apiserver.schema import Struct, Type
from nodeport_lab.cluster.apiserver.spelling import nearest
from nodeport_lab.cluster.apiserver.zeros import ZERO, empty, zero
from nodeport_lab.cluster.gotext import json_float
from nodeport_lab.cluster.problem import FieldPath, Problem

_INT32 = range(-(2**31), 2**31)
_INT64 = range(-(2**63), 2**63)
# sigs.k8s.io/json keeps no more strict errors than this.
_MAX_STRICT = 100
# What is there even when empty: structs always, lists and maps until they are written.
_KEPT = frozenset({"struct", "IntOrString", "list", "map"})
_PLAIN = {"string": str, "bool": bool, "int32": int, "int64": int}


@dataclass(slots=True)
class Decoded:
    """The object, or what is wrong: ``message`` is what Go says, ``problems`` every mistake that was met."""

    obj: dict[str, Any]
    struct: Struct
    message: str = ""
    problems: list[Problem] = dataclasses.field(default_factory=list)
    # True where a list or map is there and empty: validation may tell it from one that is not there, JSON does not.
    hollow: bool = False


class _Fatal(Exception):
    """An Unmarshaler failed: decoding ends here."""


def decode(value: Any, struct: Struct, *, strict: bool = True) -> Decoded:
    """Decodes ``value`` (data, not text) into ``struct``. ``strict=False``: unknown fields are passed over."""
    decoder = _Decoder(strict)
    try:
        obj = decoder.struct(value, struct, FieldPath(), ())
    except _Fatal:
        obj = {}
    message = decoder.fatal or decoder.saved
    if not message and decoder.unknown:
        message = "strict decoding error: " + ", ".join(decoder.unknown)
    problems = sorted(decoder.problems, key=lambda p: 0 if p.message == message else 1)
    return Decoded(obj, struct, message, problems, decoder.hollow)


def complaint(value: Any, type: Type) -> str:
    """What is wrong with a single value of ``type``, empty where nothing is."""
    decoder = _Decoder(strict=True)
    with suppress(_Fatal):
        decoder.value(value, type, FieldPath(), ())
    return decoder.fatal or decoder.saved


class _Decoder:
    """Walks down data and types together. ``go`` is the path as Go tells it: no indexes, with embedded structs."""

    __slots__ = ("context", "fatal", "hollow", "problems", "saved", "strict", "unknown")

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self.saved = self.fatal = ""
        self.unknown: dict[str, None] = {}
        self.problems: list[Problem] = []
        self.context = ""
        self.hollow = False

    # What is wrong

    def wrong_type(self, found: str, type: Type, path: FieldPath, go: tuple[str, ...], value: Any) -> None:
        """UnmarshalTypeError: remembered, the first one is told."""
        message = self._type_message(found, type.go, go)
        self.saved = self.saved or message
        params = {"field": str(path), "found": found.split()[0], "expected": type.base, "value": value}
        self.problems.append(Problem("wrong-type", message, path, params=params | {"goType": type.go}))

    def _type_message(self, found: str, expected: str, go: tuple[str, ...]) -> str:
        if not go:
            return f"json: cannot unmarshal {found} into Go value of type {expected}"
        return f"json: cannot unmarshal {found} into Go struct field {self.context}.{'.'.join(go)} of type {expected}"

    def end(self, message: str, kind: str, path: FieldPath, value: Any, **params: Any) -> None:
        """An Unmarshaler's error: told instead of any that was remembered."""
        self.fatal = message
        self.problems.append(
            Problem(kind, message, path, params={"field": str(path), "value": value} | params)
        )
        raise _Fatal

    def unknown_field(self, path: FieldPath, known: Struct) -> None:
        name = strict_path(path)
        message = f'unknown field "{name}"'
        if message in self.unknown:
            return
        last, meant = path.parts[-1], ""
        if len(self.unknown) < _MAX_STRICT:  # those that are told; nobody guesses at thousands of names
            self.unknown[message] = None
            meant = nearest(str(last), list(known.fields))
        params = {"field": name, "name": last, "nearest": meant}
        self.problems.append(Problem("unknown-field", message, path, params=params | {"struct": known.name}))

    # The walk

    def value(self, value: Any, type: Type, path: FieldPath, go: tuple[str, ...]) -> Any:
        """``value`` as ``type``, None where it is null or was refused."""
        base = type.base
        if base == "string":
            if isinstance(value, str):
                return value
        elif base == "struct":
            return None if value is None else self.struct(value, schema.struct(type.struct), path, go)
        elif base == "int32" or base == "int64":
            if isinstance(value, int) and not isinstance(value, bool):
                if value in (_INT32 if base == "int32" else _INT64):
                    return value
                self.wrong_type(f"number {value}", type, path, go, value)
                return None
            if isinstance(value, float):
                self.wrong_type(f"number {json_float(value)}", type, path, go, value)
                return None
        elif base == "list":
            if isinstance(value, list):
                return self._list(value, type, path, go)
        elif base == "map":
            if isinstance(value, dict):
                return self._map(value, type, path, go)
        elif base == "bool":
            if isinstance(value, bool):
                return value
        else:
            return self._special(value, type, path, go)
        if value is not None:
            self.wrong_type(kind_of(value), type, path, go, value)
        return None

    def struct(self, value: Any, known: Struct, path: FieldPath, go: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.wrong_type(kind_of(value), Type("struct", f"v1.{known.go}"), path, go, value)
            return empty(known)
        out: dict[str, Any] = {}
        fields = known.fields
        for name in sorted(value):
            field = fields.get(name)
            if field is None:
                if self.strict:
                    self.unknown_field(path.child(name), known)
                continue
            item = value[name]
            # What is as it should be, the most of it, needs no path to tell where it is.
            if type(item) is _PLAIN.get(field.type.base) and (type(item) is not int or item in _INT32):
                if item or field.pointer or field.always:
                    out[name] = item
                continue
            outer, self.context = self.context, known.go
            inner = (*go, field.embedded, name) if field.embedded else (*go, name)
            decoded = self.value(item, field.type, path.child(name), inner)
            self.context = outer
            if decoded is None:
                continue
            if decoded or field.pointer or field.always or field.type.base in _KEPT:
                out[name] = decoded
                if not decoded and field.type.base in ("list", "map"):
                    self.hollow = True
        for field in known.always:
            if field.name not in out and (value_ := zero(field)) is not None:
                out[field.name] = value_
        return out

    def _list(self, value: list[Any], type: Type, path: FieldPath, go: tuple[str, ...]) -> list[Any]:
        element = type.item
        out = []
        for index, item in enumerate(value):
            decoded = self.value(item, element, path.index(index), go)
            if decoded is None:
                decoded = (
                    empty(schema.struct(element.struct))
                    if element.base == "struct"
                    else ZERO.get(element.base)
                )
            out.append(decoded)
        return out

    def _map(self, value: dict[str, Any], type: Type, path: FieldPath, go: tuple[str, ...]) -> dict[str, Any]:
        element = type.item
        out = {}
        for key in sorted(value):
            decoded = self.value(value[key], element, path.key(key), go)
            out[key] = ZERO.get(element.base) if decoded is None else decoded
        return out

    def _special(self, value: Any, type: Type, path: FieldPath, go: tuple[str, ...]) -> Any:
        """The types that decode themselves."""
        base = type.base
        if value is None:
            return None
        if base == "IntOrString":
            if isinstance(value, str) or (
                isinstance(value, int) and not isinstance(value, bool) and value in _INT32
            ):
                return value
            number = f" {value if isinstance(value, int) else json_float(value)}" if is_number(value) else ""
            message = self._type_message(kind_of(value) + number, "int32", go)
            self.end(
                message,
                "wrong-type",
                path,
                value,
                found=kind_of(value),
                expected="IntOrString",
                goType="int32",
            )
        elif base == "Quantity":
            text = (value if isinstance(value, str) else number_text(value)).strip()
            if quantity.parse(text) is None:
                self.end(quantity.complaint(text), "bad-quantity", path, value)
            return quantity.canonical(text)
        elif base in ("Time", "MicroTime"):
            if not isinstance(value, str):
                message = self._type_message(kind_of(value), "string", go)
                self.end(
                    message,
                    "wrong-type",
                    path,
                    value,
                    found=kind_of(value),
                    expected="string",
                    goType="string",
                )
            try:
                return parse_time(value, micro=base == "MicroTime")
            except BadTime as bad:
                self.end(str(bad), "bad-time", path, value)
        elif base == "bytes":
            return self._bytes(value, type, path, go)
        # FieldsV1 takes anything; the lab has no use for it.
        return {}

    def _bytes(self, value: Any, type: Type, path: FieldPath, go: tuple[str, ...]) -> str | None:
        if not isinstance(value, str):
            self.wrong_type(kind_of(value), type, path, go, value)
            return None
        try:
            base64.b64decode(value.replace("\n", "").replace("\r", ""), validate=True)
        except (binascii.Error, ValueError):
            message = f"illegal base64 data at input byte {illegal_byte(value)}"
            self.saved = self.saved or message
            params = {"field": str(path), "value": value}
            self.problems.append(Problem("bad-base64", message, path, params=params))
            return None
        return value
