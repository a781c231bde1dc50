"""The ``pod-template-hash`` of a template, as the deployment controller computes it.

pkg/controller/controller_utils.go ComputeHash: FNV-1a over the Go structure's dump, its decimal digits written in an
alphabet without vowels. The dump names every field of the Go structs in order (``gotypes``), so a name that real
clusters print comes out here too. A template with parts whose structs are not described gets a hash of its JSON instead.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from nodeport_lab.cluster.controllers.podhash.gotypes import INTEGERS, STRINGS, STRUCTS

ALPHABET = "bcdfghjklmnpqrstvwxz2456789"  # k8s.io/apimachinery/pkg/util/rand: no vowels, no 0 1 3


class _Unknown(Exception):
    """A part of the template whose Go struct is not described."""


def safe_encode(text: str) -> str:
    """rand.SafeEncodeString: every byte to a letter of the alphabet."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in text.encode())


def fnv32a(data: bytes) -> int:
    """The 32-bit FNV-1a hash."""
    value = 0x811C9DC5
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def template_hash(template: dict[str, Any], collisions: int | None = None) -> str:
    """The hash of a (defaulted) pod template; ``collisions`` is the Deployment's status.collisionCount."""
    return _hash(json.dumps(template, sort_keys=True), collisions)


@lru_cache(maxsize=1024)
def _hash(text: str, collisions: int | None) -> str:
    # Templates repeat: every cluster that a learner starts has the same handful. Their hash costs half a millisecond.
    try:
        data = dump(json.loads(text), "v1.PodTemplateSpec").encode()
    except _Unknown:
        data = text.encode()
    if collisions is not None:
        data += collisions.to_bytes(8, "little")
    return safe_encode(str(fnv32a(data)))


def dump(value: Any, go_type: str, *, typed: bool = True) -> str:
    """The value as go-spew prints it with ``%#v``, sorted keys and no methods (apimachinery/pkg/util/dump ForHash)."""
    head = f"({go_type})" if typed else ""
    if go_type.startswith("*"):
        if value is None:
            return f"{head}<nil>"
        return head + dump(value, go_type[1:], typed=False)
    if go_type.startswith("[]"):
        if not value:
            return f"{head}<nil>"
        return head + "[" + " ".join(dump(item, go_type[2:], typed=False) for item in value) + "]"
    if go_type == "map[string]string":
        if not value:
            return f"{head}<nil>"
        return head + "map[" + " ".join(f"{key}:{value[key]}" for key in sorted(value)) + "]"
    if go_type in STRUCTS:
        return head + _struct(value or {}, go_type)
    if go_type in STRINGS:
        return head + (value or "")
    if go_type in INTEGERS:
        return f"{head}{value or 0}"
    if go_type == "bool":
        return head + ("true" if value else "false")
    return head + _special(value, go_type)


def _struct(value: dict[str, Any], go_type: str) -> str:
    fields = STRUCTS[go_type]
    known = {field.json for field in fields}
    parts = []
    for field in fields:
        if field.json == "<":
            inner = {inner.json for inner in STRUCTS[field.type]}
            known |= inner
            part: Any = {key: item for key, item in value.items() if key in inner}
        else:
            part = value.get(field.json)
        parts.append(f"{field.name}:{dump(part, field.type)}")
    if not known.issuperset(value):
        raise _Unknown
    return "{" + " ".join(parts) + "}"


def _special(value: Any, go_type: str) -> str:
    if go_type == "v1.Time" and value is None:
        return "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}"
    if go_type == "intstr.IntOrString" and value is not None:
        if isinstance(value, str):
            return f"{{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string){value}}}"
        return f"{{Type:(intstr.Type)0 IntVal:(int32){value} StrVal:(string)}}"
    if value is None and go_type == "v1.ResourceList":
        return "<nil>"
    raise _Unknown
