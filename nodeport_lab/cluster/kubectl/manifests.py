"""Manifests from the editor's files, for every command that takes ``-f``: create, replace, delete, get, diff …

``reading`` understands the documents; here are the names of files, standard input, and the namespace of the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nodeport_lab.cluster.apiserver import jsonkinds, schema
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import go_quote

from .call import Call
from .errors import Error, Plain
from .failure import error
from .reading import File, Info, Unreadable, infos
from .resources import Resource, of_kind

_VALIDATING = ("apply", "create", "replace")
_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Manifest:
    """An object as a file wants it, with its namespace filled in."""

    file: str
    resource: Resource
    obj: Obj

    @property
    def key(self) -> Key:
        metadata = self.obj.get("metadata") or {}
        namespace = metadata.get("namespace", "") if self.resource.namespaced else ""
        return Key(self.resource.name, namespace, metadata.get("name", ""))


def files(call: Call, filenames: Sequence[str]) -> list[File]:
    """The named files with their text. ``-`` is standard input, ``.`` all the editor's files."""
    found: list[File] = []
    for name in filenames:
        plain = name.removeprefix("./")
        if name == "-":
            found.append(File("STDIN", call.stdin))
        elif plain in call.shell.files:
            found.append(File(name, call.shell.files[plain]))
        elif plain in ("", "."):
            found += [File(n, t) for n, t in sorted(call.shell.files.items()) if n.endswith(_ENDINGS)]
        elif name.startswith(("http://", "https://")):
            host = name.split("//", 1)[1].split("/")[0].split(":")[0]
            raise error(f"unable to read URL {go_quote(name)}: dial tcp: lookup {host}: no such host")
        else:
            raise error(f"the path {go_quote(name)} does not exist")
    return found


def _told(call: Call, found: Unreadable) -> Error:
    """What is wrong with a document. Only what creates or changes from files validates before it decodes."""
    if (
        call.entry.path in _VALIDATING
        or "error validating data: invalid object to validate" not in found.error.error()
    ):
        return found.error
    kind = jsonkinds.kind_of(found.document.value)
    return Plain(
        f"unable to decode {go_quote(found.file)}: json: cannot unmarshal {kind} into Go value of type unstructured.detector"
    )


def must_be_simulated(call: Call, manifest: Manifest) -> None:
    """Raises Failure for a kind that every real cluster has and this lab only knows by name."""
    resource = manifest.resource
    if (
        schema.root(manifest.obj["apiVersion"], resource.kind) is not None
        or manifest.obj["kind"] != resource.kind
    ):
        return
    notes = {
        "en": f"{resource.kind} is a real kind, but nothing in this lab would act on it.",
        "ja": f"{resource.kind} は実在する種類ですが、このラボにはそれを動かす仕組みがありません。",
    }
    call.note = notes[call.shell.language]
    raise error(
        f"{resource.kind} ({manifest.obj['apiVersion']}) exists in Kubernetes but is not simulated here"
    )


def read(call: Call, filenames: Sequence[str], errors: list[Error]) -> Iterator[Manifest]:
    """The objects of the files in order; what cannot be understood is told in ``errors``, as errors."""
    for file in files(call, filenames):
        for found in infos(file, call.namespace):
            if not isinstance(found, Info):
                errors.append(_told(call, found))
                continue
            resource = of_kind(found.resource.kind, found.resource.api_version)
            if resource is None:
                raise ValueError(f"kubectl does not know {found.resource}")
            if resource.namespaced and call.namespace_given and found.namespace != call.namespace:
                errors.append(
                    Plain(
                        f"the namespace from the provided object {go_quote(found.namespace)} does not match the namespace "
                        f"{go_quote(call.namespace)}. You must pass '--namespace={found.namespace}' to perform this operation."
                    )
                )
                continue
            yield Manifest(found.file, resource, found.obj)
