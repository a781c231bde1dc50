"""``kubectl get`` (staging/src/k8s.io/kubectl/pkg/cmd/get/get.go)."""

from __future__ import annotations

import functools
from typing import Any

from nodeport_lab.cluster.kubectl.ages import parse as parse_time
from nodeport_lab.cluster.kubectl.builder import Info, Selection, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import error, is_not_found
from nodeport_lab.cluster.kubectl.output import formats
from nodeport_lab.cluster.kubectl.output.jsonpath import JsonPathError, parse, relaxed
from nodeport_lab.cluster.kubectl.output.yaml import go_float
from nodeport_lab.cluster.kubectl.quantity import as_number
from nodeport_lab.cluster.kubectl.resources import Resource
from nodeport_lab.cluster.kubectl.tables.printing import Style, print_objects
from nodeport_lab.cluster.objects import Obj

from .watch import watch

ENDPOINTS_WARNING = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"


def get(call: Call) -> None:
    """Prints objects as a table or in the format of ``-o``."""
    if not call.args and not call.values.many("filename") and not call.flag("raw"):
        call.err(
            'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\n'
        )
        raise error(
            'Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource '
            f"(e.g. kubectl explain pods).\nSee '{call.entry.full} -h' for help and examples"
        )
    if call.flag("raw"):
        raise error("raw requests are not served here: ask for a resource instead")
    name, _ = formats.of(call)
    if call.on("show-labels") and name not in ("", "wide"):
        raise error(f"--show-labels option cannot be used with {call.flag('output') or name} printer")
    if call.on("watch") or call.on("watch-only"):
        watch(call, style_of(call, kinds=False))
        return
    if call.on("output-watch-events"):
        raise error("--output-watch-events option can only be used with --watch or --watch-only")
    found = select(call, call.args, everything=True)
    _ignore_missing(call, found)
    warn_of_endpoints(call, [resource for resource, _ in found.groups])
    if name in ("", "wide"):
        _table(call, found)
    else:
        _formatted(call, found)


def style_of(call: Call, *, kinds: bool) -> Style:
    """How the flags want the table."""
    return Style(
        wide=formats.of(call)[0] == "wide",
        headers=not call.on("no-headers"),
        namespaces=call.on("all-namespaces"),
        kinds=kinds or call.on("show-kind"),
        labels=call.on("show-labels"),
        label_columns=tuple(call.values.many("label-columns")),
    )


def warn_of_endpoints(call: Call, resources: list[Resource]) -> None:
    """The server's warning with every answer about Endpoints."""
    if any(resource.name == "endpoints" for resource in resources):
        call.warn(ENDPOINTS_WARNING)


def _ignore_missing(call: Call, found: Selection) -> None:
    if call.on("ignore-not-found"):
        found.errors = [wrong for wrong in found.errors if not is_not_found(wrong)]


def _table(call: Call, found: Selection) -> None:
    if call.flag("sort-by"):
        groups = [(resource, _sorted(call, infos)) for resource, infos in found.groups]
    else:
        groups = found.groups
    kinds = len({info.resource.qualified for info in found.infos}) > 1
    shown: list[tuple[Resource, list[Obj]]] = []
    for resource, infos in groups:
        if shown and shown[-1][0] == resource:
            shown[-1][1].extend(info.obj for info in infos)
        elif infos:
            shown.append((resource, [info.obj for info in infos]))
    call.out(print_objects(shown, call.now, style_of(call, kinds=kinds)), end="")
    if found.errors:
        raise found.failure()
    if not shown and not call.on("ignore-not-found"):
        inside = not call.on("all-namespaces") and all(resource.namespaced for resource, _ in found.groups)
        call.err(f"No resources found in {call.namespace} namespace." if inside else "No resources found")


def _formatted(call: Call, found: Selection) -> None:
    if found.errors and found.single:
        raise found.failure()
    infos = _sorted(call, found.infos) if call.flag("sort-by") else found.infos
    if not infos and call.on("ignore-not-found"):
        return
    formats.check(call, formats.GET)
    objects = [info.obj for info in infos]
    obj = objects[0] if found.single and len(objects) == 1 else formats.as_list(objects)
    call.out(formats.printed(call, obj), end="")
    if found.errors:
        raise found.failure()


def _sorted(call: Call, infos: list[Info]) -> list[Info]:
    """The objects in the order of ``--sort-by``: numbers, quantities and times by value, words by their letters."""
    text = call.flag("sort-by")
    try:
        template = parse(relaxed(text))
    except JsonPathError as problem:
        raise error(str(problem)) from None
    values: list[list[Any]] = []
    for info in infos:
        try:
            values.append([value for found in template.results(info.obj) for value in found])
        except JsonPathError:
            values.append([])
    if infos and not any(values):
        return []
    pairs = sorted(zip(values, infos, strict=True), key=functools.cmp_to_key(_by_value))
    return [info for _, info in pairs]


def _by_value(one: tuple[list[Any], Info], other: tuple[list[Any], Info]) -> int:
    return _compare(one[0], other[0])


def _compare(left: list[Any], right: list[Any]) -> int:
    if not left or not right:
        return bool(left) - bool(right)
    one, other = _comparable(left[0]), _comparable(right[0])
    if type(one) is not type(other):
        one, other = str(left[0]), str(right[0])
    return int(one > other) - int(one < other)


def _comparable(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        number = as_number(value)
        if number is not None:
            return number
        try:
            return parse_time(value).timestamp() if value[:1].isdigit() and "T" in value else value
        except ValueError:
            return value
    return go_float(0.0) if value is None else str(value)
