"""What Go's zero values are, and what of an object Go leaves out when it writes it (omitempty)."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.schema import Struct

# The zero values that are written; a list, map or pointer has none.
ZERO: dict[str, Any] = {
    "string": "",
    "bool": False,
    "int32": 0,
    "int64": 0,
    "IntOrString": 0,
    "Quantity": "0",
}


def empty(struct: Struct) -> dict[str, Any]:
    """What the zero value of a struct writes: the fields that are there even when empty."""
    zeros = ((field.name, zero(field)) for field in struct.always)
    return {name: zero for name, zero in zeros if zero is not None}


def zero(field: schema.Field) -> Any:
    """The zero value of a field; None where it writes nothing."""
    return empty(schema.struct(field.type.struct)) if field.type.struct else ZERO.get(field.type.base)


def written(obj: dict[str, Any], struct: Struct) -> dict[str, Any]:
    """The object as Go writes it: without lists and maps that are empty and marked omitempty."""
    out = {}
    for name, value in obj.items():
        field = struct.fields[name]
        type = field.type
        if not value and type.base in ("list", "map") and not field.always:
            continue
        if value is None:
            pass
        elif type.base == "struct":
            value = written(value, schema.struct(type.struct))
        elif type.element is not None and type.element.struct:
            inner = schema.struct(type.element.struct)
            value = [written(item, inner) for item in value]
        out[name] = value
    return out
