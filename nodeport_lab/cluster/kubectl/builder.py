"""From arguments to objects: ``svc``, ``svc web``, ``svc/web deploy/web``, ``svc,deploy``, ``-l app=web``, ``--all``, ``-f``.

Mirrors staging/src/k8s.io/cli-runtime/pkg/resource/builder.go, with its words for every mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.objects import Key, Obj
from nodeport_lab.cluster.problem import go_quote

from . import manifests
from .call import Call
from .errors import Error, FromServer
from .failure import Failure, aggregate, error, not_found
from .resources import Resource, category, find, others
from .selectors import SelectorError, choose, field_selector, label_selector

MISSING = """You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'"""
COMBINED = (
    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name "
    "form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"
)


@dataclass(frozen=True, slots=True)
class Info:
    """An object that the arguments name. ``wanted`` is what a file says of it, where it came from one."""

    resource: Resource
    obj: Obj
    wanted: Obj | None = None

    @property
    def name(self) -> str:
        return str(self.obj["metadata"]["name"])

    @property
    def namespace(self) -> str:
        return str(self.obj["metadata"].get("namespace", ""))

    @property
    def key(self) -> Key:
        return Key(self.resource.name, self.namespace if self.resource.namespaced else "", self.name)


@dataclass(slots=True)
class Selection:
    """What was found, grouped as asked for, and what went wrong on the way."""

    groups: list[tuple[Resource, list[Info]]] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)
    single: bool = False
    by_name: bool = True

    @property
    def infos(self) -> list[Info]:
        return [info for _, infos in self.groups for info in infos]

    def check(self) -> list[Info]:
        """The objects, or Failure where anything went wrong."""
        if self.errors:
            raise aggregate(self.errors)
        return self.infos


def mapping(call: Call, word: str) -> Resource:
    """The type that a word names, or Failure in the builder's words. A short name of several types is warned of."""
    resource = find(word)
    if resource is None:
        raise error(f"the server doesn't have a resource type {go_quote(word.split('.')[0])}")
    for other in others(word):
        call.warn(f"short name {go_quote(word)} could also match lower priority resource {other.qualified}")
    return resource


def mappings(call: Call, words: str) -> list[Resource]:
    """The types of ``svc,deploy`` or ``all``; each once."""
    found: dict[str, Resource] = {}
    for word in [part for part in words.split(",") if part] or [""]:
        for resource in category(word) or [mapping(call, word)]:
            found.setdefault(resource.qualified, resource)
    return list(found.values())


def select(
    call: Call,
    args: Sequence[str],
    *,
    everything: bool = False,
    require: bool = True,
    selectors: bool = True,
    missing: Callable[[], Failure] | None = None,
) -> Selection:
    """The objects that arguments and flags name.

    everything: a type alone selects all its objects (``get``), and ``--all`` is implied.
    require: an object that is not there is an error. selectors: whether ``-l`` selects objects (``expose`` means something else).
    """
    filenames = call.values.many("filename") if "filename" in call.values.flags else []
    every_namespace = call.on("all-namespaces")
    labels, fields = (call.flag("selector"), call.flag("field-selector")) if selectors else ("", "")
    if filenames:
        if args:
            raise error(
                "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"
            )
        return from_files(call, filenames, require=require)
    words = _normalize(args)
    tuples = _tuples(words)
    names = [] if tuples else list(words[1:])
    if labels or fields or call.on("all") or (everything and len(words) == 1 and not tuples):
        if names:
            raise error("name cannot be provided when a selector is specified")
        if tuples:
            raise error("selectors and the all flag cannot be used when passing resource/name arguments")
        if not words:
            raise error("at least one resource must be specified to use a selector")
        return _by_selector(call, mappings(call, words[0]), labels, fields, every_namespace)
    if tuples:
        found = Selection(single=len(tuples) == 1)
        for word, name in tuples:
            _fetch(call, found, mapping(call, word), name, every_namespace)
        return found
    if names:
        types = mappings(call, words[0])
        if len(types) > 1:
            raise error("you must specify only one resource")
        found = Selection(single=len(names) == 1)
        for name in names:
            _fetch(call, found, types[0], name, every_namespace)
        return found
    if words:
        mappings(call, words[0])
        raise error("resource(s) were provided, but no name was specified")
    raise missing() if missing else error(MISSING)


def _normalize(args: Sequence[str]) -> list[str]:
    """``svc,deploy web`` means ``svc/web deploy/web``."""
    if len(args) >= 2:
        types = [word for word in args[0].split(",") if word]
        if len(types) > 1:
            return [f"{word}/{name}" for word in types for name in args[1:]]
    return list(args)


def _tuples(words: Sequence[str]) -> list[tuple[str, str]]:
    slashed = [word for word in words if "/" in word]
    if not slashed:
        return []
    if len(slashed) != len(words):
        raise error(COMBINED)
    found: list[tuple[str, str]] = []
    for word in words:
        parts = word.split("/")
        if len(parts) != 2:
            raise error("arguments in resource/name form may not have more than one slash")
        kind, name = parts
        if not kind or not name or "," in kind:
            raise error("arguments in resource/name form must have a single resource and name")
        found.append((kind, name))
    return found


def _by_selector(
    call: Call, types: Sequence[Resource], labels: str, fields: str, every_namespace: bool
) -> Selection:
    found = Selection(by_name=False)
    for resource in types:
        namespace = call.namespace if resource.namespaced and not every_namespace else None
        try:
            requirements, matches = label_selector(labels), field_selector(fields, resource.name)
        except SelectorError as problem:
            message = (
                f'Unable to find "{resource.group}/{resource.version}, Resource={resource.name}" '
                f"that match label selector {go_quote(labels)}, field selector {go_quote(fields)}: {problem}"
            )
            found.errors.append(FromServer(Status(400, "BadRequest", message), message))
            continue
        objects = [
            obj
            for obj in call.shell.objects(resource.name, namespace)
            if choose(requirements, obj["metadata"].get("labels") or {}) and matches(obj)
        ]
        found.groups.append((resource, [Info(resource, obj) for obj in objects]))
    return found


def _fetch(call: Call, found: Selection, resource: Resource, name: str, every_namespace: bool) -> None:
    if resource.namespaced and every_namespace:
        raise error("a resource cannot be retrieved by name across all namespaces")
    if not name:
        raise error("resource name may not be empty")
    obj = call.shell.api.get(Key(resource.name, call.namespace if resource.namespaced else "", name))
    if obj is None:
        found.errors.append(not_found(resource, name))
        return
    if found.groups and found.groups[-1][0] == resource:
        found.groups[-1][1].append(Info(resource, obj))
    else:
        found.groups.append((resource, [Info(resource, obj)]))


def from_files(call: Call, filenames: Sequence[str], *, require: bool = True) -> Selection:
    """The live objects that the manifests name; where ``require`` is off, one that is not there is passed over."""
    found = Selection()
    for manifest in manifests.read(call, filenames, found.errors):
        obj = call.shell.api.get(manifest.key)
        if obj is None:
            if require:
                found.errors.append(not_found(manifest.resource, manifest.key.name))
            continue
        found.groups.append((manifest.resource, [Info(manifest.resource, obj, manifest.obj)]))
    found.single = len(found.infos) == 1
    return found
