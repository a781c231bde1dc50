"""Pods and pod templates: mirrors SetDefaults_PodSpec, _Pod, _Container, _Probe, _Volume in pkg/apis/core/v1/defaults.go."""

from __future__ import annotations

import re
from typing import Any

from nodeport_lab.cluster.objects import Obj

_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_HOST = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][-a-zA-Z0-9]*[a-zA-Z0-9])"
# github.com/distribution/reference: [domain/]path[:tag][@digest]
_image = re.compile(
    rf"(?:{_HOST}(?:\.{_HOST})*(?::[0-9]+)?/)?{_PART}(?:/{_PART})*"
    r"(?::(?P<tag>\w[\w.-]{0,127}))?(?P<digest>@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?",
    re.ASCII,
).fullmatch
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_PROBE_NUMBERS = {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3}
_FILE_MODE = 420  # 0644


def pod(obj: Obj) -> None:
    """Fills in a Pod in place: what a template gets, and what only a Pod of its own does."""
    spec = obj.setdefault("spec", {})
    containers = [*(spec.get("initContainers") or []), *(spec.get("containers") or [])]
    for container in containers:
        limits = (container.get("resources") or {}).get("limits")
        if limits:
            requests = container["resources"].setdefault("requests", {})
            for name, amount in limits.items():
                requests.setdefault(name, amount)
    spec.setdefault("enableServiceLinks", True)
    if spec.get("hostNetwork"):
        for container in containers:
            for port in container.get("ports") or []:
                if not port.get("hostPort"):
                    port["hostPort"] = port.get("containerPort", 0)
    pod_spec(spec)
    obj.setdefault("status", {}).setdefault("phase", "Pending")


def template(value: dict[str, Any]) -> None:
    """Fills in a PodTemplateSpec in place."""
    value.setdefault("metadata", {})
    pod_spec(value.setdefault("spec", {}))


def pod_spec(spec: dict[str, Any]) -> None:
    """Fills in a PodSpec in place."""
    spec.setdefault("dnsPolicy", "ClusterFirst")
    spec.setdefault("restartPolicy", "Always")
    spec.setdefault("securityContext", {})
    spec.setdefault("terminationGracePeriodSeconds", 30)
    spec.setdefault("schedulerName", "default-scheduler")
    for volume in spec.get("volumes") or []:
        _volume(volume)
    for container in spec.get("initContainers") or []:
        _container(container)
    for container in spec.get("containers") or []:
        _container(container)


def pull_policy(image: str) -> str:
    """``Always`` for ``:latest`` and for no tag at all; an image that does not parse has no tag."""
    match = _image(image)
    if match is None or match["digest"]:
        return "IfNotPresent" if match is None or match["tag"] != "latest" else "Always"
    return "Always" if match["tag"] in (None, "latest") else "IfNotPresent"


def _container(container: dict[str, Any]) -> None:
    if "imagePullPolicy" not in container:
        container["imagePullPolicy"] = pull_policy(container.get("image", ""))
    container.setdefault("terminationMessagePath", "/dev/termination-log")
    container.setdefault("terminationMessagePolicy", "File")
    container.setdefault("resources", {})
    for port in container.get("ports") or []:
        port.setdefault("protocol", "TCP")
    for variable in container.get("env") or []:
        field = (variable.get("valueFrom") or {}).get("fieldRef")
        if field is not None:
            field.setdefault("apiVersion", "v1")
        _divisor((variable.get("valueFrom") or {}).get("resourceFieldRef"))
    for name in _PROBES:
        if container.get(name) is not None:
            _probe(container[name])
    for name in ("postStart", "preStop"):
        hook = (container.get("lifecycle") or {}).get(name)
        if hook is not None:
            _http_get(hook)
    if (container.get("securityContext") or {}).get("procMount") == "":
        container["securityContext"]["procMount"] = "Default"


def _probe(probe: dict[str, Any]) -> None:
    for name, seconds in _PROBE_NUMBERS.items():
        probe[name] = probe.get(name) or seconds
    _http_get(probe)
    if probe.get("grpc") is not None:
        probe["grpc"].setdefault("service", "")


def _http_get(handler: dict[str, Any]) -> None:
    action = handler.get("httpGet")
    if action is not None:
        action.setdefault("path", "/")
        action.setdefault("scheme", "HTTP")
        action.setdefault("port", 0)


def _divisor(reference: dict[str, Any] | None) -> None:
    if reference is not None:
        reference.setdefault("divisor", "0")


def _volume(volume: dict[str, Any]) -> None:
    if set(volume) <= {"name"}:
        volume["emptyDir"] = {}
    for name in ("secret", "configMap", "downwardAPI", "projected"):
        source = volume.get(name)
        if source is not None:
            source.setdefault("defaultMode", _FILE_MODE)
    if volume.get("hostPath") is not None:
        volume["hostPath"].setdefault("type", "")
    files = list((volume.get("downwardAPI") or {}).get("items") or [])
    for source in (volume.get("projected") or {}).get("sources") or []:
        if source.get("serviceAccountToken") is not None:
            source["serviceAccountToken"].setdefault("expirationSeconds", 3600)
        files += (source.get("downwardAPI") or {}).get("items") or []
    for file in files:
        if file.get("fieldRef") is not None:
            file["fieldRef"].setdefault("apiVersion", "v1")
        _divisor(file.get("resourceFieldRef"))
