"""From a kind to one of its fields: what the published schema says of it."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.apiserver.schema import Field, Struct, Type

_NAMES = {
    "int32": "integer",
    "int64": "integer",
    "bool": "boolean",
    "string": "string",
    "bytes": "string",
    "Time": "string",
    "MicroTime": "string",
}
# Types that the published schema names, though JSON sees a plain value; with what it says of them.
_NAMED = {
    "IntOrString": "IntOrString is a type that can hold an int32 or a string.  When used in JSON or YAML marshalling and unmarshalling, it produces or consumes the inner type.  This allows you to have, for example, a JSON field that can accept a name or number.",
    "Time": "Time is a wrapper around time.Time which supports correct marshaling to YAML and JSON.  Wrappers are provided for many of the factory methods that the time package offers.",
    "MicroTime": "MicroTime is version of Time with microsecond level precision.",
    "FieldsV1": "FieldsV1 stores a set of fields in a data structure like a Trie, in JSON format.\n\nEach key is either a '.' representing the field itself, and will always map to an empty set, or a string representing a sub-field or item. The string will follow one of these four formats: 'f:<name>', where <name> is the name of a field in a struct, or key in a map 'v:<value>', where <value> is the exact json formatted value of a list item 'i:<index>', where <index> is position of a item in a list 'k:<keys>', where <keys> is a map of  a list item's key fields to their unique values If a key maps to an empty Fields value, the field that key represents is part of the set.\n\nThe exact format is defined in sigs.k8s.io/structured-merge-diff",
    "Quantity": "Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON and YAML, in addition to String() and AsInt64() accessors.\n\nThe serialization format is:\n\n``` <quantity>        ::= <signedNumber><suffix>\n\n\t(Note that <suffix> may be empty, from the \"\" case in <decimalSI>.)\n\n<digit>           ::= 0 | 1 | ... | 9 <digits>          ::= <digit> | <digit><digits> <number>          ::= <digits> | <digits>.<digits> | <digits>. | .<digits> <sign>            ::= \"+\" | \"-\" <signedNumber>    ::= <number> | <sign><number> <suffix>          ::= <binarySI> | <decimalExponent> | <decimalSI> <binarySI>        ::= Ki | Mi | Gi | Ti | Pi | Ei\n\n\t(International System of units; See: http://physics.nist.gov/cuu/Units/binary.html)\n\n<decimalSI>       ::= m | \"\" | k | M | G | T | P | E\n\n\t(Note that 1024 = 1Ki but 1000 = 1k; I didn't choose the capitalization.)\n\n<decimalExponent> ::= \"e\" <signedNumber> | \"E\" <signedNumber> ```\n\nNo matter which of the three exponent forms is used, no quantity may represent a number greater than 2^63-1 in magnitude, nor may it have more than 3 decimal places. Numbers larger or more precise will be capped or rounded up. (E.g.: 0.1m will rounded up to 1m.) This may be extended in the future if we require larger or smaller quantities.\n\nWhen a Quantity is parsed from a string, it will remember the type of suffix it had, and will use the same type again when it is serialized.\n\nBefore serializing, Quantity will be put in \"canonical form\". This means that Exponent/suffix will be adjusted up or down (with a corresponding increase or decrease in Mantissa) such that:\n\n- No precision is lost - No fractional digits will be emitted - The exponent (or suffix) is as large as possible.\n\nThe sign will be omitted unless the number is negative.\n\nExamples:\n\n- 1.5 will be serialized as \"1500m\" - 1.5Gi will be serialized as \"1536Mi\"\n\nNote that the quantity will NEVER be internally represented by a floating point number. That is the whole point of this exercise.\n\nNon-canonical values will still parse as long as they are well formed, but will be re-emitted in their canonical form. (So always use canonical form, or don't diff.)\n\nThis format is intended to make it difficult to use these numbers without writing some sort of special handling code in the hopes that that will cause implementors to also use a fixed point implementation.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A kind or a field: how its type is called, what is said of it, and which fields it has."""

    name: str
    type: str
    description: str
    type_description: str
    struct: Struct | None
    enum: tuple[str, ...] = ()


def root(api_version: str, kind: str) -> Place | None:
    """The kind itself; None where the lab has no schema for it."""
    struct = schema.root(api_version, kind)
    if struct is None:
        return None
    return Place(kind, kind, "", schema.description(struct.name), struct)


def child(place: Place, name: str) -> Place | None:
    """A field of the struct, None where there is none of that name."""
    if place.struct is None or name not in place.struct.fields:
        return None
    return field_of(place.struct, place.struct.fields[name])


def field_of(struct: Struct, field: Field) -> Place:
    """A field as a place."""
    inner = _inner(field.type)
    below = schema.struct(inner.struct) if inner.struct else None
    said = schema.description(below.name) if below is not None else _NAMED.get(inner.base, "")
    values = tuple(sorted(schema.enum(field.type.go))) if field.type.base == "string" else ()
    described = schema.description(struct.name, field.name)
    if values:
        described = "\n\n".join(part for part in (described, _meanings(field.type.go, values)) if part)
    return Place(field.name, type_name(field.type), described, said, below, values)


def _inner(kind: Type) -> Type:
    while kind.element is not None:
        kind = kind.element
    return kind


def type_name(kind: Type) -> str:
    """How explain names a type: ``[]ServicePort``, ``map[string]string``, ``integer``."""
    if kind.base == "list" and kind.element is not None:
        return f"[]{type_name(kind.element)}"
    if kind.base == "map" and kind.element is not None:
        return f"map[string]{type_name(kind.element)}"
    if kind.struct:
        return schema.struct(kind.struct).go
    return _NAMES.get(kind.base, kind.base)


@functools.cache
def _enums() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("enums.json").read_text("utf-8")
    loaded: dict[str, dict[str, str]] = json.loads(text)["meanings"]
    return loaded


def _meanings(go_type: str, values: tuple[str, ...]) -> str:
    """The paragraph that the API server adds to the description of an enumeration."""
    known = _enums().get(go_type, {})
    lines = [f' - `"{value}"`' + (f" {known[value]}" if known.get(value) else "") for value in values]
    return "Possible enum values:\n" + "\n".join(lines)
