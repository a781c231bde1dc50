"""Fields that are unknown, of the wrong type, missing or out of place."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.apiserver import decode, schema, scheme
from nodeport_lab.cluster.problem import FieldPath, Problem, Repair
from nodeport_lab.cluster.repair.edits import Place, last, name_of, parent_of
from nodeport_lab.cluster.repair.values import set_value

_number = re.compile(r"[+-]?[0-9]+").fullmatch
_PORT_NAMES = {
    21: "ftp",
    22: "ssh",
    25: "smtp",
    53: "dns",
    80: "http",
    443: "https",
    3306: "mysql",
    5432: "postgres",
}
_PORT_NAMES |= {6379: "redis", 8080: "http-alt", 8443: "https-alt", 9090: "metrics", 9100: "metrics"}


def rename(problem: Problem, place: Place) -> Repair | None:
    """The known field that was meant, where its type takes the value and it is not there already."""
    near, path = problem.params["nearest"], problem.path
    key = place.key(path) if path is not None and near else None
    if key is None or path is None:
        return None
    siblings = place.value(parent_of(path), {})
    field = schema.struct(problem.params["struct"]).fields[near]
    if near in siblings or decode.complaint(siblings[name_of(path)], field.type):
        return None
    return Repair("rename-field", (place.replace(key, near),), {"name": name_of(path), "nearest": near})


def remove_twin(problem: Problem, place: Place) -> Repair | None:
    """The misspelt one of two fields away, where the right one is there."""
    near, path = problem.params["nearest"], problem.path
    if path is None or not near or near not in place.value(parent_of(path), {}):
        return None
    return remove(problem, place)


def remove(problem: Problem, place: Place) -> Repair | None:
    """The field away."""
    path = problem.path
    if path is None:
        return None
    parts = list(path.parts)
    while parts and isinstance(parts[-1], int):
        parts.pop()
    names = {"LoadBalancerSourceRanges": "loadBalancerSourceRanges", "clusterIPs": "clusterIP"}
    if parts and place.node(FieldPath(tuple(parts))) is None:
        parts[-1] = names.get(str(parts[-1]), parts[-1])
    path = FieldPath(tuple(parts))
    if name_of(path) == "clusterIPs" and place.node(parent_of(path).child("clusterIP")) is not None:
        return None
    edit = place.remove(path) if parts and place.node(path) is not None else None
    return Repair("remove-field", (edit,), {"name": name_of(path)}) if edit else None


def remove_cluster_ip(problem: Problem, place: Place) -> Repair | None:
    """``clusterIP: None`` away, where nothing else says it too."""
    spec = FieldPath.of("spec")
    edit = None if place.node(spec.child("clusterIPs")) else place.remove(spec.child("clusterIP"))
    return Repair("remove-field", (edit,), {"name": "clusterIP"}) if edit else None


def quote(problem: Problem, place: Place) -> Repair | None:
    """A number or a word like yes where text is wanted: in quotes, as it was written."""
    node = place.node(problem.path) if problem.path is not None else None
    if problem.params["expected"] != "string" or node is None or not node.plain or node.children is not None:
        return None
    text = place.text(node)
    return Repair("quote", (place.replace(node, f'"{text}"'),), {"value": text}) if text else None


def unquote(problem: Problem, place: Place) -> Repair | None:
    """A number or a truth in quotes: without them."""
    node = place.node(problem.path) if problem.path is not None else None
    if node is None or not isinstance(node.value, str) or node.plain:
        return None
    value, wanted = node.value.strip(), problem.params.get("expected", "IntOrString")
    fits = value in ("true", "false") if wanted == "bool" else _number(value) is not None
    if not fits or wanted not in ("int32", "int64", "IntOrString", "bool"):
        return None
    text = value if wanted == "bool" else str(int(value))
    return Repair("unquote", (place.replace(node, text),), {"value": text})


def make_list(problem: Problem, place: Place) -> Repair | None:
    """One thing where a list of such things is wanted: a list of one."""
    path = problem.path
    node = place.node(path) if path is not None else None
    if problem.params["expected"] != "list" or node is None or path is None:
        return None
    element = _element(place, path)
    if element is None or decode.complaint(node.value, element):
        return None
    if node.children is None:
        return Repair("make-list", (place.replace(node, f"[{place.text(node)}]"),)) if node.plain else None
    if not isinstance(node.children, dict) or not node.children or place.is_flow(node):
        return None
    first = min(key.start for key, _ in node.children.values())
    edits = [place.insert(first, "- ")]
    text, end = place.document.text, last(node)
    at = text.find("\n", first)
    while 0 <= at < end:
        if text[at + 1 : at + 2] not in ("\n", ""):
            edits.append(place.insert(at + 1, "  "))
        at = text.find("\n", at + 1)
    return Repair("make-list", tuple(edits))


def _element(place: Place, path: FieldPath) -> schema.Type | None:
    """What the list at ``path`` holds, by the types of the API."""
    value = place.value(FieldPath(), {})
    if not isinstance(value, dict):
        return None
    known = schema.root(str(value.get("apiVersion")), str(value.get("kind")))
    at: schema.Type | None = schema.Type("struct", "", struct=known.name) if known else None
    for part in path.parts:
        if at is None:
            return None
        if at.base == "struct" and isinstance(part, str):
            field = schema.struct(at.struct).fields.get(part)
            at = field.type if field else None
        else:
            at = at.element
    return at.element if at is not None and at.base == "list" else None


def add_api_version(problem: Problem, place: Place) -> Repair | None:
    """The apiVersion that goes with the kind."""
    kind = place.value(FieldPath.of("kind"))
    versions = [r.api_version for r in scheme.RESOURCES if r.kind == kind]
    edit = place.add(FieldPath(), (f"apiVersion: {versions[0]}",)) if versions else None
    return Repair("add-api-version", (edit,), {"value": versions[0]}) if edit else None


def set_api_version(problem: Problem, place: Place) -> Repair | None:
    """A version that has the kind."""
    return set_value(place, FieldPath.of("apiVersion"), problem.params["versions"][0])


def set_kind(problem: Problem, place: Place) -> Repair | None:
    """The kind that was meant, with an apiVersion that has it."""
    meant = problem.params.get("meant") or problem.params.get("nearest")
    repair = set_value(place, FieldPath.of("kind"), meant) if meant else None
    if repair is None:
        return None
    versions = [r.api_version for r in scheme.RESOURCES if r.kind == meant]
    if place.value(FieldPath.of("apiVersion")) in versions:
        return repair
    version = set_value(place, FieldPath.of("apiVersion"), versions[0])
    return Repair("set-value", repair.edits + version.edits, repair.params) if version else None


def name_port(problem: Problem, place: Place) -> Repair | None:
    """Names for every port of the list that has none, as its number suggests."""
    if problem.path is None:
        return None
    path = parent_of(problem.path)
    ports = place.value(parent_of(path))
    if not isinstance(ports, list) or not all(isinstance(port, dict) for port in ports):
        return None
    taken = {str(port.get("name") or "") for port in ports}
    names: dict[int, str] = {}
    for position, port in enumerate(ports):
        if not port.get("name"):
            names[position] = _port_name(port, taken)
            taken.add(names[position])
    position = path.parts[-1]
    if not isinstance(position, int) or position not in names:
        return None
    edit = place.add(path, (f"name: {names[position]}",))
    return Repair("add-field", (edit,), {"name": "name", "value": names[position]}) if edit else None


def _port_name(port: dict[str, Any], taken: set[str]) -> str:
    number = port.get("port")
    name = _PORT_NAMES.get(number, f"port-{number}") if isinstance(number, int) else "port"
    for candidate in (name, f"{name}-{str(port.get('protocol', 'tcp')).lower()}", f"port-{number}"):
        if candidate not in taken:
            return candidate
    return next(f"{name}-{count}" for count in range(2, len(taken) + 3) if f"{name}-{count}" not in taken)


def add_path_type(problem: Problem, place: Place) -> Repair | None:
    """``pathType: Prefix``, which is what an older manifest without one meant."""
    if problem.path is None:
        return None
    edit = place.add(parent_of(problem.path), ("pathType: Prefix",), after="path")
    return Repair("add-field", (edit,), {"name": "pathType", "value": "Prefix"}) if edit else None


def make_node_port(problem: Problem, place: Place) -> Repair | None:
    """Who gives a nodePort wants a Service of type NodePort."""
    path = FieldPath.of("spec", "type")
    if place.node(path) is not None:
        return set_value(place, path, "NodePort")
    edit = place.add(parent_of(path), ("type: NodePort",))
    return Repair("add-field", (edit,), {"name": "type", "value": "NodePort"}) if edit else None
