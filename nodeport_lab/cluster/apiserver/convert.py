"""Untyped data into an object as the server converts what a patch has made, with the converter's words.

They differ from those of decoding: ``unrecognized type: int32`` where decoding says ``cannot unmarshal string …``. The fields
are walked in Go's order and the first wrong type ends it; unknown fields are told only where no type is wrong.
Mirrors k8s.io/apimachinery/pkg/runtime/converter.go (FromUnstructuredWithValidation).
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import decode, schema
from nodeport_lab.cluster.apiserver.jsonkinds import kind_of, strict_path
from nodeport_lab.cluster.apiserver.schema import Struct, Type
from nodeport_lab.cluster.apiserver.spelling import nearest
from nodeport_lab.cluster.problem import FieldPath, Problem

_SPECIAL = ("IntOrString", "Quantity", "Time", "MicroTime")


class _Wrong(Exception):
    def __init__(self, message: str, path: FieldPath, value: Any, expected: str) -> None:
        super().__init__(message)
        self.message, self.path, self.value, self.expected = message, path, value, expected


def check(value: dict[str, Any], struct: Struct) -> tuple[str, list[Problem]]:
    """What is wrong with ``value``: the message, empty where nothing is, and the problems it tells of."""
    unknown: list[tuple[FieldPath, Struct]] = []
    try:
        _struct(value, struct, FieldPath(), unknown)
    except _Wrong as wrong:
        params = {"field": str(wrong.path), "value": wrong.value, "found": kind_of(wrong.value)}
        params |= {"expected": wrong.expected, "goType": wrong.expected}
        return wrong.message, [Problem("wrong-type", wrong.message, wrong.path, params=params)]
    problems = []
    for path, known in unknown:
        name = str(path.parts[-1])
        message = f'unknown field "{strict_path(path)}"'
        params = {"field": strict_path(path), "name": name, "nearest": nearest(name, list(known.fields))}
        problems.append(Problem("unknown-field", message, path, params=params | {"struct": known.name}))
    told = ", ".join(problem.message for problem in problems)
    return (f"strict decoding error: {told}" if told else ""), problems


def _kind(value: Any) -> str:
    """reflect.Kind of what JSON decoding makes of a value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64"
    if isinstance(value, float):
        return "float64"
    return "string" if isinstance(value, str) else "slice" if isinstance(value, list) else "map"


def _struct(value: Any, struct: Struct, path: FieldPath, unknown: list[tuple[FieldPath, Struct]]) -> None:
    if not isinstance(value, dict):
        raise _Wrong(f"cannot restore struct from: {_kind(value)}", path, value, struct.go)
    for name, field in struct.fields.items():
        if value.get(name) is not None:
            _value(value[name], field.type, path.child(name), unknown)
    unknown += [(path.child(name), struct) for name in sorted(value) if name not in struct.fields]


def _value(value: Any, type: Type, path: FieldPath, unknown: list[tuple[FieldPath, Struct]]) -> None:
    base = type.base
    if value is None:
        return
    if base == "struct":
        _struct(value, schema.struct(type.struct), path, unknown)
    elif base in ("string", "bool", "int32", "int64"):
        _simple(value, type, path)
    elif base in _SPECIAL:
        if told := decode.complaint(value, type):
            raise _Wrong(told, path, value, base)
    elif base == "bytes" and isinstance(value, str):
        if told := decode.complaint(value, type):
            raise _Wrong(f"error decoding from json: {told}", path, value, base)
    elif base in ("list", "bytes"):
        if not isinstance(value, list):
            raise _Wrong(f"cannot restore slice from {_kind(value)}", path, value, type.go)
        for index, item in enumerate(value):
            _value(item, type.item, path.index(index), unknown)
    elif base == "map":
        if not isinstance(value, dict):
            raise _Wrong(f"cannot restore map from {_kind(value)}", path, value, type.go)
        for key in sorted(value):
            _value(value[key], type.item, path.key(key), unknown)


def _simple(value: Any, type: Type, path: FieldPath) -> None:
    """Go can convert an integer to a string, or a float to an integer; JSON must not, and that is told differently."""
    found, base = _kind(value), type.base
    wanted = {"int32": "int", "int64": "int"}.get(base, base)
    if found == wanted or (found == "int64" and wanted == "int"):
        return
    if found == "float64" and wanted == "int":
        if float(value).is_integer():
            return
        raise _Wrong(f"cannot convert float64 to {type.go}", path, value, type.go)
    if found == "int64" and wanted == "string":
        raise _Wrong(f"cannot convert int64 to {type.go}", path, value, type.go)
    raise _Wrong(f"unrecognized type: {base}", path, value, type.go)
