"""Manifests from the editor's files, for the commands that read them (``-f``): create, replace, delete, get, diff …

``apply`` has a reader of its own, which also places problems in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import go_quote
from nodeport_lab.cluster.source import read as read_source

from .call import Call
from .failure import error
from .resources import Resource, of_kind

_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Manifest:
    """An object as a file wants it, with its namespace filled in."""

    file: str
    resource: Resource
    obj: Obj

    @property
    def key(self) -> Key:
        metadata = self.obj["metadata"]
        namespace = metadata.get("namespace", "") if self.resource.namespaced else ""
        return Key(self.resource.name, namespace, metadata.get("name", ""))


def texts(call: Call, filenames: Sequence[str]) -> list[tuple[str, str]]:
    """The named files with their text. ``-`` is standard input, ``.`` all the editor's files."""
    found: list[tuple[str, str]] = []
    for name in filenames:
        plain = name.removeprefix("./")
        if name == "-":
            found.append(("STDIN", call.stdin))
        elif plain in call.shell.files:
            found.append((name, call.shell.files[plain]))
        elif plain in ("", "."):
            found += [(n, t) for n, t in sorted(call.shell.files.items()) if n.endswith(_ENDINGS)]
        elif name.startswith(("http://", "https://")):
            host = name.split("//", 1)[1].split("/")[0].split(":")[0]
            raise error(f"unable to read URL {go_quote(name)}: dial tcp: lookup {host}: no such host")
        else:
            raise error(f"the path {go_quote(name)} does not exist")
    return found


def read(call: Call, filenames: Sequence[str], errors: list[str]) -> Iterator[Manifest]:
    """The objects of the files in order; what cannot be read is told in ``errors``."""
    count = 0
    for file, text in texts(call, filenames):
        for document in read_source(text).documents:
            if document.error is not None:
                errors.append(f"error: error parsing {file}: {document.error.message}")
                break
            if document.value is None:
                continue
            for obj in _items(document.value):
                manifest = _manifest(call, file, obj, errors)
                if manifest is not None:
                    count += 1
                    yield manifest
    if count == 0 and not errors:
        errors.append(f"error: no objects passed to {call.entry.path.split()[0]}")


def _items(value: object) -> list[object]:
    if isinstance(value, dict) and str(value.get("kind", "")).endswith("List") and isinstance(value.get("items"), list):
        return list(value["items"])
    return [value]


def _manifest(call: Call, file: str, value: object, errors: list[str]) -> Manifest | None:
    quoted = go_quote(file)
    if not isinstance(value, dict):
        errors.append(f"error: unable to decode {quoted}: json: cannot unmarshal string into Go value of type map[string]interface {{}}")
        return None
    for name, label in (("kind", "Kind"), ("apiVersion", "apiVersion")):
        if not value.get(name):
            shown = "Object 'Kind' is missing" if label == "Kind" else "Object 'apiVersion' is missing"
            errors.append(f"error: unable to decode {quoted}: {shown} in '{_json(value)}'")
            return None
    resource = of_kind(value["kind"], value["apiVersion"])
    metadata = value.get("metadata") if isinstance(value.get("metadata"), dict) else {}
    if resource is None:
        errors.append(
            f"error: resource mapping not found for name: {go_quote(str((metadata or {}).get('name', '')))} namespace: "
            f"{go_quote(str((metadata or {}).get('namespace', '')))} from {quoted}: no matches for kind "
            f"{go_quote(value['kind'])} in version {go_quote(value['apiVersion'])}\nensure CRDs are installed first"
        )
        return None
    metadata = dict(metadata or {})
    if resource.namespaced:
        given = metadata.get("namespace")
        if given and call.namespace_given and given != call.namespace:
            errors.append(
                f'error: the namespace from the provided object "{given}" does not match the namespace '
                f'"{call.namespace}". You must pass \'--namespace={given}\' to perform this operation.'
            )
            return None
        metadata["namespace"] = given or call.namespace
    else:
        metadata.pop("namespace", None)
    return Manifest(file, resource, {**value, "metadata": metadata})


def _json(value: object) -> str:
    from nodeport_lab.cluster.problem import go_json

    return go_json(value)
