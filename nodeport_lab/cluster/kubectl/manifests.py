"""Manifests from the editor's files, for every command that takes ``-f``: create, replace, delete, get, diff …

``reading`` understands the documents; here are the names of files, standard input, and the namespace of the call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import go_quote

from .call import Call
from .errors import Error, Plain
from .failure import error
from .reading import File, Info, infos
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


def read(call: Call, filenames: Sequence[str], errors: list[Error]) -> Iterator[Manifest]:
    """The objects of the files in order; what cannot be understood is told in ``errors``, as errors."""
    count = 0
    for file in files(call, filenames):
        for found in infos(file, call.namespace):
            if not isinstance(found, Info):
                errors.append(found.error)
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
            count += 1
            yield Manifest(found.file, resource, found.obj)
    if count == 0 and not errors:
        errors.append(Plain(f"no objects passed to {call.entry.path.split()[0]}"))
