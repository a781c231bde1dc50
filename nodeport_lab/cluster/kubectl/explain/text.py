"""The pages of ``kubectl explain`` (plaintext.tmpl)."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.resources import Resource

from .fields import Place, child, field_of
from .wrap import indented, wrap

_DEEPEST = 100


def page(resource: Resource, place: Place, *, recursive: bool, is_field: bool) -> str:
    """The page of a kind or of one of its fields."""
    lines = head(resource)
    if is_field:
        lines.append(f"FIELD: {place.name} <{place.type}>")
        if place.enum:
            lines += ["ENUM:", *(f"    {value}" for value in place.enum)]
        lines += [""] if place.enum else ["", ""]
    described = [part for part in (place.description, place.type_description) if part] or ["<empty>"]
    text = "\n".join(indented(wrap(part, 76), 4) for part in described)
    lines += ["DESCRIPTION:", text, "    "]
    if place.struct is not None:
        lines.append("FIELDS:")
        lines += _recursive(place, 2, (place.struct.name,)) if recursive else _fields(place)
    return "\n".join(lines) + "\n\n"


def head(resource: Resource) -> list[str]:
    """The lines that begin every page, also that of a field which does not exist."""
    group = [f"GROUP:      {resource.group}"] if resource.group else []
    return [*group, f"KIND:       {resource.kind}", f"VERSION:    {resource.version}", ""]


def _values(values: tuple[str, ...]) -> str:
    """An enumeration on one line: four values, and a hint of more."""
    return ", ".join(values if len(values) <= 4 else (*values[:4], "...."))


def _fields(place: Place) -> list[str]:
    struct = place.struct
    if struct is None:
        return []
    lines: list[str] = []
    for name in sorted(struct.fields):
        field = struct.fields[name]
        found = field_of(struct, field)
        lines.append(f"  {name}\t<{found.type}>" + (" -required-" if field.required else ""))
        if found.enum:
            lines.append(f"  enum: {_values(found.enum)}")
        lines += [indented(wrap(found.description or "<no description>", 76), 4), ""]
    return lines


def _recursive(place: Place, level: int, above: tuple[str, ...]) -> list[str]:
    """The names and types of all fields, however deep; a struct within itself is not entered again."""
    struct = place.struct
    if struct is None or level > _DEEPEST:
        return []
    lines: list[str] = []
    for name in sorted(struct.fields):
        found = child(place, name)
        if found is None:
            raise ValueError(f"{struct.name} has no {name}")
        required = " -required-" if struct.fields[name].required else ""
        lines.append(f"{' ' * level}{name}\t<{found.type}>{required}")
        if found.enum:
            lines.append(f"{' ' * level}enum: {_values(found.enum)}")
        if found.struct is not None and found.struct.name not in above:
            lines += _recursive(found, level + 2, (*above, found.struct.name))
    return lines
