"""kubectl's own validation against the published schema, in its own words.

Since the server validates fields, kubectl does so only where the server cannot: for Lists, whose items it looks at one by one.
Mirrors kubectl/pkg/validation/schema.go and k8s.io/kube-openapi/pkg/util/proto/validation.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.schema import Struct, Type
from nodeport_lab.cluster.apiserver.spelling import nearest
from nodeport_lab.cluster.problem import FieldPath, Problem, go_quote

_PACKAGES = {"meta": "io.k8s.apimachinery.pkg.apis.meta.v1"}
_SPECIAL = {
    "IntOrString": "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
    "Quantity": "io.k8s.apimachinery.pkg.api.resource.Quantity",
    "Time": "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
    "MicroTime": "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
}
_EXPECTED = {
    "int32": "integer",
    "int64": "integer",
    "bool": "boolean",
    "list": "array",
    "map": "map",
    "struct": "map",
}
# A number passes for an integer, and any scalar for a string: the server will say the rest.
_PASSES = {
    "integer": {"integer", "number"},
    "boolean": {"boolean"},
    "string": {"string", "integer", "number", "boolean"},
}


def validate(value: dict[str, Any], root: Struct, kind: str, path: FieldPath) -> list[Problem]:
    """Every mistake of an object of ``kind`` that the schema knows of."""
    found: list[Problem] = []
    _struct(value, root, kind, path, found)
    return found


def definition(struct: Struct) -> str:
    """``io.k8s.api.core.v1.ServicePort``: the name of a struct in the published schema."""
    group = struct.name.partition(".")[0]
    return f"{_PACKAGES.get(group, f'io.k8s.api.{group}.v1')}.{struct.go}"


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "map"


def _told(where: str, words: str) -> str:
    return f"ValidationError({where}): {words}"


def _struct(value: dict[str, Any], struct: Struct, where: str, path: FieldPath, found: list[Problem]) -> None:
    name_of = definition(struct)
    for name in sorted(value):
        field = struct.fields.get(name)
        if field is None:
            message = _told(where, f"unknown field {go_quote(name)} in {name_of}")
            params = {
                "field": str(path.child(name)),
                "name": name,
                "nearest": nearest(name, list(struct.fields)),
            }
            found.append(
                Problem("unknown-field", message, path.child(name), params=params | {"struct": struct.name})
            )
        elif value[name] is not None:
            _value(value[name], field.type, f"{name_of}.{name}", f"{where}.{name}", path.child(name), found)
    for name, field in struct.fields.items():
        if field.required and value.get(name) is None:
            message = _told(where, f"missing required field {go_quote(name)} in {name_of}")
            params = {"field": str(path.child(name)), "name": name, "struct": struct.name}
            found.append(Problem("field-missing", message, path.child(name), params=params))


def _value(value: Any, type: Type, name_of: str, where: str, path: FieldPath, found: list[Problem]) -> None:
    base, kind = type.base, _kind(value)
    if value is None or base == "FieldsV1":
        return
    if base == "struct":
        name_of = definition(schema.struct(type.struct))
    name_of = _SPECIAL.get(base, name_of)
    expected = _EXPECTED.get(base, "string")
    if kind not in _PASSES.get(expected, {expected}):
        message = _told(
            where, f"invalid type for {name_of}: got {go_quote(kind)}, expected {go_quote(expected)}"
        )
        params = {
            "field": str(path),
            "value": value,
            "found": _FOUND[kind],
            "expected": base,
            "goType": type.go,
        }
        found.append(Problem("wrong-type", message, path, params=params))
    elif base == "struct":
        _struct(value, schema.struct(type.struct), where, path, found)
    elif base == "list":
        for index, item in enumerate(value):
            _value(item, type.item, name_of, f"{where}[{index}]", path.index(index), found)
    elif base == "map":
        for key in sorted(value):
            _value(value[key], type.item, name_of, f"{where}.{key}", path.key(key), found)


# What decoding calls the kinds of values, for the explanation.
_FOUND = {
    "boolean": "bool",
    "integer": "number",
    "number": "number",
    "string": "string",
    "array": "array",
    "map": "object",
}
