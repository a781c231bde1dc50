"""``kubectl rollout status|history|undo|restart|pause|resume`` (pkg/cmd/rollout, pkg/polymorphichelpers)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nodeport_lab.cluster.kubectl.builder import Info, select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.describe.pods import template as describe_template
from nodeport_lab.cluster.kubectl.describe.writer import Writer
from nodeport_lab.cluster.kubectl.errors import Error
from nodeport_lab.cluster.kubectl.failure import Failure, aggregate, error
from nodeport_lab.cluster.kubectl.history import (
    CHANGE_CAUSE,
    REVISION,
    new_and_old,
    owned,
    revision,
    without_hash,
)
from nodeport_lab.cluster.kubectl.lastapplied import LAST_APPLIED
from nodeport_lab.cluster.kubectl.shell import Seen
from nodeport_lab.cluster.kubectl.tabs import align
from nodeport_lab.cluster.kubectl.writing import finish, patch
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import go_quote

_UNOBSERVED = "Waiting for deployment spec update to be observed...\n"
_MISSING = "required resource not specified"


def _selected(call: Call) -> tuple[list[Info], list[Error]]:
    if not call.args and not call.values.many("filename"):
        raise error(_MISSING)
    found = select(call, call.args, everything=True)
    return found.infos, list(found.errors)


def _each(call: Call, act: Callable[[Info], None], *, say_nothing: bool = False) -> None:
    infos, errors = _selected(call)
    if not infos and not errors and not say_nothing:
        call.err(f"No resources found in {call.namespace} namespace.")
    for info in infos:
        try:
            act(info)
        except Failure as failure:
            errors.append(failure.error)
    if errors:
        raise aggregate(errors)


def status(call: Call) -> None:
    """Says how far the rollout is, and waits for its end."""

    def act(info: Info) -> None:
        if info.resource.name != "deployments":
            raise error(f"no status viewer has been implemented for {_kind(info)}")
        message, done = status_words(info.obj, call.values.number("revision"))
        if done or not call.on("watch"):
            call.out(message, end="")
            return
        # A controller observes a change within milliseconds, before a real kubectl has asked for the first time.
        if message == _UNOBSERVED:
            message = ""
        call.out(message, end="")
        states = call.shell.watch("deployments") if call.shell.watch else _settled(call, info)
        for state in states:
            obj = state.obj
            if obj["metadata"]["name"] != info.name or obj["metadata"]["namespace"] != info.namespace:
                continue
            if state.event == "DELETED":
                raise error("object has been deleted")
            following, done = status_words(obj, call.values.number("revision"))
            # Every state is told of, also where the words are those of the one before.
            if following != _UNOBSERVED:
                call.out(following, end="")
            if done:
                return
        raise error("timed out waiting for the condition")

    _each(call, act)


def _settled(call: Call, info: Info) -> list[Seen]:
    call.shell.settle()
    obj = call.shell.api.get(info.key)
    return [Seen("MODIFIED", obj, call.now)] if obj is not None else []


def status_words(obj: Obj, wanted: int = 0) -> tuple[str, bool]:
    """What DeploymentStatusViewer says, and whether the rollout is over; raises Failure where it failed."""
    name, spec, status = obj["metadata"]["name"], obj["spec"], obj.get("status") or {}
    if wanted and revision(obj) != wanted:
        raise error(f"desired revision ({wanted}) is different from the running revision ({revision(obj)})")
    if obj["metadata"].get("generation", 0) > status.get("observedGeneration", 0):
        return _UNOBSERVED, False
    for condition in status.get("conditions") or []:
        if condition["type"] == "Progressing" and condition.get("reason") == "ProgressDeadlineExceeded":
            raise error(f"deployment {go_quote(name)} exceeded its progress deadline")
    replicas, updated = spec.get("replicas", 1), status.get("updatedReplicas", 0)
    waiting = f"Waiting for deployment {go_quote(name)} rollout to finish: "
    if updated < replicas:
        return f"{waiting}{updated} out of {replicas} new replicas have been updated...\n", False
    if status.get("replicas", 0) > updated:
        return f"{waiting}{status['replicas'] - updated} old replicas are pending termination...\n", False
    if status.get("availableReplicas", 0) < updated:
        return (
            f"{waiting}{status.get('availableReplicas', 0)} of {updated} updated replicas are available...\n",
            False,
        )
    return f"deployment {go_quote(name)} successfully rolled out\n", True


def _kind(info: Info) -> str:
    return f"{info.resource.kind}.{info.resource.group}" if info.resource.group else info.resource.kind


# The kinds that polymorphichelpers' visitor knows; only Deployments have revisions here.
_VISITED = ("pods", "replicasets", "replicationcontrollers", "jobs", "cronjobs", "daemonsets", "statefulsets")


def _not_offered(info: Info, what: str, helper: str) -> Failure:
    if info.resource.name in _VISITED:
        return error(f"no {helper} has been implemented for {go_quote(_kind(info))}")
    kind = f"{{{info.resource.group} {info.resource.kind}}}"
    return error(
        f"error retrieving {what} for {go_quote(info.resource.kind)}, no visitor method exists for {kind}"
    )


def _history(call: Call, info: Info) -> dict[int, Obj]:
    """The ReplicaSets of a Deployment by revision."""
    mine = owned(info.obj, call.shell.objects("replicasets", info.namespace))
    return {revision(rs): rs for rs in mine if revision(rs)}


def history(call: Call) -> None:
    """Lists the revisions, or shows the template of one."""
    wanted = call.values.number("revision")
    if wanted < 0:
        raise error(f"revision must be a positive integer: {wanted}")

    def act(info: Info) -> None:
        if info.resource.name != "deployments":
            raise _not_offered(info, "history", "history viewer")
        found = _history(call, info)
        title = f"{info.resource.qualified_singular}/{info.name}"
        if wanted:
            if wanted not in found:
                raise error("unable to find the specified revision")
            call.out(f"{title} with revision #{wanted}")
            call.out(_template_text(found[wanted], cause=True))
            return
        call.out(f"{title} ")
        if not found:
            call.out("No rollout history found.")
            return
        rows = ["REVISION\tCHANGE-CAUSE\n"]
        for number in sorted(found):
            cause = (found[number]["metadata"].get("annotations") or {}).get(CHANGE_CAUSE) or "<none>"
            rows.append(f"{number}\t{cause}\n")
        call.out(align("".join(rows), minimum=0, padding=2))

    _each(call, act, say_nothing=True)


def _template_text(replica_set: Obj, *, cause: bool = False) -> str:
    """The pod template of a revision, its tabs left in, as kubectl prints it; ``cause``: with why it was made."""
    template = replica_set["spec"]["template"]
    why = (replica_set["metadata"].get("annotations") or {}).get(CHANGE_CAUSE)
    if cause and why:
        metadata = template.get("metadata") or {}
        annotations = {**(metadata.get("annotations") or {}), CHANGE_CAUSE: why}
        template = {**template, "metadata": {**metadata, "annotations": annotations}}
    writer = Writer()
    describe_template(writer, template)
    return writer.unaligned()


def undo(call: Call) -> None:
    """Goes back to the revision before, or to ``--to-revision``."""
    wanted = call.values.number("to-revision")

    def act(info: Info) -> None:
        if LAST_APPLIED in (info.obj["metadata"].get("annotations") or {}):
            call.warn(_FORGETS.format(name=f"{info.resource.name}/{info.name}"))
        if info.resource.name != "deployments":
            raise _not_offered(info, "rollbacker", "rollbacker")
        target = _target(call, info, wanted)
        number = revision(target)
        if call.dry_run == "client":
            call.out(f"{info.resource.qualified_singular}/{info.name} {_template_text(target)} (dry run)")
            return
        if info.obj["spec"].get("paused"):
            raise error(
                "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"
            )
        template = without_hash(target["spec"]["template"])
        if without_hash(info.obj["spec"]["template"]) == template:
            skipped = f"skipped rollback (current template already matches revision {number})"
            finish(call, info.resource, info.obj, skipped)
            return
        operations: list[dict[str, Any]] = [{"op": "replace", "path": "/spec/template", "value": template}]
        operations.append(
            {"op": "replace", "path": "/metadata/annotations", "value": _annotations(info.obj, target)}
        )
        changed = patch(call, info.key, operations, "json")
        finish(call, info.resource, changed, "rolled back")

    _each(call, act, say_nothing=True)


_FORGETS = (
    "resource {name} was previously managed with 'kubectl apply'. Rolling back will not update the "
    f"{LAST_APPLIED} annotation, which may cause unexpected behavior on future "
    "'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead."
)
_KEPT = (
    LAST_APPLIED,
    REVISION,
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
)


def _annotations(obj: Obj, target: Obj) -> dict[str, str]:
    """The Deployment's own bookkeeping stays, everything else comes from the revision."""
    mine = obj["metadata"].get("annotations") or {}
    theirs = target["metadata"].get("annotations") or {}
    kept = {key: value for key, value in mine.items() if key in _KEPT}
    return kept | {key: value for key, value in theirs.items() if key not in _KEPT}


def _target(call: Call, info: Info, wanted: int) -> Obj:
    mine = _history(call, info)
    if wanted:
        if wanted not in mine:
            raise error(f"unable to find specified revision {wanted} in history")
        return mine[wanted]
    numbers = sorted(mine)
    if not numbers or len(numbers) < 2:
        raise error(f"no rollout history found for deployment {go_quote(info.name)}")
    new, _ = new_and_old(info.obj, list(mine.values()))
    earlier = [number for number in numbers if mine[number] is not new]
    return mine[earlier[-1]]


def restart(call: Call) -> None:
    """Replaces all pods by changing an annotation of the template."""

    def act(info: Info) -> None:
        if info.resource.name != "deployments":
            raise error(f"error: {info.resource.qualified} {go_quote(info.name)} restarting is not supported")
        if info.obj["spec"].get("paused"):
            raise error(
                f"error: {info.resource.qualified} {go_quote(info.name)} can't restart paused deployment (run rollout resume first)"
            )
        stamp = call.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        annotations = {"kubectl.kubernetes.io/restartedAt": stamp}
        body = {"spec": {"template": {"metadata": {"annotations": annotations}}}}
        finish(call, info.resource, patch(call, info.key, body), "restarted")

    _each(call, act)


def pause(call: Call) -> None:
    """Stops the rollout where it is."""
    _set_paused(call, True)


def resume(call: Call) -> None:
    """Lets a paused rollout go on."""
    _set_paused(call, False)


def _set_paused(call: Call, wanted: bool) -> None:
    def act(info: Info) -> None:
        shown = f"error: {info.resource.qualified} {go_quote(info.name)}"
        if info.resource.name != "deployments":
            raise error(f"{shown} {'pausing' if wanted else 'resuming'} is not supported")
        if bool(info.obj["spec"].get("paused")) == wanted:
            raise error(f"{shown} is {'already' if wanted else 'not'} paused")
        changed = patch(call, info.key, {"spec": {"paused": wanted or None}})
        finish(call, info.resource, changed, "paused" if wanted else "resumed")

    _each(call, act)
