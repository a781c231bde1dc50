"""What the editor knows of the fields of a manifest: completion and documentation, in Japanese and in English.

    built("ja")["service.json"]      # what static/fields/ja/service.json holds; script/fields writes them all

Names and types come from the schema of the API server. What a learner meets is told here in our own words, one file a
subject: structs, their fields, and of each a text in ja and en, its ``default``, the ``range`` of a number (``nodePort``
is the cluster's own), what its ``values`` mean, to whom a port ``belongs``, and where Kubernetes' ``docs`` tell more.
A field of ``*`` is that of every object. The rest keeps the first sentences of Kubernetes' English. Whatever the schema
does not know raises: neither can drift from the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nodeport_lab.cluster.apiserver import schema, scheme
from nodeport_lab.content.words import LANGUAGES, Language

_FOLDER = Path(__file__).parent
_SUBJECTS = ("endpoints", "ingress", "metadata", "service", "workload")
_EVERYWHERE = "*"
_KNOWN = {"ja", "en", "default", "range", "values", "belongs", "docs"}
_SCALARS = {
    "bool": "boolean",
    "int32": "integer",
    "int64": "integer",
    "IntOrString": "port",
    "Quantity": "quantity",
    "bytes": "bytes",
    "Time": "time",
    "MicroTime": "time",
    "FieldsV1": "object",
}
# What the API server fills in: told when pointed at, never offered.
_FILLED = {
    "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
    "managedFields", "selfLink",
}  # fmt: skip
_LONGEST = 220


def built(language: Language) -> dict[str, Any]:
    """The files of one language by name: ``index.json`` and one for each kind."""
    kinds = list(_kinds())
    index = {
        "kinds": [
            {
                "kind": kind,
                "apiVersion": version,
                "file": kind.lower(),
                "text": _told(schema.root(version, kind), "")[language],
            }
            for version, kind in kinds
        ],
        # What a document has whose kind is not known yet.
        "top": {
            name: {"type": "string" if name in ("apiVersion", "kind") else "object", "text": line[language]}
            for name, line in overlay()[_EVERYWHERE].items()
            if name != "status"
        },
        "snippets": [
            {"label": snippet["label"], "detail": snippet[language], "text": snippet["text"]}
            for snippet in _snippets()
        ],
    }
    return {"index.json": index} | {
        f"{kind.lower()}.json": _kind(version, kind, language) for version, kind in kinds
    }


def text(content: Any) -> str:
    """A file as it is written: compact, and a line for each struct, so that a change can be read."""
    compact = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return re.sub(r'\},("[a-z]+\.[A-Z])', r"},\n\1", compact) + "\n"


@cache
def overlay() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """All that is written here, by struct and field. ``ValueError`` where something stands twice or the schema lacks it."""
    told: dict[str, dict[str, dict[str, Any]]] = {}
    for subject in _SUBJECTS:
        for name, fields in _read(subject).items():
            if name in told:
                raise ValueError(f"{subject}.yaml: {name} is told elsewhere too")
            known = (
                {"apiVersion", "kind", "metadata", "status"}
                if name == _EVERYWHERE
                else schema.struct(name).fields
            )
            for field, line in fields.items():
                if field and field not in known:
                    raise ValueError(f"{subject}.yaml: the schema has no field {field} in {name}")
                if not set(LANGUAGES) <= set(line) <= _KNOWN:
                    raise ValueError(f"{subject}.yaml: {name}.{field} has {', '.join(line)}")
            told[name] = fields
    return told


@cache
def _read(name: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def filled(snippet: str) -> str:
    """A whole document with what stands in it where the editor finds nothing better: ``${name:web}`` becomes ``web``."""
    return re.sub(r"\$\{\w+:([^}]*)\}", r"\1", snippet)


def _snippets() -> list[dict[str, str]]:
    return list(_read("snippets"))


def _kinds() -> Iterator[tuple[str, str]]:
    """Those that a person writes: the ones that are told here."""
    for resource in scheme.RESOURCES:
        root = schema.root(resource.api_version, resource.kind)
        if root is not None and "" in overlay().get(root.name, {}):
            yield resource.api_version, resource.kind


def _told(struct: schema.Struct | None, field: str) -> Mapping[str, Any]:
    """What is written here of a field; empty where nothing is."""
    if struct is None:
        return {}
    own = overlay().get(struct.name, {}).get(field)
    if own is None and {"apiVersion", "kind", "metadata"} <= set(struct.fields):
        own = overlay()[_EVERYWHERE].get(field)
    return own or {}


def _kind(version: str, kind: str, language: Language) -> dict[str, Any]:
    root = schema.root(version, kind)
    if root is None:
        raise ValueError(f"the schema has no {version} {kind}")
    structs: dict[str, Any] = {}
    waiting = [root.name]
    while waiting:
        name = waiting.pop()
        if name in structs:
            continue
        struct = schema.struct(name)
        structs[name] = {field: _field(struct, field, language) for field in struct.fields}
        for field, about in structs[name].items():
            reached = about["type"].rpartition("]")[2].rpartition(":")[2]
            if "." in reached and field not in _FILLED and field != "status":
                waiting.append(reached)
    about = _told(root, "")
    return {
        "root": root.name,
        "text": about[language],
        **_docs(about, language),
        "structs": dict(sorted(structs.items())),
    }


def _field(struct: schema.Struct, name: str, language: Language) -> dict[str, Any]:
    field = struct.fields[name]
    told = _told(struct, name)
    about: dict[str, Any] = {"type": _type(field.type)}
    if field.required:
        about["required"] = True
    if name == "status" or (struct.name == "meta.ObjectMeta" and name in _FILLED):
        about["filled"] = True
    if told:
        about["text"] = told[language]
    elif english := _short(schema.description(struct.name, name)):
        about["english"] = english
    values = told.get("values") or {value: {} for value in _values(field.type)}
    if values:
        about["values"] = {value: meant.get(language, "") for value, meant in values.items()}
    if "default" in told:
        default = told["default"]
        about["default"] = default[language] if isinstance(default, dict) else _scalar(default)
    if "range" in told:
        about["range"] = told["range"]
    if "belongs" in told:
        about["belongs"] = told["belongs"][language]
    return about | _docs(told, language)


def _docs(told: Mapping[str, Any], language: Language) -> dict[str, str]:
    links = told.get("docs", {})
    link = links.get(language) or links.get("en")
    return {"docs": link} if link else {}


def _scalar(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _type(kind: schema.Type) -> str:
    """``integer``, ``core.ServicePort``, ``[]string``, ``map:string``."""
    if kind.base == "list":
        return "[]" + _type(kind.item)
    if kind.base == "map":
        return "map:" + _type(kind.item)
    if kind.base == "struct":
        return kind.struct
    return _SCALARS.get(kind.base, kind.base)


def _values(kind: schema.Type) -> tuple[str, ...]:
    return schema.enum((kind.item if kind.base == "list" else kind).go)


def _short(text: str) -> str:
    """The first sentences, as far as a tooltip goes."""
    plain = re.sub(r"\s*More info: \S+", "", " ".join(text.split()))
    short = ""
    for sentence in re.split(r"(?<=[.:]) (?=[A-Z])", plain):
        if short and len(short) + len(sentence) > _LONGEST:
            break
        short = f"{short} {sentence}".strip()
    return short if len(short) <= 2 * _LONGEST else short[: 2 * _LONGEST].rpartition(" ")[0] + " …"
