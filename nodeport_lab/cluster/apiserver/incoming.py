"""What a client sent, read as the type that its URL names: strictly, and refused in the decoder's words.

Mirrors k8s.io/apiserver/pkg/endpoints/handlers/create.go (transformDecodeError).
"""

from __future__ import annotations

from nodeport_lab.cluster.apiserver import decode, schema, status
from nodeport_lab.cluster.apiserver.decode import Decoded
from nodeport_lab.cluster.apiserver.schema import Struct
from nodeport_lab.cluster.apiserver.scheme import Resource
from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import FieldPath, Problem


def read(obj: Obj, resource: Resource, strict: bool) -> Decoded | Status:
    """The object as its Go type holds it, or the refusal."""
    version, prefix = (
        resource.version,
        f'{obj["kind"]} in version "{resource.version}" cannot be handled as a {resource.kind}: ',
    )
    if obj["kind"] != resource.kind:
        why = (
            f'no kind "{obj["kind"]}" is registered for version "{resource.api_version}" '
            'in scheme "pkg/api/legacyscheme/scheme.go:30"'
        )
        params = {"kind": obj["kind"], "meant": resource.kind, "version": version, "field": "kind"}
        return status.bad_request(
            prefix + why, [Problem("kind-case", why, FieldPath.of("kind"), params=params)]
        )
    decoded = decode.decode(obj, root(resource), strict=strict)
    if decoded.message:
        return status.bad_request(prefix + decoded.message, decoded.problems)
    return decoded


def root(resource: Resource) -> Struct:
    """The Go type of a resource's objects; ``ValueError`` for one that is not simulated."""
    found = schema.root(resource.api_version, resource.kind)
    if found is None:
        raise ValueError(f"{resource.kind} is not simulated")
    return found
