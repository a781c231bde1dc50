"""Hand-written Endpoints become slices, so that kube-proxy sees them (pkg/controller/endpointslicemirroring).

Only for a Service without selector, and not where the object asks to be left out, as the API server's own does. The slices that
a person wrote beside them are nobody's business here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nodeport_lab.cluster.controllers.endpoints.slices import MANAGED_BY, MAX_ENDPOINTS, SERVICE_NAME
from nodeport_lab.cluster.controllers.meta import controller_ref
from nodeport_lab.cluster.controllers.writes import Put, Remove, Write
from nodeport_lab.cluster.objects import Key, Obj

CONTROLLER = "endpointslicemirroring-controller.k8s.io"
SKIP = "endpointslice.kubernetes.io/skip-mirror"
LEADER = "control-plane.alpha.kubernetes.io/leader"


def reconcile(
    service: Obj | None, endpoints: Obj | None, slices: Sequence[Obj], name: Callable[[str], str]
) -> list[Write]:
    """What to change so that the mirror's own among ``slices`` say what ``endpoints`` says."""
    own = [piece for piece in slices if (piece["metadata"].get("labels") or {}).get(MANAGED_BY) == CONTROLLER]
    desired = _contents(endpoints) if endpoints is not None and _mirrored(service, endpoints) else []
    writes: list[Write] = []
    for index, content in enumerate(desired):
        if index < len(own):
            if any(own[index].get(key) != value for key, value in content.items()):
                writes.append(Put({**own[index], **content}))
        elif endpoints is not None:
            writes.append(Put({**_new(endpoints, name), **content}))
    for piece in own[len(desired) :]:
        meta = piece["metadata"]
        writes.append(Remove(Key("endpointslices", meta["namespace"], meta["name"])))
    return writes


def _mirrored(service: Obj | None, endpoints: Obj) -> bool:
    meta = endpoints["metadata"]
    return (
        service is not None
        and not service["spec"].get("selector")
        and (meta.get("labels") or {}).get(SKIP) != "true"
        and LEADER not in (meta.get("annotations") or {})
    )


def _contents(endpoints: Obj) -> list[dict[str, Any]]:
    """Ports and endpoints of the slices, one for each subset with ports."""
    out = []
    for subset in endpoints.get("subsets") or ():
        ports = [
            {"name": p.get("name", ""), "port": p["port"], "protocol": p.get("protocol") or "TCP"}
            for p in subset.get("ports") or ()
        ]
        entries = [_entry(address, ready=True) for address in subset.get("addresses") or ()]
        entries += [_entry(address, ready=False) for address in subset.get("notReadyAddresses") or ()]
        if ports and entries:
            out.append({"ports": ports, "endpoints": entries[:MAX_ENDPOINTS]})
    return out


def _entry(address: dict[str, Any], *, ready: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"addresses": [address["ip"]], "conditions": {"ready": ready}}
    for field in ("hostname", "nodeName", "targetRef"):
        if address.get(field):
            entry[field] = address[field]
    return entry


def _new(endpoints: Obj, name: Callable[[str], str]) -> Obj:
    meta = endpoints["metadata"]
    prefix = f"{meta['name']}-"
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": name(prefix),
            "generateName": prefix,
            "namespace": meta["namespace"],
            "labels": {**(meta.get("labels") or {}), MANAGED_BY: CONTROLLER, SERVICE_NAME: meta["name"]},
            "ownerReferences": [controller_ref(endpoints)],
        },
        "addressType": "IPv4",
    }
