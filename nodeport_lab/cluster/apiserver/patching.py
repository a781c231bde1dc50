"""What the server does with a patch: merge it into the object, convert the result, refuse it in its own words.

Mirrors k8s.io/apiserver/pkg/endpoints/handlers/patch.go (jsonPatcher, smpPatcher, applyPatchToObject).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from nodeport_lab.cluster.apiserver import convert, decode, jsonpatch, scheme, status
from nodeport_lab.cluster.apiserver.decode import Decoded
from nodeport_lab.cluster.apiserver.patch import BadPatch, Merger, copy
from nodeport_lab.cluster.apiserver.schema import Struct
from nodeport_lab.cluster.apiserver.scheme import Resource
from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.gotext import verb_v
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import FieldPath, Problem, invalid

_STRICT = "strict decoding error"
# runtime.NewNotRegisteredErrForKind; the scheme is called by where it is made.
_UNREGISTERED = 'no kind "{}" is registered for version "{}" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"'
_OLD_VERSION = re.compile(r"v\d+(?:alpha|beta)\d+")
_OLD_GROUPS: dict[str, tuple[str, ...]] = defaultdict(
    tuple,
    {
        "apps": ("apps", "extensions"),
        "networking.k8s.io": ("networking.k8s.io", "extensions"),
        "discovery.k8s.io": ("discovery.k8s.io",),
    },
)


def apply(
    old: Obj, patch: Any, patch_type: str, root: Struct, resource: Resource, unknown: list[str] | None = None
) -> Decoded | Status:
    """The object with the patch applied, typed again but not yet defaulted; or why not.

    unknown: where fields that there are not are told of, instead of being refused (fieldValidation=Warn).
    """
    match patch_type:
        case "strategic":
            return _strategic(old, patch, root, unknown)
        case "merge":
            return _typed(_merge(copy(old), patch), root, resource, unknown)
        case "json":
            try:
                return _typed(jsonpatch.apply(copy(old), patch), root, resource, unknown)
            except jsonpatch.BadJSONPatch as bad:
                return _invalid("", str(bad), [])
        case _:
            raise ValueError(f"no such type of patch: {patch_type}")


def _strategic(old: Obj, patch: dict[str, Any], root: Struct, unknown: list[str] | None) -> Decoded | Status:
    patch = copy(patch)
    try:
        merged = Merger().map(copy(old), patch, root)
    except BadPatch as bad:
        return status.plain(str(bad), Problem("bad-patch", str(bad), params={"reason": str(bad)}))
    message, problems = convert.check(merged, root)
    if message.startswith(_STRICT) and unknown is not None:
        unknown += [problem.message for problem in problems]
    elif message:
        # What the merge has left of the patch: it takes apart what it has used.
        return _invalid(verb_v(patch), message, problems)
    return decode.decode(merged, root, strict=False)


def _merge(value: Any, patch: Any) -> Any:
    """RFC 7386."""
    if not isinstance(patch, dict):
        return patch
    out = dict(value) if isinstance(value, dict) else {}
    for key, item in patch.items():
        if item is None:
            out.pop(key, None)
        else:
            out[key] = _merge(out.get(key), item)
    return out


def _typed(value: Any, root: Struct, resource: Resource, unknown: list[str] | None) -> Decoded | Status:
    """JSON and merge patches give JSON, which is decoded like any other: as what it says that it is."""
    if message := _another_kind(value, resource):
        return _invalid("", message, [])
    decoded = decode.decode(value, root)
    if not decoded.message:
        return decoded
    if decoded.message.startswith(_STRICT) and unknown is not None:
        unknown += [problem.message for problem in decoded.problems]
        return decode.decode(value, root, strict=False)
    if decoded.message.startswith(_STRICT):
        return _invalid("", decoded.message, decoded.problems)
    return status.bad_request(decoded.message, decoded.problems)


def _another_kind(value: Any, resource: Resource) -> str:
    """Why what a patch has made of an object's type cannot be the object; empty where it can.

    The decoder makes what ``apiVersion`` and ``kind`` name, and that has to be converted into the type that is stored
    (runtime/serializer/versioning, conversion/converter.go). What is not said is taken from the object.
    """
    said = value if isinstance(value, dict) else {}
    version, kind = said.get("apiVersion") or resource.api_version, said.get("kind") or resource.kind
    if not isinstance(version, str) or not isinstance(kind, str):
        return ""
    group, _slash, number = version.rpartition("/")
    known = scheme.kind(version, kind)
    if known is None or known.kind != kind:
        # Versions of the past are decoded still.
        old = kind == resource.kind and number != resource.version and _OLD_VERSION.fullmatch(number)
        return "" if old and group in _OLD_GROUPS[resource.group] else _UNREGISTERED.format(kind, version)
    if (known.group, known.kind) == (resource.group, resource.kind):
        return ""
    into = f"{(resource.group or 'core').partition('.')[0]}.{resource.kind}"
    return f"converting ({known.version}.{known.kind}) to ({into}): unknown conversion"


def _invalid(value: str, message: str, problems: list[Problem]) -> Status:
    """The refusal of a whole patch: one cause for the field ``patch``; ``problems`` say where it lies."""
    cause = invalid(FieldPath.of("patch"), value, message, kind="patch-refused")
    return Status(422, "Invalid", f' "" is invalid: {cause.message}', (cause,), explained=tuple(problems))
