"""Label and field selectors: their grammar, their mistakes, and whom they choose.

Mirrors staging/src/k8s.io/apimachinery/pkg/labels/selector.go and pkg/fields/selector.go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote


class SelectorError(Exception):
    """A selector that cannot be understood, in apimachinery's words."""


_TOKEN = re.compile(r"\s*(?:(==|!=|=|,|\(|\)|!|<|>)|([^\s=!,()<>]+))")
_NAME = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)")
_PREFIX = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_VALUE = re.compile(r"(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?")
NAME_DETAIL = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
    "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)
VALUE_DETAIL = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
    "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used "
    "for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition on the labels: key, operator (``in notin = != exists !``) and values."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def holds(self, labels: Mapping[str, str]) -> bool:
        has = self.key in labels
        if self.operator == "exists":
            return has
        if self.operator == "!":
            return not has
        if self.operator in ("in", "="):
            return has and labels[self.key] in self.values
        if self.operator in ("notin", "!="):
            return not has or labels[self.key] not in self.values
        if not has or not labels[self.key].lstrip("-").isdigit():
            return False
        bound, value = int(self.values[0]), int(labels[self.key])
        return value > bound if self.operator == "gt" else value < bound


def label_selector(text: str) -> list[Requirement]:
    """The requirements of ``-l text``; raises SelectorError."""
    return _LabelParser(text).parse()


def choose(requirements: list[Requirement], labels: Mapping[str, str]) -> bool:
    """True where the labels meet every requirement."""
    return all(requirement.holds(labels) for requirement in requirements)


class _LabelParser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [match[1] or match[2] for match in _TOKEN.finditer(text)]
        self.place = 0

    def parse(self) -> list[Requirement]:
        found: list[Requirement] = []
        while self._peek():
            found.append(self._requirement())
            word = self._peek()
            if not word:
                break
            if word != ",":
                raise self._fail(f"found '{word}', expected: ',' or 'end of string'")
            self.place += 1
            following = self._peek()
            if not following or following in ("=", "==", "!=", "(", ")", ",", "<", ">"):
                raise self._fail(f"found '{following}', expected: identifier after ','")
        return sorted(found, key=lambda requirement: requirement.key)

    def _fail(self, message: str) -> Exception:
        return SelectorError(f"unable to parse requirement: {message}")

    def _peek(self) -> str:
        return self.words[self.place] if self.place < len(self.words) else ""

    def _next(self) -> str:
        word = self._peek()
        self.place += 1
        return word

    def _key(self) -> str:
        key = self._next()
        if not key or not (key[0].isalnum() or key[0] in "-_./*"):
            raise self._fail(f"found '{key}', expected: identifier")
        _check_key(key)
        return key

    def _requirement(self) -> Requirement:
        if self._peek() == "!":
            self.place += 1
            return Requirement(self._key(), "!")
        key = self._key()
        operator = self._peek()
        if operator in ("", ","):
            return Requirement(key, "exists")
        self.place += 1
        if operator in ("in", "notin"):
            return Requirement(key, operator, self._values(key))
        if operator in ("=", "==", "!="):
            value = self._peek()
            if value in ("", ","):
                value = ""
            elif value in ("=", "==", "!=", "(", ")", "!", "<", ">"):
                raise self._fail(f"found '{value}', expected: identifier")
            else:
                self.place += 1
            _check_value(key, value)
            return Requirement(key, "!=" if operator == "!=" else "=", (value,))
        if operator in ("<", ">"):
            return Requirement(key, "gt" if operator == ">" else "lt", (self._next(),))
        raise self._fail(f"found '{operator}', expected: in, notin, =, ==, !=, gt, lt")

    def _values(self, key: str) -> tuple[str, ...]:
        if self._next() != "(":
            self.place -= 1
            raise self._fail(f"found '{self._peek()}' expected: '('")
        values: list[str] = []
        while self._peek() not in (")", ""):
            word = self._next()
            if word != ",":
                _check_value(key, word)
                values.append(word)
        if self._next() != ")":
            raise self._fail("found '', expected: ',' or ')'")
        return tuple(values)


def _check_key(key: str) -> None:
    prefix, slash, name = key.rpartition("/")
    if len(key.split("/")) > 2:
        detail = f"a qualified name {NAME_DETAIL[len('name part ') :]} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    elif not _NAME.fullmatch(name):
        detail = NAME_DETAIL if name else "name part must be non-empty"
    elif slash and not _PREFIX.fullmatch(prefix):
        detail = "prefix part must be a valid DNS subdomain"
    else:
        return
    raise SelectorError(f"unable to parse requirement: <nil>: Invalid value: {go_quote(key)}: {detail}")


def _check_value(key: str, value: str) -> None:
    if not _VALUE.fullmatch(value):
        raise SelectorError(
            f"unable to parse requirement: values[0][{key}]: Invalid value: {go_quote(value)}: {VALUE_DETAIL}"
        )


def field_selector(text: str, resource: str) -> Callable[[Obj], bool]:
    """``--field-selector``: metadata.name, metadata.namespace and the few fields that each kind offers."""
    allowed = {"metadata.name", "metadata.namespace", *FIELDS.get(resource, ())}
    conditions: list[tuple[str, bool, str]] = []
    for term in filter(None, text.split(",")):
        match = re.fullmatch(r"(.*?)(!=|==|=)(.*)", term)
        if not match:
            raise SelectorError(f"invalid selector: '{text}'; can't understand '{term}'")
        if match[1] not in allowed:
            raise SelectorError(f"field label not supported: {match[1]}")
        conditions.append((match[1], match[2] != "!=", match[3]))
    return lambda obj: all((str(value_at(obj, path)) == value) is equal for path, equal, value in conditions)


FIELDS = {
    "pods": ("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP"),
    "services": ("spec.clusterIP", "spec.type"),
    "nodes": ("spec.unschedulable",),
    "namespaces": ("status.phase",),
    "events": (
        "involvedObject.kind",
        "involvedObject.namespace",
        "involvedObject.name",
        "involvedObject.uid",
        "involvedObject.apiVersion",
        "involvedObject.resourceVersion",
        "involvedObject.fieldPath",
        "reason",
        "type",
        "source",
        "reportingComponent",
    ),
    "replicasets": ("status.replicas",),
}  # fmt: skip


def value_at(obj: Obj, path: str) -> object:
    """The value at a dotted path, empty where there is none."""
    here: object = obj
    for part in path.split("."):
        if not isinstance(here, dict) or part not in here:
            return ""
        here = here[part]
    return here
