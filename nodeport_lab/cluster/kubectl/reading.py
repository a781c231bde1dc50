"""From files to the objects that they ask for: kubectl's front half, before the server is asked anything.

Mirrors staging/src/k8s.io/cli-runtime/pkg/resource/{visitor,mapper,builder}.go and kubectl/pkg/validation/schema.go.
A document that cannot be parsed, or is no object at all, ends the reading of its file; one that cannot be
understood (a kind that there is not) does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.apiserver import decode, jsonkinds, schema, scheme, validation
from nodeport_lab.cluster.apiserver.schema import Field, Struct, Type
from nodeport_lab.cluster.apiserver.scheme import Resource
from nodeport_lab.cluster.apiserver.spelling import nearest
from nodeport_lab.cluster.gotext import encode
from nodeport_lab.cluster.kubectl import openapi
from nodeport_lab.cluster.kubectl.errors import Aggregate, Error, Plain
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import FieldPath, Problem, go_quote
from nodeport_lab.cluster.source import Document, read

# What kubectl decodes by itself to see whether the metadata is any good.
_METADATA_ONLY = Struct(
    "metadataOnlyObject",
    "metadataOnlyObject",
    {"metadata": Field("metadata", Type("struct", "v1.ObjectMeta", struct="meta.ObjectMeta"))},
)
_NOT_VALIDATED = "; if you choose to ignore these errors, turn validation off with --validate=false"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the editor: its name as on the command line, and its text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Info:
    """An object that a document asks for. ``path`` leads to it within the document (into a List's items)."""

    file: str
    number: int
    document: Document
    path: FieldPath
    resource: Resource
    obj: Obj

    @property
    def name(self) -> str:
        """The object's name, empty where it has none that is text."""
        return _text(self.obj, "name")

    @property
    def namespace(self) -> str:
        """Its namespace, ``""`` for what belongs to the whole cluster."""
        return _text(self.obj, "namespace") if self.resource.namespaced else ""

    def described(self) -> str:
        """resource.Info's String(): how kubectl shows an object within an error."""
        r = self.resource
        return (
            f'Resource: "{r.group}/{r.version}, Resource={r.name}", '
            f'GroupVersionKind: "{r.group}/{r.version}, Kind={self.obj["kind"]}"\n'
            f"Name: {go_quote(self.name)}, Namespace: {go_quote(self.namespace)}"
        )


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document, or an item of a List, that kubectl does not understand."""

    file: str
    number: int
    document: Document
    error: Error
    problems: tuple[Problem, ...]


def _text(obj: Obj, name: str) -> str:
    metadata = obj.get("metadata")
    value = metadata.get(name) if isinstance(metadata, dict) else None
    return value if isinstance(value, str) else ""


def infos(file: File, namespace: str) -> Iterator[Info | Unreadable]:
    """What the documents of a file ask for, in order. Objects without a namespace get ``namespace``."""
    for number, document in enumerate(read(file.text).documents):
        if document.error is not None:
            error = Plain(f"error parsing {file.name}: {document.error.message}")
            yield Unreadable(file.name, number, document, error, (document.error,))
            return
        problems = _invalid(document.value)
        if problems:
            told = list(dict.fromkeys(problem.message for problem in problems))
            data = told[0] if len(told) == 1 else f"[{', '.join(told)}]"
            words = f"error validating {go_quote(file.name)}: error validating data: {data}{_NOT_VALIDATED}"
            yield Unreadable(file.name, number, document, Plain(words), tuple(problems))
            return
        yield from _document(file, number, document, namespace)


def _invalid(value: Any) -> list[Problem]:
    """What kubectl refuses by itself: no object, no apiVersion or kind, and Lists with items that the schema does not allow."""
    found = _unkindly(value, FieldPath())
    if found or not value["kind"].endswith("List"):
        return found
    items = value.get("items")
    if not isinstance(items, list):
        path, params = (
            FieldPath.of("items"),
            {"found": jsonkinds.kind_of(items) if items is not None else "null"},
        )
        return [Problem("not-an-object", "invalid object to validate", path, params=params)]
    for index, item in enumerate(items):
        path = FieldPath.of("items").index(index)
        if faults := _unkindly(item, path):
            found += faults
            continue
        resource = scheme.kind(item["apiVersion"], item["kind"])
        root = schema.root(item["apiVersion"], item["kind"])
        if resource is not None and root is not None:
            found += openapi.validate(item, root, item["kind"], path)
    return found


def _unkindly(value: Any, where: FieldPath) -> list[Problem]:
    """getObjectKind: an object that does not say in text what it is."""
    if not isinstance(value, dict):
        params = {"found": jsonkinds.kind_of(value) if value is not None else "null"}
        return [Problem("not-an-object", "invalid object to validate", where, params=params)]
    found: list[Problem] = []
    api_version, kind = value.get("apiVersion"), value.get("kind")
    path = where.child("apiVersion")
    if api_version is None:
        found.append(
            Problem("api-version-missing", "apiVersion not set", path, params={"field": "apiVersion"})
        )
    elif not isinstance(api_version, str):
        params = {"field": "apiVersion", "value": api_version}
        found.append(Problem("api-version-not-text", "apiVersion isn't string type", path, params=params))
    elif api_version.count("/") > 1:
        params = {"field": "apiVersion", "value": api_version}
        words = f"unexpected GroupVersion string: {api_version}"
        found.append(Problem("api-version-malformed", words, path, params=params))
    path = where.child("kind")
    if kind is None:
        found.append(Problem("kind-missing", "kind not set", path, params={"field": "kind"}))
    elif not isinstance(kind, str):
        found.append(
            Problem("kind-not-text", "kind isn't string type", path, params={"field": "kind", "value": kind})
        )
    return found


def _document(file: File, number: int, document: Document, namespace: str) -> Iterator[Info | Unreadable]:
    value = document.value
    quoted = go_quote(file.name)

    def unreadable(words: str, problem: Problem) -> Unreadable:
        return Unreadable(file.name, number, document, Plain(words), (problem,))

    if value["kind"] == "":
        words = f"Object 'Kind' is missing in '{encode(value)}'"
        problem = Problem("kind-missing", words, FieldPath.of("kind"), params={"field": "kind"})
        yield unreadable(f"unable to decode {quoted}: {words}", problem)
        return
    if "items" in value:
        yield from _items(file, number, document, namespace)
        return
    decoded = decode.decode(value, _METADATA_ONLY, strict=False)
    if decoded.message:
        words = f"unable to decode {quoted}: {decoded.message}"
        yield Unreadable(file.name, number, document, Plain(words), tuple(decoded.problems))
        return
    resource = scheme.kind(value["apiVersion"], value["kind"])
    if resource is None:
        words, problem = _no_match(value, quoted)
        yield unreadable(words, problem)
        return
    yield Info(file.name, number, document, FieldPath(), resource, _placed(value, resource, namespace))


def _is_mapped(api_version: str, kind: str) -> bool:
    """True for the kinds that the mapper knows, and their Lists; every group and version has a List of its own."""
    if kind == "List":
        return any(r.api_version == api_version for r in scheme.RESOURCES)
    return scheme.kind(api_version, kind.removesuffix("List")) is not None


def _no_match(value: Obj, quoted: str) -> tuple[str, Problem]:
    kind, version = value["kind"], value["apiVersion"]
    no_match = f"no matches for kind {go_quote(kind)} in version {go_quote(version)}"
    words = (
        f"resource mapping not found for name: {go_quote(_text(value, 'name'))} namespace: "
        f"{go_quote(_text(value, 'namespace'))} from {quoted}: {no_match}\nensure CRDs are installed first"
    )
    versions = [r.api_version for r in scheme.RESOURCES if r.kind == kind]
    if versions:
        params = {"kind": kind, "version": version, "versions": versions, "field": "apiVersion"}
        return words, Problem("no-such-version-of-kind", no_match, FieldPath.of("apiVersion"), params=params)
    near = nearest(kind, sorted({r.kind for r in scheme.RESOURCES}))
    params = {"kind": kind, "version": version, "nearest": near, "field": "kind"}
    return words, Problem("no-such-kind", no_match, FieldPath.of("kind"), params=params)


def _items(file: File, number: int, document: Document, namespace: str) -> Iterator[Info | Unreadable]:
    """A List: every item on its own (FlattenListVisitor)."""
    value, quoted = document.value, go_quote(file.name)
    items = value["items"] or []
    if not isinstance(items, list):
        found = jsonkinds.kind_of(items)
        words = (
            f"json: cannot unmarshal {found} into Go struct field decodeList.items of type []json.RawMessage"
        )
        params = {
            "field": "items",
            "found": found,
            "expected": "list",
            "value": items,
            "goType": "[]json.RawMessage",
        }
        problem = Problem("wrong-type", words, FieldPath.of("items"), params=params)
        yield Unreadable(
            file.name, number, document, Plain(f"unable to decode {quoted}: {words}"), (problem,)
        )
        return
    if not _is_mapped(value["apiVersion"], value["kind"]):
        words, problem = _no_match(value, quoted)
        yield Unreadable(file.name, number, document, Plain(words), (problem,))
        return
    errors: list[Unreadable] = []
    for index, item in enumerate(items):
        path = FieldPath().child("items").index(index)
        if not isinstance(item, dict):
            found = jsonkinds.kind_of(item)
            words = f"json: cannot unmarshal {found} into Go value of type map[string]interface {{}}"
            params = {"field": str(path), "found": found, "expected": "map", "value": item, "goType": "map"}
            problem = Problem("wrong-type", words, path, params=params)
            yield Unreadable(
                file.name, number, document, Plain(f"unable to decode {quoted}: {words}"), (problem,)
            )
            return
        item = dict(item)
        if not item.get("kind") and not item.get("apiVersion"):
            item["kind"], item["apiVersion"] = value["kind"].removesuffix("List"), value["apiVersion"]
        resource = scheme.kind(str(item.get("apiVersion", "")), str(item.get("kind", "")))
        if resource is None:
            words, problem = _no_match({"kind": "", "apiVersion": "", **item}, quoted)
            problem = Problem(problem.kind, problem.message, path.child("kind"), params=problem.params)
            told = f"unable to recognize {problem.message}"
            errors.append(Unreadable(file.name, number, document, Plain(told), (problem,)))
            continue
        yield Info(file.name, number, document, path, resource, _placed(item, resource, namespace))
    if errors:
        error = errors[0].error if len(errors) == 1 else Aggregate(tuple(e.error for e in errors))
        yield Unreadable(file.name, number, document, error, tuple(p for e in errors for p in e.problems))


def _placed(value: Obj, resource: Resource, namespace: str) -> Obj:
    """The object with the namespace that it goes to (SetNamespace, FilterNamespace)."""
    metadata = value.get("metadata")
    if metadata is not None and not isinstance(metadata, dict):
        return value
    metadata = dict(metadata or {})
    if resource.namespaced:
        if not metadata.get("namespace"):
            metadata["namespace"] = namespace
    elif "namespace" in metadata:
        del metadata["namespace"]
    elif "metadata" not in value:
        return value
    return {**value, "metadata": metadata}


def is_simulated(resource: Resource) -> bool:
    """True for the kinds that the lab has types and rules for."""
    return resource.kind in validation.KINDS and schema.root(resource.api_version, resource.kind) is not None


def struct_of(resource: Resource) -> Struct:
    """The type of a resource's objects; ``ValueError`` where the lab has none."""
    root = schema.root(resource.api_version, resource.kind)
    if root is None:
        raise ValueError(f"{resource.kind} is not simulated")
    return root
