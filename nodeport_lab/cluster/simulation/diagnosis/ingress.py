"""What stands above TCP: the Ingress's controller, class, host, path and backend, in the order in which a request meets them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nodeport_lab.cluster.controllers.ingress import CLASS
from nodeport_lab.cluster.objects import Obj, name, namespace
from nodeport_lab.cluster.simulation.diagnosis.case import Case, flag
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding

_NOT_THERE = (
    "node-port-closed", "external-unannounced", "no-such-address", "pod-address-outside", "no-endpoints", "no-ready-endpoints",
    "firewall", "node-down",
)  # fmt: skip


def looks(case: Case) -> Iterator[Finding]:
    """Nothing for a request that no Ingress could answer."""
    if not case.ingress_bound:
        return
    yield _controller(case)
    if case.world.ingress is None:
        return
    mine = _mine(case)
    yield _class(case, mine)
    yield _host(case)
    yield _path(case)
    yield _backend(case)
    if (case.http or {}).get("scheme") == "https" or case.stopped_by("http-to-tls", "tls-not-spoken"):
        yield _tls(case)


def _controller(case: Case) -> Finding:
    ingress = next(case.view.every("ingresses"))
    look = ("kubectl get ingress -A", "kubectl get pods -n ingress-nginx -o wide")
    params = {"ingress": f"{namespace(ingress)}/{name(ingress)}"}
    if case.world.ingress is None:
        repair = case.repair("ingress-controller-missing")
        return case.wrong(
            "controller", "controller-none", _NOT_THERE, params=params, commands=look, repair=repair
        )
    if case.door_service is None:
        held = (ingress.get("status") or {}).get("loadBalancer", {}).get("ingress") or ()
        params["addresses"] = ", ".join(entry.get("ip", "") for entry in held) or "-"
        return case.wrong("controller", "controller-elsewhere", _NOT_THERE, params=params, commands=look)
    return Finding("controller", "passed", "controller-runs", params, look)


def _mine(case: Case) -> list[Obj]:
    """The Ingresses that name the host that was asked for."""
    host = (case.http or {}).get("host") or case.address
    return [
        ingress
        for ingress in case.view.every("ingresses")
        if any((rule.get("host") or host) == host for rule in ingress["spec"].get("rules") or ())
    ]


def _class(case: Case, mine: list[Obj]) -> Finding:
    look = ("kubectl get ingress -A", "kubectl get ingressclass")
    for ingress in mine:
        asked = ingress["spec"].get("ingressClassName")
        if asked is not None and asked != CLASS:
            key = f"{namespace(ingress)}/{name(ingress)}"
            return case.wrong(
                "class",
                "class-other",
                ("http-host-unknown", "http-path-unknown"),
                params={"ingress": key, "class": asked, "served": CLASS},
                commands=look,
                kind="Ingress",
                key=key,
                field="spec.ingressClassName",
                value=CLASS,
            )
    return Finding("class", "passed", "class-served", {"served": CLASS}, look)


def _host(case: Case) -> Finding:
    look = (f"kubectl describe ingress{flag(_namespace(case))}",)
    for branch in case.endings(("http-host-unknown",)):
        host, hosts = branch.ending.params["host"], branch.ending.params["hosts"]
        first = next(case.view.every("ingresses"))
        key = f"{namespace(first)}/{name(first)}"
        return case.wrong(
            "host-rule",
            "host-rule-unknown",
            ("http-host-unknown",),
            params={"host": host, "hosts": hosts},
            commands=look,
            kind="Ingress",
            key=key,
            field="spec.rules[0].host",
            value=host,
        )
    return Finding("host-rule", "passed", "host-rule-known", {"host": _asked_host(case)}, look)


def _path(case: Case) -> Finding:
    look = (f"kubectl describe ingress{flag(_namespace(case))}",)
    path = (case.http or {}).get("path") or "/"
    for branch in case.endings(("http-path-unknown",)):
        key = branch.ending.params["ingress"]
        about: dict[str, Any] = {"kind": "Ingress", "key": key, "field": branch.ending.field}
        code, rules = "path-unknown", case.world.ingress.table.rules if case.world.ingress else ()
        for rule in rules:
            if (
                rule.ingress == key
                and rule.path_type == "Exact"
                and path.startswith(rule.path.rstrip("/") + "/")
            ):
                code, about["field"], about["value"] = "path-exact", f"{rule.field}.pathType", "Prefix"
        params = {"path": path, "ingress": key, "host": _asked_host(case)}
        return case.wrong("path", code, ("http-path-unknown",), params=params, commands=look, **about)
    if case.stopped_by("http-host-unknown"):
        return Finding("path", "skipped", "path-no-host", commands=look)
    return Finding("path", "passed", "path-known", {"path": path}, look)


def _backend(case: Case) -> Finding:
    look = (f"kubectl get services{flag(_namespace(case))}",)
    for branch in case.endings(("http-backend-missing",)):
        told = branch.ending.params
        return case.wrong(
            "backend",
            "backend-missing",
            ("http-backend-missing",),
            params={"service": told["service"], "port": told["port"]},
            commands=look,
            kind="Ingress",
            key=branch.ending.ingress,
            field=f"{branch.ending.field}.name",
        )
    services = (branch.http.get("service") for branch in case.trace.branches if branch.http is not None)
    service = next((found for found in services if found), None)
    if service is None:
        return Finding("backend", "skipped", "backend-none", commands=look)
    return Finding("backend", "passed", "backend-found", {"service": service}, look)


def _tls(case: Case) -> Finding:
    claims = ("tls-untrusted", "tls-not-spoken", "http-to-tls")
    look = ("kubectl get secrets", f"kubectl describe ingress{flag(_namespace(case))}")
    params = {"host": _asked_host(case), "port": case.port}
    for code in ("tls-untrusted", "tls-not-spoken", "http-to-tls"):
        if case.stopped_by(code):
            first = next(case.view.every("ingresses"))
            key = f"{namespace(first)}/{name(first)}"
            return case.wrong(
                "tls",
                f"tls-{code}",
                claims,
                params=params,
                commands=look,
                kind="Ingress",
                key=key,
                field="spec.tls",
            )
    return Finding("tls", "passed", "tls-spoken", params, look)


def _namespace(case: Case) -> str:
    return namespace(next(case.view.every("ingresses")))


def _asked_host(case: Case) -> str:
    return (case.http or {}).get("host") or case.address
