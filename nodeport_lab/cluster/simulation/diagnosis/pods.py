"""The other four of the six looks: from the Service to the process, by its selector, its pods and their sockets."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.controllers.kubelet.sockets import LOOPBACK, Socket
from nodeport_lab.cluster.controllers.meta import controller_of
from nodeport_lab.cluster.objects import Key, Obj, labels, name, namespace, selects
from nodeport_lab.cluster.simulation.diagnosis.case import (
    Case,
    flag,
    key_of,
    names,
    pairs,
    to_get,
    told_labels,
)
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding
from nodeport_lab.cluster.simulation.snapshot import owner, shown_status


def endpoints(case: Case) -> Finding:
    """Does the selector find the pods that should answer, and only those?"""
    service = case.service
    if service is None:
        code = "endpoints-pod" if case.at_pod else "endpoints-no-service"
        return Finding("endpoints", "skipped", code, commands=("kubectl get endpointslices -A",))
    selector = service["spec"].get("selector") or {}
    commands = (
        to_get(service, "endpoints"),
        f"kubectl get pods{flag(namespace(service))} --show-labels",
    )
    about: dict[str, Any] = {"commands": commands, "kind": "Service", "key": case.key}
    claims = ("no-endpoints", "http-no-endpoints", "balancer-no-healthy-node", "external-policy-local")
    if service["spec"].get("type") == "ExternalName":
        return Finding("endpoints", "skipped", "endpoints-external-name", {"service": case.key}, commands)
    if not selector:
        if _addresses(case, service):
            return Finding("endpoints", "passed", "endpoints-by-hand", {"service": case.key}, commands)
        return case.wrong(
            "endpoints",
            "endpoints-no-selector",
            claims,
            params={"service": case.key},
            field="spec.selector",
            **about,
        )
    chosen = case.selected()
    if not chosen:
        return _nothing_chosen(case, service, selector, claims, about)
    strangers = _strangers(case, chosen)
    if strangers:
        params = {
            "service": case.key,
            "selector": pairs(selector),
            "count": len(chosen),
            "pods": names(strangers),
        }
        return case.wrong(
            "endpoints",
            "endpoints-too-broad",
            ("pod-port-closed", "endpoint-port-closed"),
            params=params,
            field="spec.selector",
            **about,
        )
    params = {"service": case.key, "selector": pairs(selector), "count": len(chosen), "pods": names(chosen)}
    code = "endpoints-found" if _addresses(case, service) else "endpoints-found-none-listed"
    return Finding("endpoints", "passed", code, params, commands)


def _nothing_chosen(
    case: Case, service: Obj, selector: dict[str, str], claims: tuple[str, ...], about: dict[str, Any]
) -> Finding:
    elsewhere = sorted(
        {namespace(pod) for pod in case.view.every("pods") if selects(selector, labels(pod))}
        - {namespace(service)}
    )
    params = {"service": case.key, "selector": pairs(selector), "namespace": namespace(service)}
    if elsewhere:
        params["other"] = ", ".join(elsewhere)
        return case.wrong(
            "endpoints",
            "endpoints-other-namespace",
            claims,
            params=params,
            field="metadata.namespace",
            value=elsewhere[0],
            **about,
        )
    around = list(case.view.within("pods", namespace(service)))
    if not around:
        return case.wrong(
            "endpoints", "endpoints-no-pods", claims, params=params, field="spec.selector", **about
        )
    key = next(iter(selector))
    own = {labels(pod)[key] for pod in around if key in labels(pod)}
    single = len(selector) == 1 and len(own) == 1 and "." not in key
    return case.wrong(
        "endpoints",
        "endpoints-nothing-matches",
        claims,
        params=params | {"labels": told_labels(around) or "-"},
        field=f"spec.selector.{key}" if single else "spec.selector",
        value=own.pop() if single else None,
        **about,
    )


def _strangers(case: Case, chosen: list[Obj]) -> list[Obj]:
    """Pods of another owner than those that answer, none of which listens: the selector takes in too many."""
    hears: dict[str, list[bool]] = {}
    for pod in chosen:
        hears.setdefault(owner(case.view, pod) or name(pod), []).append(bool(_heard(case, pod)))
    if len(hears) < 2 or not any(all(found) for found in hears.values()):
        return []
    mute = {who for who, found in hears.items() if not any(found)}
    return [pod for pod in chosen if (owner(case.view, pod) or name(pod)) in mute]


def readiness(case: Case) -> Finding:
    """Is there a pod that is ready?"""
    chosen, ready = case.selected(), case.ready()
    if case.service is None or not chosen:
        return Finding("readiness", "skipped", "readiness-no-pods", commands=("kubectl get pods -A",))
    selector = pairs(case.service["spec"]["selector"])
    commands = (
        f"kubectl get pods{flag(namespace(case.service))} -l {selector} -o wide",
        f"kubectl describe pod {name(chosen[0])}{flag(namespace(chosen[0]))}",
    )
    params = {"count": len(chosen), "ready": len(ready), "pods": names(chosen)}
    if ready or _serving(case):
        code = "readiness-all" if len(ready) == len(chosen) else "readiness-some"
        return Finding("readiness", "passed", code, params, commands)
    claims = ("no-ready-endpoints", "no-endpoints", "http-no-endpoints", "balancer-no-healthy-node")
    pod = chosen[0]
    kind, key, field = _maker(case, pod)
    repair = case.repair("pod-unready", namespace=namespace(pod), pod=name(pod))
    about: dict[str, Any] = {"commands": commands, "repair": repair}
    if shown_status(pod) != "Running":
        params |= {"status": shown_status(pod)}
        return case.wrong(
            "readiness",
            "readiness-not-running",
            claims,
            params=params,
            kind=kind,
            key=key,
            field=field and f"{field}spec.containers",
            **about,
        )
    probed = any(container.get("readinessProbe") for container in pod["spec"]["containers"])
    if repair is None and probed and field is not None:
        about |= {"kind": kind, "key": key, "field": f"{field}spec.containers[0].readinessProbe"}
    code = "readiness-probe" if probed and repair is None else "readiness-none"
    return case.wrong("readiness", code, claims, params=params, **about)


def target_port(case: Case) -> Finding:
    """Does targetPort lead to a port on which something listens?"""
    pods = _judged(case)
    if not pods:
        return Finding("targetPort", "skipped", "targetPort-no-pods")
    commands: tuple[str, ...] = (case.on_pod(pods[0], "ss -lnt" if case.protocol != "UDP" else "ss -lnu"),)
    if case.service is None:
        return _direct(case, pods[0], commands)
    commands = (f"kubectl describe service {name(case.service)}{flag(namespace(case.service))}", *commands)
    wanted = case.service_port.get("targetPort", case.service_port.get("port"))
    field = f"spec.ports[{case.index}].targetPort"
    params: dict[str, Any] = {"service": case.key, "wanted": wanted, "pods": names(pods)}
    about: dict[str, Any] = {"commands": commands, "kind": "Service", "key": case.key, "field": field}
    if all(_number(case, pod) is None for pod in pods):
        listens = sorted({socket.port for pod in pods for socket in _sockets(case, pod)})
        value = str(listens[0]) if len(listens) == 1 else None
        return case.wrong(
            "targetPort",
            "targetPort-no-such-name",
            ("no-such-target-port", "http-no-endpoints"),
            params=params,
            value=value,
            **about,
        )
    mute = [pod for pod in pods if not _heard(case, pod)]
    claims = ("pod-port-closed", "endpoint-port-closed")
    if not mute or _strangers(case, pods):
        return Finding("targetPort", "passed", "targetPort-heard", params, commands)
    listens = sorted({socket.port for pod in mute for socket in _sockets(case, pod)})
    params |= {"pods": names(mute), "listening": ", ".join(map(str, listens)) or "-"}
    repair = case.repair("pod-elsewhere", namespace=namespace(mute[0]), pod=name(mute[0]))
    if len(listens) == 1 and repair is None:
        about["value"] = str(listens[0])
    return case.wrong(
        "targetPort", "targetPort-nothing-listens", claims, params=params, repair=repair, **about
    )


def _direct(case: Case, pod: Obj, commands: tuple[str, ...]) -> Finding:
    params: dict[str, Any] = {"pod": name(pod), "port": case.port}
    if any(socket.port == case.port for socket in _sockets(case, pod)):
        return Finding("targetPort", "passed", "targetPort-direct", params, commands)
    params["listening"] = ", ".join(str(socket.port) for socket in _sockets(case, pod)) or "-"
    repair = case.repair("pod-elsewhere", namespace=namespace(pod), pod=name(pod))
    return case.wrong(
        "targetPort",
        "targetPort-direct-closed",
        ("pod-port-closed-direct",),
        params=params,
        commands=commands,
        repair=repair,
    )


def bind_address(case: Case) -> Finding:
    """Does the process listen on an address that can be reached from outside of its pod?"""
    pods = [pod for pod in _judged(case) if _heard(case, pod)]
    if not pods:
        return Finding("bind", "skipped", "bind-nothing")
    commands = (case.on_pod(pods[0], "ss -lnt" if case.protocol != "UDP" else "ss -lnu"),)
    inward = [pod for pod in pods if all(socket.address == LOOPBACK for socket in _heard(case, pod))]
    if not inward:
        return Finding("bind", "passed", "bind-everywhere", {"pods": names(pods)}, commands)
    params = {"pods": names(inward), "port": _heard(case, inward[0])[0].port}
    repair = case.repair("pod-elsewhere", namespace=namespace(inward[0]), pod=name(inward[0]))
    return case.wrong(
        "bind", "bind-loopback", ("pod-loopback-only",), params=params, commands=commands, repair=repair
    )


# --- what several of them ask ------------------------------------------------------------------------------------------


def _judged(case: Case) -> list[Obj]:
    """The pods whose sockets matter: the pod that is asked, or those that the Service sends to."""
    if case.at_pod is not None and case.service is None:
        found = case.view.get(Key("pods", *case.at_pod.split("/", 1)))
        return [found] if found is not None else []
    return case.ready() or [pod for pod in case.selected() if shown_status(pod) == "Running"]


def _sockets(case: Case, pod: Obj) -> list[Socket]:
    key = Key("pods", namespace(pod), name(pod))
    found = case.cluster.engine.kubelets.sockets(key, pod, case.cluster.engine.now)
    return [socket for socket in found if socket.protocol == case.protocol]


def _number(case: Case, pod: Obj) -> int | None:
    """The number that the Service's targetPort is at this pod."""
    if case.service is None:
        return case.port
    wanted = case.service_port.get("targetPort", case.service_port.get("port"))
    if isinstance(wanted, int):
        return wanted
    return next(
        (
            port["containerPort"]
            for container in pod["spec"]["containers"]
            for port in container.get("ports") or ()
            if port.get("name") == wanted
            and (port.get("protocol") or "TCP") == (case.service_port.get("protocol") or "TCP")
        ),
        None,
    )


def _heard(case: Case, pod: Obj) -> list[Socket]:
    number = _number(case, pod)
    return [socket for socket in _sockets(case, pod) if socket.port == number]


def _addresses(case: Case, service: Obj) -> list[str]:
    return [
        address
        for piece in case.view.slices_of(namespace(service), name(service))
        for entry in piece.get("endpoints") or ()
        for address in entry["addresses"]
    ]


def _serving(case: Case) -> bool:
    """Nobody is ready, but somebody still serves while it terminates (pkg/proxy/topology.go)."""
    return case.service is not None and any(
        (entry.get("conditions") or {}).get("serving") and (entry.get("conditions") or {}).get("terminating")
        for piece in case.view.slices_of(namespace(case.service), name(case.service))
        for entry in piece.get("endpoints") or ()
    )


def _maker(case: Case, pod: Obj) -> tuple[str | None, str | None, str | None]:
    """What the pod was made from: kind, name, and where in it the pod's own fields are."""
    made_by = owner(case.view, pod)
    if made_by is None:
        return ("Pod", key_of(pod), "") if controller_of(pod) is None else (None, None, None)
    kind, _, called = made_by.partition("/")
    return kind, f"{namespace(pod)}/{called}", "spec.template."
