"""Reads ``-o`` and prints objects in that format.

Mirrors PrintFlags of staging/src/k8s.io/cli-runtime/pkg/genericclioptions: the formats that a command offers,
what each needs, and what is said where it is missing.
"""

from __future__ import annotations

import json as stdjson
from collections.abc import Sequence
from typing import Any

from nodeport_lab.cluster.kubectl import resources
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote

from . import columns, gotemplate, json, jsonpath, kyaml, yaml
from .gosyntax import source

TEMPLATES = (
    "go-template",
    "go-template-file",
    "jsonpath",
    "jsonpath-as-json",
    "jsonpath-file",
    "template",
    "templatefile",
)
GENERAL = ("json", "kyaml", "yaml", "name", *TEMPLATES)
GET = (*GENERAL, "custom-columns", "custom-columns-file", "wide")
_PREFIXES = sorted([*TEMPLATES, "custom-columns", "custom-columns-file"], key=len, reverse=True)


def of(call: Call) -> tuple[str, str]:
    """The format and its argument: ``jsonpath={.spec}`` is ``("jsonpath", "{.spec}")``. ``--template`` alone means go-template."""
    output = call.flag("output")
    template = call.flag("template")
    if template and not output:
        return "go-template", template
    for prefix in _PREFIXES:
        if output == prefix:
            return prefix, template
        if output.startswith(f"{prefix}="):
            return prefix, output[len(prefix) + 1 :]
    return output, template


def check(call: Call, allowed: Sequence[str] = GENERAL) -> None:
    """Raises Failure where the command does not offer the format, as its printer would be refused."""
    name, argument = of(call)
    if name not in ("", *allowed):
        formats = ",".join(sorted(allowed))
        raise error(
            f"unable to match a printer suitable for the output format {go_quote(call.flag('output'))}, allowed formats are: {formats}"
        )
    if name in TEMPLATES and not argument:
        raise error("template format specified but no template given")


def printed(call: Call, obj: Obj, *, typed: bool = False) -> str:
    """The text of one object, or of a List, in the format that ``-o`` names. ``typed``: JSON and KYAML keep the order of the fields."""
    name, argument = of(call)
    obj = cleaned(obj, managed=call.on("show-managed-fields"))
    if name == "yaml":
        return yaml.dump(obj)
    if name == "json":
        return json.dump(obj, keep_order=typed)
    if name == "kyaml":
        return kyaml.dump(obj, keep_order=typed)
    if name == "name":
        return "".join(_name(item) for item in items(obj))
    if name.startswith("jsonpath"):
        return _jsonpath(call, name, argument, obj)
    if name in ("go-template", "go-template-file", "template", "templatefile"):
        text = _file(call, argument) if name.endswith("file") else argument
        return gotemplate.render(text, obj)
    if name.startswith("custom-columns"):
        spec = columns.read_file(_file(call, argument)) if name.endswith("file") else columns.read(argument)
        return columns.render(spec, items(obj), headers=not call.on("no-headers"))
    raise ValueError(f"no printer for {name}")


def items(obj: Obj) -> list[Obj]:
    """The objects of a List, or the object itself."""
    return list(obj["items"]) if obj.get("kind", "").endswith("List") and "items" in obj else [obj]


def as_list(objects: Sequence[Obj]) -> Obj:
    """The List in which ``kubectl get`` wraps several objects."""
    return {"apiVersion": "v1", "items": list(objects), "kind": "List", "metadata": {"resourceVersion": ""}}


def cleaned(obj: Obj, *, managed: bool = False) -> Obj:
    """Without managedFields, which kubectl omits unless told otherwise."""
    if "items" in obj:
        return {**obj, "items": [cleaned(item, managed=managed) for item in obj["items"]]}
    if managed or "managedFields" not in obj.get("metadata", {}):
        return obj
    return {**obj, "metadata": {k: v for k, v in obj["metadata"].items() if k != "managedFields"}}


def _name(obj: Obj) -> str:
    resource = resources.of_kind(obj["kind"], obj["apiVersion"])
    kind = resource.qualified_singular if resource else obj["kind"].lower()
    return f"{kind}/{(obj.get('metadata') or {}).get('name', '<unknown>')}\n"


def _file(call: Call, name: str) -> str:
    text = call.shell.files.get(name.removeprefix("./"))
    if text is None:
        raise error(f"error reading --template {name}, open {name}: no such file or directory\n")
    return text


def _jsonpath(call: Call, name: str, argument: str, obj: Obj) -> str:
    text = _file(call, argument) if name == "jsonpath-file" else argument
    try:
        template = jsonpath.parse(text)
    except jsonpath.JsonPathError as problem:
        raise error(f"error parsing jsonpath {text}, {problem}") from None
    lenient = call.on("allow-missing-template-keys")
    try:
        if name == "jsonpath-as-json":
            found: list[Any] = [
                value for values in template.results(obj, lenient=lenient) for value in values
            ]
            return stdjson.dumps(found, ensure_ascii=False, indent=4, sort_keys=True) + "\n"
        return template.render(obj, lenient=lenient)
    except jsonpath.JsonPathError as problem:
        raise error(
            f"error executing jsonpath {go_quote(text)}: Error executing template: {problem}. Printing more information for "
            f"debugging the template:\n\ttemplate was:\n\t\t{text}\n\tobject given to jsonpath engine was:\n\t\t{source(obj)}\n\n\n"
        ) from None
