"""Ingresses and IngressClasses."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.kubectl.shell import Shell
from nodeport_lab.cluster.objects import Key, Obj

from . import meta
from .service import format_slices, slices_of
from .writer import Writer


def ingress(obj: Obj, shell: Shell) -> Writer:
    """An Ingress with its rules and the endpoints behind them."""
    writer, metadata, spec = Writer(), obj["metadata"], obj["spec"]
    writer.line(0, "Name:", metadata["name"])
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    writer.line(0, "Namespace:", metadata["namespace"])
    found = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []
    writer.line(0, "Address:", ",".join(entry.get("ip") or entry.get("hostname") or "" for entry in found))
    writer.line(0, "Ingress Class:", spec.get("ingressClassName") or "<none>")
    default = spec.get("defaultBackend")
    shown = _described(default, metadata["namespace"], shell) if default else "<default>"
    writer.line(0, "Default backend:", shown)
    if spec.get("tls"):
        writer.line(0, "TLS:")
        for entry in spec["tls"]:
            hosts = ",".join(entry.get("hosts") or [])
            secret = entry.get("secretName")
            writer.line(1, f"{secret} terminates {hosts}" if secret else f"SNI routes {hosts}")
    _rules(writer, obj, shell, shown)
    meta.annotation_lines(writer, metadata.get("annotations"))
    return writer


def _rules(writer: Writer, obj: Obj, shell: Shell, default: str) -> None:
    writer.line(0, "Rules:")
    writer.line(1, "Host", "Path", "Backends")
    writer.line(1, "----", "----", "--------")
    count = 0
    for rule in obj["spec"].get("rules") or []:
        if not rule.get("http"):
            continue
        count += 1
        writer.line(1, rule.get("host") or "*", "")
        for path in rule["http"]["paths"]:
            shown = _described(path["backend"], obj["metadata"]["namespace"], shell)
            writer.line(2, "", f"{path.get('path', '')} \t{shown}")
    if count == 0:
        writer.line(1, "*", "*", default)


def _described(backend: dict[str, Any], namespace: str, shell: Shell) -> str:
    if backend.get("resource"):
        resource = backend["resource"]
        return f"APIGroup: {resource.get('apiGroup') or '<none>'}, Kind: {resource['kind']}, Name: {resource['name']}"
    service = backend["service"]
    port = service.get("port") or {}
    wanted = port.get("name") or str(port.get("number", ""))
    return f"{service['name']}:{wanted} ({_endpoints(service['name'], port, namespace, shell)})"


def _endpoints(name: str, port: dict[str, Any], namespace: str, shell: Shell) -> str:
    found = shell.api.get(Key("services", namespace, name))
    if found is None:
        return f'<error: services "{name}" not found>'
    names = {
        entry.get("name") or ""
        for entry in found["spec"].get("ports") or []
        if (port.get("name") and entry.get("name") == port["name"])
        or (port.get("number") and entry["port"] == port["number"])
    }
    return format_slices(slices_of(found, shell), names)


def ingress_class(obj: Obj, shell: Shell) -> Writer:
    """An IngressClass."""
    writer, metadata, spec = Writer(), obj["metadata"], obj["spec"]
    writer.line(0, "Name:", metadata["name"])
    meta.label_lines(writer, "Labels", metadata.get("labels"))
    meta.annotation_lines(writer, metadata.get("annotations"))
    writer.line(0, "Controller:", spec.get("controller", ""))
    parameters = spec.get("parameters")
    if parameters:
        writer.line(0, "Parameters:")
        if parameters.get("apiGroup"):
            writer.line(1, "APIGroup:", parameters["apiGroup"])
        writer.line(1, "Kind:", parameters["kind"])
        writer.line(1, "Name:", parameters["name"])
    return writer
