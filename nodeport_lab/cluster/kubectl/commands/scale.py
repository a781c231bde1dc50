"""``kubectl scale`` (pkg/cmd/scale/scale.go)."""

from __future__ import annotations

from nodeport_lab.cluster.apiserver.status import Status
from nodeport_lab.cluster.kubectl.builder import Info, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error, not_found, refused
from nodeport_lab.cluster.kubectl.writing import finish, patch

from .create import required

_SCALABLE = ("deployments", "replicasets", "statefulsets", "replicationcontrollers")


def scale(call: Call) -> None:
    """Sets the number of replicas."""
    required(call, "replicas")
    if call.values.number("replicas") < 0:
        raise error("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0")
    found = select(call, call.args, local=True)
    if not found.infos and not found.errors:
        raise error("no objects passed to scale")
    errors = list(found.errors)
    for info in found.infos:
        try:
            _scale(call, info)
        except Failure as failure:
            errors.append(failure.error)
    if errors:
        raise aggregate(errors)


def _scale(call: Call, info: Info) -> None:
    live = call.shell.api.get(info.key)
    if live is None:
        raise Failure(not_found(info.resource, info.name))
    if info.resource.name not in _SCALABLE:
        raise refused(Status(404, "NotFound", "the server could not find the requested resource"))
    wanted = call.values.number("current-replicas")
    actual = live["spec"].get("replicas", 0)
    if wanted >= 0 and wanted != actual:
        raise error(f"Expected replicas to be {wanted}, was {actual}")
    changed = patch(call, info.key, {"spec": {"replicas": call.values.number("replicas")}}, "merge")
    finish(call, info.resource, changed, "scaled")
