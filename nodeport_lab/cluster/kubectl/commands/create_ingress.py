"""``kubectl create ingress`` (pkg/cmd/create/create_ingress.go)."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.kubectl.call import Call, exactly_one_name
from nodeport_lab.cluster.kubectl.failure import error
from nodeport_lab.cluster.kubectl.resources import of_name
from nodeport_lab.cluster.objects import Obj

from .create import make, meta

_RULE = re.compile(
    r"(?P<host>[\w*\-.]*)(?P<path>/.*)=(?P<name>[\w\-]+):(?P<port>[\w\-]+)(,(?P<tls>tls)=?(?P<secret>[\w\-]+)?)?"
)
_NOTHING = (
    "not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) "
    "or a list of rules (which catch specific paths)"
)


def ingress(call: Call) -> None:
    """``create ingress NAME --rule=host/path=service:port[,tls[=secret]]``."""
    name = exactly_one_name(call)
    rules, default = call.values.many("rule"), call.flag("default-backend")
    if not rules and not default:
        raise error(_NOTHING)
    for rule in rules:
        if not _RULE.match(rule):
            raise error(
                f"rule {rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]"
            )
    annotations: dict[str, str] = {}
    for annotation in call.values.many("annotation"):
        key, equals, value = annotation.partition("=")
        if not equals:
            raise error(f"annotation {annotation} is invalid and should be in format key=[value]")
        annotations[key] = value
    if default and len(default.split(":")) != 2:
        raise error("default-backend should be in format servicename:serviceport")
    spec: Obj = {}
    if default:
        spec["defaultBackend"] = {"service": _service(*default.split(":"))}
    if call.flag("class"):
        spec["ingressClassName"] = call.flag("class")
    matches = [match for match in map(_RULE.match, rules) if match]
    if matches:
        spec["rules"] = _rules(matches)
    tls = _tls(matches)
    if tls:
        spec["tls"] = tls
    metadata = meta(call, name)
    if annotations:
        metadata["annotations"] = annotations
    body = {"metadata": metadata, "spec": spec, "status": {"loadBalancer": {}}}
    make(call, of_name("ingresses"), body, "failed to create ingress")


def _service(name: str, port: str) -> Obj:
    return {"name": name, "port": {"number": int(port)} if port.isdigit() else {"name": port}}


def _rules(matches: list[re.Match[str]]) -> list[Obj]:
    """One rule for each host, in the order in which they were named."""
    hosts: dict[str, list[Obj]] = {}
    for match in matches:
        path, path_type = match["path"], "Exact"
        if path.endswith("*"):
            path, path_type = path[:-1], "Prefix"
        entry = {
            "backend": {"service": _service(match["name"], match["port"])},
            "path": path,
            "pathType": path_type,
        }
        hosts.setdefault(match["host"], []).append(entry)
    return [({"host": host} if host else {}) | {"http": {"paths": paths}} for host, paths in hosts.items()]


def _tls(matches: list[re.Match[str]]) -> list[Obj]:
    """One entry for each secret with the hosts that it serves."""
    secrets: dict[str, list[str]] = {}
    seen: set[str] = set()
    for match in matches:
        if match["tls"] and match["host"] not in seen:
            seen.add(match["host"])
            secrets.setdefault(match["secret"] or "", []).append(match["host"])
    found: list[dict[str, Any]] = []
    for secret, hosts in secrets.items():
        found.append(({"hosts": hosts} if any(hosts) else {}) | ({"secretName": secret} if secret else {}))
    return found
