"""``kubectl patch`` (pkg/cmd/patch/patch.go)."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver import patching, schema, scheme
from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.kubectl.builder import Info, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error, refused
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.writing import finish
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_json, go_quote
from nodeport_lab.cluster.source import read

_TYPES = ("json", "merge", "strategic")


def patch(call: Call) -> None:
    """Patches objects by a strategic merge, a merge (RFC 7386) or a JSON patch (RFC 6902)."""
    text = call.flag("patch")
    if call.flag("patch-file"):
        name = call.flag("patch-file")
        found_text = call.shell.files.get(name.removeprefix("./"))
        if found_text is None:
            raise error(f"unable to read patch file: open {name}: no such file or directory")
        text = found_text
    if not text:
        raise error("must specify --patch or --patch-file containing the contents of the patch")
    kind = call.flag("type").lower()
    if kind not in _TYPES:
        raise error(f"--type must be one of [{' '.join(_TYPES)}], not {go_quote(call.flag('type'))}")
    body = _body(text)
    found = select(call, call.args)
    errors = list(found.errors)
    for info in found.infos:
        try:
            _patch(call, info, body, kind)
        except Failure as failure:
            errors.append(failure.error)
    if errors:
        raise aggregate(errors)


def _body(text: str) -> Any:
    """The patch, which may be YAML as well."""
    document = read(text).documents
    first = document[0] if document else None
    if first is None or first.error is not None:
        why = first.error.message if first is not None and first.error is not None else "EOF"
        raise error(f"unable to parse {go_quote(text)}: {why}")
    return first.value


def _patch(call: Call, info: Info, body: Any, kind: str) -> None:
    if kind == "json" and not isinstance(body, list):
        raise _undecodable(
            f"error decoding patch: json: cannot unmarshal {_go_kind(body)} into Go value of type jsonpatch.Patch"
        )
    if kind != "json" and not isinstance(body, dict):
        raise _undecodable(
            f"json: cannot unmarshal {_go_kind(body)} into Go value of type map[string]interface {{}}"
        )
    if call.dry_run == "client" or call.on("local"):
        changed = _locally(info, body, kind)
    else:
        changed = call.accept(call.shell.api.patch(info.key, body, kind, dry_run=call.dry_run == "server"))
    same = _without_version(changed) == _without_version(info.obj)
    operation = "patched (no change)" if same else "patched"
    if formats.of(call)[0]:
        finish(call, info.resource, changed, operation)
    else:
        call.out(f"{info.resource.qualified_singular}/{info.name} {operation}")


def _undecodable(message: str) -> Failure:
    return refused(Status(400, "BadRequest", message))


def _locally(info: Info, body: Any, kind: str) -> Obj:
    """The patch applied by kubectl itself: nobody checks the result."""
    root = schema.root(info.resource.api_version, info.resource.kind)
    if root is None:
        raise ValueError(f"{info.resource.kind} is not simulated")
    patched = patching.apply(info.obj, body, kind, root, scheme.plural(info.resource.name))
    if isinstance(patched, Status):
        raise refused(patched)
    return patched.obj


def _without_version(obj: dict[str, Any]) -> str:
    metadata = {key: value for key, value in obj["metadata"].items() if key != "resourceVersion"}
    return go_json({**obj, "metadata": metadata})


def _go_kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return {dict: "object", list: "array", str: "string", int: "number", float: "number"}.get(
        type(value), "null"
    )
