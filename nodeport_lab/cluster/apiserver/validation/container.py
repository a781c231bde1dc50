"""Containers and init containers of a pod.

Mirrors validateContainers, validateInitContainers and validateContainerCommon in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nodeport_lab.cluster.apiserver.validation import names, security
from nodeport_lab.cluster.apiserver.validation.env import env, env_from
from nodeport_lab.cluster.apiserver.validation.meta import check, faulty
from nodeport_lab.cluster.apiserver.validation.probe import PROBES, lifecycle, probes
from nodeport_lab.cluster.apiserver.validation.resources import resources
from nodeport_lab.cluster.apiserver.validation.service import protocol
from nodeport_lab.cluster.apiserver.validation.volume import descending_path
from nodeport_lab.cluster.problem import (
    FieldPath,
    Problem,
    duplicate,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)

_PULL_POLICIES = ("Always", "IfNotPresent", "Never")
_MESSAGE_POLICIES = ("File", "FallbackToLogsOnError")
_RESTART_POLICIES = ("Always", "Never", "OnFailure")
_PROPAGATIONS = ("Bidirectional", "HostToContainer", "None")
_INIT_ONLY = "may not be set for init containers without restartPolicy=Always"


def containers(
    path: FieldPath,
    value: list[dict[str, Any]],
    volumes: frozenset[str],
    spec: dict[str, Any],
    found: list[Problem],
) -> None:
    """validateContainers: at least one; names unique; host ports unique over all of them."""
    if not value:
        found.append(required(path, kind="containers-required"))
        return
    grace, taken = spec.get("terminationGracePeriodSeconds"), set[str]()
    for position, container in enumerate(value):
        here = path.index(position)
        _common(here, container, volumes, spec, found)
        _unique_name(here, container, taken, found)
        if container.get("lifecycle") is not None:
            lifecycle(here.child("lifecycle"), container["lifecycle"], grace, found)
        probes(here, container, grace, found)
        _restart_policy(here, container, found)
    _host_ports(path, value, found)


def init_containers(
    path: FieldPath,
    value: list[dict[str, Any]],
    volumes: frozenset[str],
    spec: dict[str, Any],
    found: list[Problem],
) -> None:
    """validateInitContainers: no probes and no hooks, unless one keeps running as a sidecar."""
    grace = spec.get("terminationGracePeriodSeconds")
    taken = {container.get("name") or "" for container in spec.get("containers") or []}
    for position, container in enumerate(value):
        here = path.index(position)
        _common(here, container, volumes, spec, found)
        _restart_policy(here, container, found)
        _unique_name(here, container, taken, found)
        _host_ports(path, [container], found)
        if container.get("restartPolicy") == "Always":
            if container.get("lifecycle") is not None:
                lifecycle(here.child("lifecycle"), container["lifecycle"], grace, found)
            probes(here, container, grace, found)
            continue
        for name in ("lifecycle", *PROBES):
            if container.get(name) is not None:
                found.append(forbidden(here.child(name), _INIT_ONLY, kind="init-container-probe"))


def _unique_name(path: FieldPath, container: dict[str, Any], taken: set[str], found: list[Problem]) -> None:
    name = container.get("name") or ""
    if name in taken:
        found.append(duplicate(path.child("name"), name, kind="container-name-duplicate"))
    taken.add(name)


def _restart_policy(path: FieldPath, container: dict[str, Any], found: list[Problem]) -> None:
    policy = container.get("restartPolicy")
    if policy is not None and policy not in _RESTART_POLICIES:
        where = path.child("restartPolicy")
        found.append(not_supported(where, policy, _RESTART_POLICIES, kind="restart-policy-unknown"))


def _common(
    path: FieldPath,
    container: dict[str, Any],
    volumes: frozenset[str],
    spec: dict[str, Any],
    found: list[Problem],
) -> None:
    """validateContainerCommon."""
    name = container.get("name") or ""
    if not name:
        found.append(required(path.child("name"), kind="container-name-required"))
    else:
        check(path.child("name"), name, names.dns_label, "container-name-invalid", found)
    if not container.get("image"):
        found.append(required(path.child("image"), kind="image-required", name=name))
    _choice(path.child("terminationMessagePolicy"), container, _MESSAGE_POLICIES, "value-unknown", found)
    _ports(path.child("ports"), container.get("ports") or [], found)
    if container.get("env"):
        env(path.child("env"), container["env"], found)
    if container.get("envFrom"):
        env_from(path.child("envFrom"), container["envFrom"], found)
    if container.get("volumeMounts"):
        _mounts(path.child("volumeMounts"), container, volumes, found)
    _choice(path.child("imagePullPolicy"), container, _PULL_POLICIES, "pull-policy-unknown", found)
    resources(path.child("resources"), container.get("resources"), found)
    security.container(path.child("securityContext"), container.get("securityContext"), spec, found)


def _choice(
    path: FieldPath, container: dict[str, Any], allowed: Iterable[str], kind: str, found: list[Problem]
) -> None:
    value = container.get(str(path.parts[-1])) or ""
    if not value:
        found.append(required(path, kind="field-required"))
    elif value not in allowed:
        found.append(not_supported(path, value, allowed, kind=kind))


def _ports(path: FieldPath, ports: list[dict[str, Any]], found: list[Problem]) -> None:
    """validateContainerPorts."""
    taken: set[str] = set()
    for position, port in enumerate(ports):
        here, name = path.index(position), port.get("name") or ""
        if name:
            faults = names.port_name(name)
            if faults:
                faulty(here.child("name"), name, faults, "port-name-invalid", found)
            elif name in taken:
                found.append(duplicate(here.child("name"), name, kind="port-name-duplicate"))
            taken.add(name)
        number = port.get("containerPort") or 0
        if not number:
            found.append(required(here.child("containerPort"), kind="container-port-required"))
        else:
            faulty(here.child("containerPort"), number, names.port_number(number), "port-out-of-range", found)
        if port.get("hostPort"):
            host = port["hostPort"]
            faulty(here.child("hostPort"), host, names.port_number(host), "port-out-of-range", found)
        protocol(here.child("protocol"), port.get("protocol"), found)


def _host_ports(path: FieldPath, value: list[dict[str, Any]], found: list[Problem]) -> None:
    """checkHostPortConflicts: a port of the node can be had once."""
    taken: set[str] = set()
    for position, container in enumerate(value):
        for number, port in enumerate(container.get("ports") or []):
            if not port.get("hostPort"):
                continue
            claim = f"{port.get('protocol', '')}/{port.get('hostIP', '')}/{port['hostPort']}"
            if claim in taken:
                where = path.index(position).child("ports").index(number).child("hostPort")
                found.append(duplicate(where, claim, kind="host-port-duplicate"))
            taken.add(claim)


def _mounts(
    path: FieldPath, container: dict[str, Any], volumes: frozenset[str], found: list[Problem]
) -> None:
    """ValidateVolumeMounts. Four of its paths lack the index: so does the API server's message."""
    places: set[str] = set()
    for position, mount in enumerate(container["volumeMounts"]):
        here, name, place = path.index(position), mount.get("name") or "", mount.get("mountPath") or ""
        if not name:
            found.append(required(here.child("name"), kind="field-required"))
        if name not in volumes:
            found.append(
                not_found(here.child("name"), name, kind="volume-mount-unknown", volumes=sorted(volumes))
            )
        if not place:
            found.append(required(here.child("mountPath"), kind="field-required"))
        if place in places:
            found.append(
                invalid(here.child("mountPath"), place, "must be unique", kind="mount-path-duplicate")
            )
        places.add(place)
        if mount.get("subPath"):
            descending_path(path.child("subPath"), mount["subPath"], found)
        if mount.get("subPathExpr"):
            if mount.get("subPath"):
                words = "subPathExpr and subPath are mutually exclusive"
                where = here.child("subPathExpr")
                found.append(invalid(where, mount["subPathExpr"], words, kind="mount-sub-path-twice"))
            descending_path(path.child("subPathExpr"), mount["subPathExpr"], found)
        propagation = mount.get("mountPropagation")
        if propagation is not None:
            where = path.child("mountPropagation")
            if propagation not in _PROPAGATIONS:
                found.append(not_supported(where, propagation, _PROPAGATIONS, kind="value-unknown"))
            if propagation == "Bidirectional" and not (container.get("securityContext") or {}).get(
                "privileged"
            ):
                words = "Bidirectional mount propagation is available only to privileged containers"
                found.append(forbidden(where, words, kind="mount-propagation-privileged"))


def host_network(path: FieldPath, spec: dict[str, Any], found: list[Problem], *, own_pod: bool) -> None:
    """validatePodHostNetworkDeps: on the node's network a container port is the node's port."""
    if not spec.get("hostNetwork"):
        return
    for position, container in enumerate(spec.get("containers") or []):
        for number, port in enumerate(container.get("ports") or []):
            host, port_number = port.get("hostPort") or 0, port.get("containerPort") or 0
            if (own_pod or host) and host != port_number:
                where = (
                    path.child("containers").index(position).child("ports").index(number).child("hostPort")
                )
                words = "must match `containerPort` when `hostNetwork` is true"
                found.append(
                    invalid(where, host, words, kind="host-port-host-network", containerPort=port_number)
                )
