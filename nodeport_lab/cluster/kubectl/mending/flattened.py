"""A manifest that lost its indentation in a paste: the types of the API tell where every line belongs.

Line by line, a key goes to the deepest open map or struct that can take it: a struct that knows the field and does not have it
yet; a map of labels that is still empty, or that no struct around it claims the key from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nodeport_lab.cluster.apiserver import decode, schema, scheme
from nodeport_lab.cluster.apiserver.schema import Struct, Type
from nodeport_lab.cluster.problem import Edit, FieldPath, Problem, Repair
from nodeport_lab.cluster.source import Document, read

_LINE = re.compile(r"(- +)?([^\s:#][^:#]*?)[ ]*:(?:[ ]+(\S.*))?\Z")


@dataclass(slots=True)
class _Place:
    """An open struct, map or list: where its lines begin, and which keys it has."""

    type: Type
    indent: int
    struct: Struct | None = None
    keys: set[str] = field(default_factory=set)


def _mend(problem: Problem, document: Document, path: FieldPath) -> Repair | None:
    value = document.value
    if path.parts != ("metadata", "name") or not isinstance(value, dict):
        return None
    resource = scheme.kind(str(value.get("apiVersion")), str(value.get("kind")))
    root = schema.root(resource.api_version, resource.kind) if resource else None
    body = document.text.rstrip("\n")
    if root is None or any(line[:1] in (" ", "\t") for line in body.split("\n")):
        return None
    indented = _indent(body.split("\n"), root)
    if indented is None or not _is_good(indented, root) or document.root is None:
        return None
    whole = type(document.root)(None, 0, len(body))
    return Repair("indent-again", (Edit(document.span(whole), indented),))


def _is_good(text: str, root: Struct) -> bool:
    documents = read(text).documents
    return (
        len(documents) == 1
        and documents[0].error is None
        and not decode.decode(documents[0].value, root).message
    )


def _indent(lines: list[str], root: Struct) -> str | None:
    open_places = [_Place(Type("struct", "", struct=root.name), 0, root)]
    out: list[str] = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#") or line.startswith("---"):
            deepest = open_places[-1].indent if line.lstrip().startswith("#") else 0
            out.append(" " * deepest + line)
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            return None
        dash, key, rest = match.groups()
        place = _item(open_places, key) if dash else _place(open_places, key)
        if place is None:
            return None
        place.keys.add(key)
        text = line.rstrip()[len(dash or "") :]
        out.append((" " * (place.indent - 2) + "- " if dash else " " * place.indent) + text)
        if rest is None or rest.startswith("#"):
            inner = place.struct.fields[key].type if place.struct else place.type.item
            open_places.append(_opened(inner, place.indent + 2))
    return "\n".join(out)


def _opened(type: Type, indent: int) -> _Place:
    return _Place(type, indent, schema.struct(type.struct) if type.struct else None)


def _place(places: list[_Place], key: str) -> _Place | None:
    """Where a key goes; what is open below is closed."""
    top = places[-1]
    if top.type.base == "map" and not top.keys:
        return top
    for depth in range(len(places) - 1, -1, -1):
        place = places[depth]
        if place.struct is not None and key in place.struct.fields and key not in place.keys:
            del places[depth + 1 :]
            return place
    if top.type.base == "map" and key not in top.keys:
        return top
    return None


def _item(places: list[_Place], key: str) -> _Place | None:
    """A new item of the deepest open list whose items can have the key."""
    for depth in range(len(places) - 1, -1, -1):
        place = places[depth]
        if place.type.base == "list" and place.type.item.struct:
            struct = schema.struct(place.type.item.struct)
            if key in struct.fields:
                del places[depth + 1 :]
                places.append(_Place(place.type.item, place.indent + 2, struct))
                return places[-1]
    return None


MENDERS = {"name-missing": _mend}
