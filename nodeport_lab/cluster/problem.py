"""User mistakes as data: where (FieldPath, Span), what (Problem), and how to mend it (Repair).

A mistake in a manifest is returned, never raised. Its message is what the API server says; its
``kind`` is the key by which the explanations in Japanese and English are found.
Mirrors k8s.io/apimachinery/pkg/util/validation/field (path.go, errors.go).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: lines count from 1, columns from 0 in code points, the end is exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class FieldPath:
    """An immutable path to a field: ``FieldPath.of("spec", "ports").index(0).child("nodePort")``.

    Parts are field names (str), list indexes (int) and map keys (a one-tuple holding the key).
    """

    parts: tuple[str | int | tuple[str], ...] = ()

    @staticmethod
    def of(*names: str) -> FieldPath:
        return FieldPath(names)

    def child(self, *names: str) -> FieldPath:
        return FieldPath(self.parts + names)

    def index(self, position: int) -> FieldPath:
        return FieldPath((*self.parts, position))

    def key(self, key: str) -> FieldPath:
        return FieldPath((*self.parts, (key,)))

    def __str__(self) -> str:
        out: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                out.append(f".{part}" if out else part)
            elif isinstance(part, int):
                out.append(f"[{part}]")
            else:
                out.append(f"[{part[0]}]")
        return "".join(out) or "<nil>"


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text of a span by ``text``."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A mend that is certain: applied as a whole, it removes the problem. ``kind`` keys its label."""

    kind: str
    edits: tuple[Edit, ...]
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, in the API server's words.

    kind: stable key of the explanation, kebab-case, e.g. ``nodeport-out-of-range``.
    message: the words that Kubernetes prints for this mistake alone (``spec.type: Unsupported value: …``).
    path: the field, where the mistake has one. span: where in the text, where known.
    reason: the machine-readable cause of a Status (``FieldValueInvalid`` …), empty where there is none.
    params: what the explanation may name (value, field, allowed …).
    """

    kind: str
    message: str
    path: FieldPath | None = None
    span: Span | None = None
    reason: str = ""
    severity: str = "error"
    repair: Repair | None = None
    params: dict[str, Any] = field(default_factory=dict)

    def at(self, span: Span | None) -> Problem:
        """The same problem, placed in the text."""
        return replace(self, span=span)


class _Omitted:
    """Stands for field.OmitValueType: the bad value is not printed."""


OMITTED = _Omitted()


@dataclass(frozen=True, slots=True)
class Printed:
    """A bad value whose Go text does not follow from its wire form, such as a struct, printed in its fields' order."""

    text: str


NIL = Printed("null")  # a list or map that is not there; of a pointer that is nil, Go says "null" in quotes


def go_quote(text: str) -> str:
    """``fmt.Sprintf("%q", text)``: Go's double-quoted form, printable Unicode left as it is."""
    escapes = {'"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r"}
    escapes |= {"\t": "\\t", "\v": "\\v"}
    out: list[str] = []
    for char in text:
        code = ord(char)
        if char in escapes:
            out.append(escapes[char])
        elif char.isprintable():
            out.append(char)
        elif code < 0x80:
            out.append(f"\\x{code:02x}")
        elif code < 0x10000:
            out.append(f"\\u{code:04x}")
        else:
            out.append(f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def go_json(value: Any, *, struct: bool = False) -> str:
    """``json.Marshal`` as Go does it: no spaces, map keys sorted, ``< > &`` escaped.

    struct: keys stay in the order given, as the fields of a Go struct do.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=not struct)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _bad_value(value: Any) -> str:
    if isinstance(value, str):
        return go_quote(value)
    if isinstance(value, Printed):
        return value.text
    if value is None:
        return '"null"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return go_json(value)


def _error(
    reason: str, title: str, path: FieldPath, value: Any, detail: str, kind: str, params: dict[str, Any]
) -> Problem:
    body = title if value is OMITTED else f"{title}: {_bad_value(value)}"
    if detail:
        body += f": {detail}"
    if value is not OMITTED:
        params = {"value": value.text if isinstance(value, Printed) else value} | params
    return Problem(kind, f"{path}: {body}", path, reason=reason, params={"field": str(path)} | params)


def required(path: FieldPath, detail: str = "", *, kind: str = "required", **params: Any) -> Problem:
    """field.Required: the field must be there."""
    return _error("FieldValueRequired", "Required value", path, OMITTED, detail, kind, params)


def invalid(path: FieldPath, value: Any, detail: str, *, kind: str = "invalid", **params: Any) -> Problem:
    """field.Invalid: the value is malformed or out of range."""
    return _error("FieldValueInvalid", "Invalid value", path, value, detail, kind, params)


def forbidden(path: FieldPath, detail: str, *, kind: str = "forbidden", **params: Any) -> Problem:
    """field.Forbidden: the field may not be used here."""
    return _error("FieldValueForbidden", "Forbidden", path, OMITTED, detail, kind, params)


def not_supported(
    path: FieldPath, value: Any, allowed: Iterable[str], *, kind: str = "not-supported", **params: Any
) -> Problem:
    """field.NotSupported: the value is none of ``allowed``, printed in the order given (Go sorts a set before)."""
    allowed = list(allowed)
    detail = "supported values: " + ", ".join(go_quote(v) for v in allowed) if allowed else ""
    return _error(
        "FieldValueNotSupported",
        "Unsupported value",
        path,
        value,
        detail,
        kind,
        {"allowed": allowed} | params,
    )


def duplicate(path: FieldPath, value: Any, *, kind: str = "duplicate", **params: Any) -> Problem:
    """field.Duplicate: the value must be unique and is there already."""
    return _error("FieldValueDuplicate", "Duplicate value", path, value, "", kind, params)


def too_long(path: FieldPath, maximum: int, *, kind: str = "too-long", **params: Any) -> Problem:
    """field.TooLong: more than ``maximum`` bytes."""
    detail = f"may not be more than {maximum} bytes" if maximum >= 0 else "value is too long"
    return _error("FieldValueTooLong", "Too long", path, OMITTED, detail, kind, {"maximum": maximum} | params)


def not_found(path: FieldPath, value: Any, *, kind: str = "not-found", **params: Any) -> Problem:
    """field.NotFound: what the value names is not there."""
    return _error("FieldValueNotFound", "Not found", path, value, "", kind, params)


def too_many(path: FieldPath, actual: int, maximum: int, *, kind: str = "too-many", **params: Any) -> Problem:
    """field.TooMany: a list of ``actual`` items where ``maximum`` are allowed."""
    detail = f"must have at most {maximum} item{'' if maximum == 1 else 's'}"
    return _error("FieldValueTooMany", "Too many", path, actual, detail, kind, {"maximum": maximum} | params)
