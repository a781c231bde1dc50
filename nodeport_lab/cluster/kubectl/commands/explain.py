"""``kubectl explain`` (pkg/cmd/explain/explain.go)."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.explain import fields, text
from nodeport_lab.cluster.kubectl.failure import Failure, error
from nodeport_lab.cluster.kubectl.resources import RESOURCES, find
from nodeport_lab.cluster.problem import go_quote

_NEED = 'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.'


def explain(call: Call) -> None:
    """Prints the documentation of a kind or field."""
    if not call.args:
        raise error(_NEED)
    if len(call.args) > 1:
        raise error("We accept only this format: explain RESOURCE")
    if call.flag("output") not in ("plaintext", "plaintext-openapiv2", ""):
        raise error(f"unrecognized format: {call.flag('output')}")
    word, path = _split(call.args[0])
    resource = find(word)
    if resource is None:
        raise Failure(f"the server doesn't have a resource type {go_quote(word)}")
    wanted = call.flag("api-version")
    if wanted and wanted != resource.api_version:
        raise error(
            f"GVR ({'' if '/' in wanted else '/'}{wanted}, Resource={resource.name}) not found in OpenAPI schema"
        )
    place = fields.root(resource.api_version, resource.kind)
    if place is None:
        notes = {
            "en": f"{resource.kind} is a real kind, but this lab has no schema of it.",
            "ja": f"{resource.kind} は実在する種類ですが、このラボにはそのスキーマがありません。",
        }
        call.note = notes[call.shell.language]
        raise error(
            f"couldn't find resource for {go_quote(f'{resource.api_version}, Resource={resource.name}')}"
        )
    for name in path:
        below = fields.child(place, name)
        if below is None:
            call.out("\n".join(text.head(resource)))
            raise error(f"field {go_quote(path[-1])} does not exist")
        place = below
    call.out(text.page(resource, place, recursive=call.on("recursive"), is_field=bool(path)), end="")


def _split(argument: str) -> tuple[str, list[str]]:
    """The resource (which may have its group: ``deployments.apps``) and the names of fields."""
    parts = argument.rstrip(".").split(".")
    groups = {resource.group for resource in RESOURCES if resource.group}
    for end in range(len(parts), 1, -1):
        candidate = ".".join(parts[1:end])
        if candidate in groups and find(".".join(parts[:end])) is not None:
            return ".".join(parts[:end]), parts[end:]
    return parts[0], parts[1:]
