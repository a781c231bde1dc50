"""``kubectl describe`` (staging/src/k8s.io/kubectl/pkg/cmd/describe/describe.go)."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.builder import Info, mappings, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.describe import describe as describe_one
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error, is_not_found

from .get import warn_of_endpoints


def describe(call: Call) -> None:
    """Prints everything about the objects; a name that no object has may be the beginning of names."""
    if not call.args and not call.values.many("filename"):
        raise error(
            'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.'
        )
    found = select(call, call.args, everything=True)
    errors = found.errors
    infos = found.infos
    if len(errors) == 1 and is_not_found(errors[0]) and len(call.args) == 2:
        matching = _by_prefix(call)
        if not matching:
            raise aggregate(errors)
        shown = call.values.changed("show-events") and call.on("show-events")
        for info in matching:
            call.out(describe_one(info.resource, info.obj, call.shell, events=shown))
        return
    warn_of_endpoints(call, [resource for resource, _ in found.groups])
    # Of several objects the events are only told where that was asked for.
    shown = call.on("show-events") and (len(infos) + len(errors) < 2 or call.values.changed("show-events"))
    texts = [describe_one(info.resource, info.obj, call.shell, events=shown) for info in infos]
    call.out("\n\n".join(texts), end="")
    if errors:
        raise found.failure()
    if not infos:
        everywhere = call.on("all-namespaces")
        call.err("No resources found" if everywhere else f"No resources found in {call.namespace} namespace.")


def _by_prefix(call: Call) -> list[Info]:
    """DescribeMatchingResources: ``describe pod web`` describes all pods whose name begins with web."""
    if len(call.args) != 2 or "/" in "".join(call.args):
        return []
    try:
        types = mappings(call, call.args[0])
    except Failure:
        return []
    namespace = call.namespace
    return [
        Info(resource, obj)
        for resource in types
        for obj in call.shell.objects(resource.name, namespace if resource.namespaced else None)
        if obj["metadata"]["name"].startswith(call.args[1])
    ]
