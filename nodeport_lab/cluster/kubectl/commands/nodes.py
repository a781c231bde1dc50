"""``kubectl cordon`` and ``kubectl uncordon`` (pkg/cmd/drain)."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.builder import select
from nodeport_lab.cluster.kubectl.call import Call
from nodeport_lab.cluster.kubectl.failure import aggregate
from nodeport_lab.cluster.kubectl.writing import patch


def cordon(call: Call) -> None:
    """No new pods for the node."""
    _set(call, True)


def uncordon(call: Call) -> None:
    """New pods for the node again."""
    _set(call, False)


def _set(call: Call, wanted: bool) -> None:
    word = "cordon" if wanted else "uncordon"
    if not call.args and not call.flag("selector"):
        raise call.usage(f"USAGE: {word} NODE [flags]")
    found = select(call, ["nodes", *call.args])
    for info in found.infos:
        if bool(info.obj["spec"].get("unschedulable")) == wanted:
            call.out(f"node/{info.name} already {word}ed")
            continue
        patch(call, info.key, {"spec": {"unschedulable": wanted or None}})
        call.out(call.done(info.resource, info.name, f"{word}ed"))
    if found.errors:
        raise aggregate(found.errors)
