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
        for info in matching:
            call.out(describe_one(info.resource, info.obj, call.shell))
        return
    warn_of_endpoints(call, [resource for resource, _ in found.groups])
    call.out("\n\n".join(describe_one(info.resource, info.obj, call.shell) for info in infos), end="")
    if errors:
        raise aggregate(errors)
    if not infos:
        inside = not call.on("all-namespaces") and all(resource.namespaced for resource, _ in found.groups)
        call.err(f"No resources found in {call.namespace} namespace." if inside else "No resources found")


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
