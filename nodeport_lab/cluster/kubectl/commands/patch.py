"""``kubectl patch`` (pkg/cmd/patch/patch.go)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.kubectl.builder import Info, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import Failure, error, refused
from nodeport_lab.cluster.kubectl.locally import patched
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.writing import finish
from nodeport_lab.cluster.problem import go_json, go_quote
from nodeport_lab.cluster.source import read
from nodeport_lab.cluster.source.jsontext import JSONError, read_value

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
    if not found.infos and not found.errors:
        raise error("no objects passed to patch")
    found.visit(lambda info: _patch(call, info, body, kind))


@dataclass(frozen=True, slots=True)
class _Broken:
    """Text that is no JSON, with the server's word for why."""

    message: str


def _body(text: str) -> Any:
    """The patch, which may be YAML as well; what begins with a brace is taken for JSON and left to the server."""
    if text.lstrip().startswith("{"):
        try:
            _, end = read_value(text, len(text) - len(text.lstrip()))
        except JSONError as problem:
            return _Broken(problem.message.replace("unexpected EOF", "unexpected end of JSON input"))
        rest = text[end:].lstrip()
        return (
            _Broken(f"invalid character '{rest[0]}' after top-level value")
            if rest
            else read(text).documents[0].value
        )
    documents = read(text).documents
    if documents and documents[0].error is not None:
        why = documents[0].error.message.removeprefix("error converting YAML to JSON: ")
        raise error(f"unable to parse {go_quote(text)}: {why}")
    return documents[0].value if documents else None


def _patch(call: Call, info: Info, body: Any, kind: str) -> None:
    doing = "" if kind == "strategic" else "error decoding patch: "
    if isinstance(body, _Broken):
        raise _undecodable(doing + body.message)
    if body is None:
        body = [] if kind == "json" else {}
    if not isinstance(body, list if kind == "json" else dict):
        wanted = "[]interface {}" if kind == "json" else "map[string]interface {}"
        raise _undecodable(f"{doing}json: cannot unmarshal {_go_kind(body)} into Go value of type {wanted}")
    if call.dry_run == "client" or call.on("local"):
        here = patched(info.obj, body, kind)
        if isinstance(here, Status):
            raise refused(here)
        changed = here
    else:
        changed = call.accept(
            call.shell.api.patch(info.key, body, kind, dry_run=call.dry_run == "server", strict=False)
        )
    same = (call.dry_run == "client" and not body) or _without_version(changed) == _without_version(info.obj)
    operation = "patched (no change)" if same else "patched"
    if formats.of(call)[0]:
        finish(call, info.resource, changed, operation)
    else:
        call.out(f"{info.resource.qualified_singular}/{info.name} {operation}")


def _undecodable(message: str) -> Failure:
    return refused(Status(400, "BadRequest", message))


def _without_version(obj: dict[str, Any]) -> str:
    metadata = {key: value for key, value in obj["metadata"].items() if key != "resourceVersion"}
    return go_json({**obj, "metadata": metadata})


def _go_kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return {dict: "object", list: "array", str: "string", int: "number", float: "number"}.get(
        type(value), "null"
    )
