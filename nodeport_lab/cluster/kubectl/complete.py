"""What Tab offers: commands, flags and their values, resource types, names of objects, files.

Mirrors the completions that kubectl's commands register (staging/src/k8s.io/kubectl/pkg/util/completion): types first, then
names that are there and not yet on the line, ``TYPE/NAME`` where there is a slash.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nodeport_lab.cluster.kubectl.failure import Failure
from nodeport_lab.cluster.kubectl.flags import Flag, Help, Parser, Values
from nodeport_lab.cluster.kubectl.manual import Entry, Manual, manual
from nodeport_lab.cluster.kubectl.output.formats import GENERAL, GET
from nodeport_lab.cluster.kubectl.resources import RESOURCES, Resource, find
from nodeport_lab.cluster.kubectl.shell import Shell

MOST = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that the word may become. ``more``: the word goes on after it (``svc/``, ``--output=``)."""

    text: str
    description: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class Completion:
    """Where the word begins in the line, and what it may become."""

    start: int
    candidates: tuple[Candidate, ...]


_Names = Callable[["_Asked"], Iterable[Candidate]]


@dataclass(slots=True)
class _Asked:
    """The question: the command, what stands before the word, and the word."""

    shell: Shell
    entry: Entry
    values: Values
    word: str

    @property
    def args(self) -> list[str]:
        return self.values.args

    @property
    def namespace(self) -> str:
        return self.values.given.get("namespace", [self.shell.namespace])[-1]

    def flag(self, name: str) -> str:
        return self.values.given.get(name, [""])[-1]


def complete_line(line: str, cursor: int, shell: Shell) -> Completion:
    """Completes the word before the cursor of a line that holds ``kubectl …``, alone or as a part of a pipe or list."""
    before = line[:cursor]
    start = max((match.end() for match in re.finditer(r"\|\|?|;|&&|\$\(|\bdo\b|`", before)), default=0)
    words = before[start:].split()
    word = "" if not words or before[-1:].isspace() else words.pop()
    if not words:
        found = [Candidate("kubectl")] if "kubectl".startswith(word) else []
        return Completion(cursor - len(word), tuple(found))
    if words[0] not in ("kubectl", "k"):
        return Completion(cursor - len(word), ())
    return Completion(cursor - len(word), tuple(complete(words[1:], word, shell)))


def complete(words: Sequence[str], word: str, shell: Shell) -> list[Candidate]:
    """What ``word`` may become after ``kubectl WORDS``. Never raises for any words."""
    book = manual()
    entry, rest = book.find(words)
    flags = book.flags_of(entry)
    if "--" in rest:
        return []
    waiting = _waiting(rest, flags)
    if waiting is not None:
        rest = rest[:-1]
    try:
        values = Parser(flags, entry.full).parse(rest)
    except (Failure, Help):
        values = Values(flags)
        values.args = [text for text in rest if not text.startswith("-")]
    asked = _Asked(shell, entry, values, word)
    if waiting is not None:
        return _matching(_flag_values(asked, waiting), word)
    if word.startswith("--") and "=" in word:
        name, _, begun = word[2:].partition("=")
        flag = flags.get(name)
        found = _flag_values(asked, flag) if flag is not None else []
        return [Candidate(f"--{name}={c.text}", c.description, c.more) for c in _matching(found, begun)]
    if word.startswith("-"):
        return _matching(_flags(flags, values), word)
    return _matching(_words(asked, book), word)


def _matching(candidates: Iterable[Candidate], word: str) -> list[Candidate]:
    seen: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.text.startswith(word):
            seen.setdefault(candidate.text, candidate)
    return list(seen.values())[:MOST]


def _waiting(words: Sequence[str], flags: dict[str, Flag]) -> Flag | None:
    """The flag that the last word is, where it still wants a value."""
    last = words[-1] if words else ""
    if last.startswith("--"):
        flag = flags.get(last[2:])
    elif len(last) == 2 and last.startswith("-"):
        flag = next((found for found in flags.values() if found.short == last[1]), None)
    else:
        return None
    return flag if flag is not None and flag.bare is None else None


def _flags(flags: dict[str, Flag], values: Values) -> Iterable[Candidate]:
    """Flags that are not given yet, or may be given again."""
    for name in sorted(flags):
        flag = flags[name]
        if name in values.given and flag.kind not in ("list", "array"):
            continue
        if flag.bare is not None and flag.kind == "bool":
            yield Candidate(f"--{name}", flag.usage)
        else:
            yield Candidate(f"--{name}=", flag.usage, more=True)


def _words(asked: _Asked, book: Manual) -> Iterable[Candidate]:
    entry = asked.entry
    if entry.groups and not asked.args:
        for _, group in entry.groups:
            for name, short in group:
                yield Candidate(name, short)
        if entry.path == "":
            yield Candidate("options", "The flags that every command has")
            yield Candidate("help", "Help about a command")
            return
        if entry.path not in ("create", "apply", "cluster-info"):
            return
    if entry.path == "" and asked.args[:1] == ["help"]:
        for _, group in book.find(asked.args[1:])[0].groups:
            yield from (Candidate(name, short) for name, short in group)
        return
    yield from _ARGUMENTS.get(entry.path, _nothing)(asked)


def _nothing(asked: _Asked) -> Iterable[Candidate]:
    return ()


def _types(wanted: Sequence[str] = ()) -> Iterable[Candidate]:
    """Types by their plural, those of the lab first; short names are shorter than Tab."""
    names = [resource for resource in RESOURCES if resource.name in wanted] if wanted else list(RESOURCES)
    for resource in sorted(names, key=lambda found: found.name):
        if "list" in resource.verbs:
            short = ", ".join(resource.short)
            yield Candidate(resource.name, f"{resource.kind} ({short})" if short else resource.kind)


def _names(asked: _Asked, resource: Resource, prefix: str = "") -> Iterable[Candidate]:
    taken = {word.removeprefix(prefix) for word in asked.args}
    namespace = asked.namespace if resource.namespaced else None
    for obj in asked.shell.objects(resource.name, namespace):
        name = obj["metadata"]["name"]
        if name not in taken:
            yield Candidate(prefix + name, resource.kind)


def _resources(wanted: Sequence[str] = ()) -> _Names:
    """TYPE, then names; TYPE/NAME; several types with commas."""

    def found(asked: _Asked) -> Iterable[Candidate]:
        word, args = asked.word, asked.args
        if "/" in word:
            kind = word.split("/")[0]
            resource = find(kind)
            return _names(asked, resource, f"{kind}/") if resource is not None else ()
        if not args:
            head, comma, _ = word.rpartition(",")
            return [Candidate(f"{head}{comma}{c.text}", c.description) for c in _types(wanted)]
        if "/" in args[0]:
            return [Candidate(f"{c.text}/", c.description, more=True) for c in _types(wanted)]
        resource = find(args[0])
        return _names(asked, resource) if resource is not None else ()

    return found


def _workloads(asked: _Asked) -> Iterable[Candidate]:
    return _resources(("deployments", "replicasets", "statefulsets", "daemonsets"))(asked)


def _pods(asked: _Asked) -> Iterable[Candidate]:
    """A pod, or TYPE/NAME of something that has pods."""
    if asked.args:
        return ()
    if "/" in asked.word:
        return _resources()(asked)
    pods = find("pods")
    kinds = ("deployments", "services", "replicasets")
    return [*(_names(asked, pods) if pods else ()), *(Candidate(f"{kind}/", "", more=True) for kind in kinds)]


def _port_forward(asked: _Asked) -> Iterable[Candidate]:
    return _pods(asked)


def _node_names(asked: _Asked) -> Iterable[Candidate]:
    nodes = find("nodes")
    return _names(asked, nodes) if nodes is not None else ()


def _images(asked: _Asked) -> Iterable[Candidate]:
    """``set image TYPE/NAME``, then the containers with ``=``."""
    if not asked.args or "/" in asked.word:
        return _resources(("deployments", "pods", "replicasets"))(asked)
    kind, slash, name = asked.args[0].partition("/")
    if not slash and len(asked.args) == 1:
        return _resources()(asked)
    resource = find(kind)
    wanted = name if slash else asked.args[1]
    found = (
        [
            obj
            for obj in asked.shell.objects(resource.name, asked.namespace)
            if obj["metadata"]["name"] == wanted
        ]
        if resource
        else []
    )
    return [
        Candidate(f"{container['name']}=", container.get("image", ""), more=True)
        for obj in found
        for container in _containers(obj)
    ]


def _containers(obj: dict[str, Any]) -> list[dict[str, Any]]:
    spec = obj.get("spec") or {}
    inner = (spec.get("template") or {}).get("spec") or spec
    found: list[dict[str, Any]] = inner.get("containers") or []
    return found


def _explained(asked: _Asked) -> Iterable[Candidate]:
    """Types, then their fields after a dot."""
    from nodeport_lab.cluster.kubectl.explain import fields

    if asked.args:
        return ()
    head, dot, _ = asked.word.rpartition(".")
    if not dot:
        return _types()
    first, *rest = head.split(".")
    resource = find(first)
    place = fields.root(resource.api_version, resource.kind) if resource is not None else None
    for name in rest:
        place = fields.child(place, name) if place is not None else None
    if place is None or place.struct is None:
        return ()
    return [
        Candidate(f"{head}.{name}", fields.type_name(field.type))
        for name, field in sorted(place.struct.fields.items())
    ]


_ARGUMENTS: dict[str, _Names] = {
    "annotate": _resources(),
    "cordon": _node_names,
    "delete": _resources(),
    "describe": _resources(),
    "edit": _resources(),
    "exec": _pods,
    "explain": _explained,
    "expose": _resources(("deployments", "pods", "replicasets", "services")),
    "get": _resources(),
    "label": _resources(),
    "logs": _pods,
    "patch": _resources(),
    "port-forward": _port_forward,
    "rollout history": _workloads,
    "rollout pause": _workloads,
    "rollout restart": _workloads,
    "rollout resume": _workloads,
    "rollout status": _workloads,
    "rollout undo": _workloads,
    "scale": _workloads,
    "set env": _resources(("deployments", "pods", "replicasets")),
    "set image": _images,
    "set selector": _resources(("services",)),
    "uncordon": _node_names,
    "wait": _resources(),
}

_FIXED: dict[str, Sequence[str]] = {
    "cascade": ("background", "foreground", "orphan"),
    "dry-run": ("client", "server", "none"),
    "protocol": ("TCP", "UDP", "SCTP"),
    "restart": ("Always", "OnFailure", "Never"),
    "session-affinity": ("None", "ClientIP"),
    "validate": ("strict", "warn", "ignore"),
    "for": ("condition=Ready", "condition=Available", "create", "delete", "jsonpath="),
}


def _flag_values(asked: _Asked, flag: Flag) -> Iterable[Candidate]:
    """What a flag may be given."""
    path = asked.entry.path
    if flag.name == "type":
        kinds = (
            ("strategic", "merge", "json")
            if path == "patch"
            else ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
        )
        return [Candidate(kind) for kind in kinds]
    if flag.name == "output":
        return [
            Candidate(name, more=name.startswith(("jsonpath", "custom", "go-t"))) for name in _formats(path)
        ]
    if flag.name == "namespace":
        namespaces = find("namespaces")
        return _names(asked, namespaces) if namespaces is not None else ()
    if flag.name == "filename":
        return [Candidate(name) for name in sorted(asked.shell.files)]
    if flag.name == "container":
        return _pod_containers(asked)
    if flag.name == "selector":
        return _labels(asked)
    if flag.name == "class":
        classes = find("ingressclasses")
        return _names(asked, classes) if classes is not None else ()
    return [Candidate(text, more=text.endswith("=")) for text in _FIXED.get(flag.name, ())]


def _formats(path: str) -> Sequence[str]:
    if path == "get":
        return GET
    if path in ("delete", "config get-contexts"):
        return ("name",)
    if path == "version":
        return ("yaml", "json")
    return ("wide", "name") if path == "api-resources" else GENERAL


def _pod_containers(asked: _Asked) -> Iterable[Candidate]:
    wanted = asked.args[0].rpartition("/")[2] if asked.args else ""
    for pod in asked.shell.objects("pods", asked.namespace):
        if pod["metadata"]["name"] == wanted:
            yield from (
                Candidate(container["name"], container.get("image", "")) for container in _containers(pod)
            )


def _labels(asked: _Asked) -> Iterable[Candidate]:
    """The labels that the objects of the type have."""
    resource = find(asked.args[0]) if asked.args else None
    if resource is None:
        return
    pairs = {
        f"{key}={value}"
        for obj in asked.shell.objects(resource.name, asked.namespace if resource.namespaced else None)
        for key, value in (obj["metadata"].get("labels") or {}).items()
    }
    yield from (Candidate(pair) for pair in sorted(pairs))
