"""What commands that change something have in common: dry runs, refusals, and how success is printed."""

from __future__ import annotations

import json
from typing import Any

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import go_json

from .call import Call
from .output import formats
from .resources import Resource

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def finish(call: Call, resource: Resource, obj: Obj, operation: str, *, typed: bool = False) -> None:
    """Prints that ``obj`` was created, scaled …, or the object itself in the format of ``-o``.

    typed: kubectl has it as a Go struct, whose fields keep their order in JSON.
    """
    if formats.of(call)[0]:
        formats.check(call)
        if formats.of(call)[0] == "yaml" and call.documents:
            call.out("---")
        call.documents += 1
        call.out(formats.printed(call, in_go_order(obj) if typed else obj, typed=typed), end="")
    else:
        call.out(call.done(resource, (obj.get("metadata") or {}).get("name") or "<unknown>", operation))


def create(call: Call, resource: Resource, obj: Obj) -> Obj:
    """Creates the object, unless this is a dry run of the client; raises Failure with the server's refusal."""
    if call.on("save-config"):
        obj = with_last_applied(obj)
    if call.dry_run == "client":
        return obj
    return call.accept(call.shell.api.create(placed(call, resource, obj), dry_run=call.dry_run == "server"))


def placed(call: Call, resource: Resource, obj: Obj) -> Obj:
    """The object in the namespace of the call, as the request's path says it."""
    if not resource.namespaced or (obj.get("metadata") or {}).get("namespace"):
        return obj
    return {**obj, "metadata": {**obj["metadata"], "namespace": call.namespace}}


def patch(call: Call, key: Key, body: Any, kind: str = "strategic") -> Obj:
    """Patches the object on the server; a client's dry run gives it as it is."""
    if call.dry_run == "client":
        found = call.shell.api.get(key)
        if found is None:
            raise ValueError(f"no such object: {key}")
        return dict(found)
    return call.accept(call.shell.api.patch(key, body, kind, dry_run=call.dry_run == "server", strict=False))


def in_go_order(obj: Obj) -> Obj:
    """The object with its fields in the order of the Go struct, as kubectl prints what it made itself as JSON."""
    root = schema.root(obj["apiVersion"], obj["kind"])
    return obj if root is None else _ordered(obj, root)


def _ordered(value: Any, struct: schema.Struct) -> Any:
    if not isinstance(value, dict):
        return value
    out: dict[str, Any] = {}
    for name in [name for name in struct.fields if name in value] + [
        name for name in value if name not in struct.fields
    ]:
        found = struct.fields.get(name)
        out[name] = value[name] if found is None else _typed(value[name], found.type)
    return out


def _typed(value: Any, kind: schema.Type) -> Any:
    if kind.struct:
        return _ordered(value, schema.struct(kind.struct))
    if kind.element is not None and isinstance(value, list):
        return [_typed(item, kind.element) for item in value]
    if isinstance(value, dict):
        return {key: value[key] for key in sorted(value)}
    return value


def with_last_applied(obj: Obj, *, typed: bool = False) -> Obj:
    """The object with itself in the annotation that ``kubectl apply`` compares with; ``typed`` as in ``finish``."""
    annotations = {k: v for k, v in (obj["metadata"].get("annotations") or {}).items() if k != LAST_APPLIED}
    if typed:
        bare = in_go_order(obj)
        if not annotations:
            bare["metadata"].pop("annotations", None)
        text = json.dumps(bare, ensure_ascii=False, separators=(",", ":"))
        text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    else:
        text = go_json({**obj, "metadata": {**obj["metadata"], "annotations": annotations}})
    annotations = {**annotations, LAST_APPLIED: text + "\n"}
    return {**obj, "metadata": {**obj["metadata"], "annotations": annotations}}


def copied(obj: Obj) -> Obj:
    """A copy that may be changed."""
    return dict(json.loads(json.dumps(obj)))
