"""Probes and lifecycle hooks: exactly one handler, and what each handler asks.

Mirrors validateProbe, validateHandler and the actions in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import names
from nodeport_lab.cluster.apiserver.validation.meta import check, non_negative
from nodeport_lab.cluster.apiserver.validation.service import port_number_or_name
from nodeport_lab.cluster.problem import FieldPath, Problem, forbidden, invalid, not_supported, required

_SCHEMES = ("HTTP", "HTTPS")
_NUMBERS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def probes(path: FieldPath, container: dict[str, Any], grace: int | None, found: list[Problem]) -> None:
    """livenessProbe, readinessProbe and startupProbe of a container that may have them."""
    for name in PROBES:
        probe = container.get(name)
        if probe is None:
            continue
        here = path.child(name)
        _probe(here, probe, grace, found)
        if name == "readinessProbe":
            if probe.get("terminationGracePeriodSeconds") is not None:
                words = "must not be set for readinessProbes"
                where = here.child("terminationGracePeriodSeconds")
                found.append(
                    invalid(where, probe["terminationGracePeriodSeconds"], words, kind="probe-grace-period")
                )
        elif probe.get("successThreshold") != 1:
            value = probe.get("successThreshold")
            found.append(
                invalid(here.child("successThreshold"), value, "must be 1", kind="probe-success-threshold")
            )


def _probe(path: FieldPath, probe: dict[str, Any], grace: int | None, found: list[Problem]) -> None:
    handler(path, probe, grace, found)
    for name in _NUMBERS:
        non_negative(path.child(name), probe.get(name), found)
    seconds = probe.get("terminationGracePeriodSeconds")
    if seconds is not None and seconds <= 0:
        where = path.child("terminationGracePeriodSeconds")
        found.append(invalid(where, seconds, "must be greater than 0", kind="probe-grace-period"))


def lifecycle(path: FieldPath, value: dict[str, Any], grace: int | None, found: list[Problem]) -> None:
    """validateLifecycle."""
    for name in ("postStart", "preStop"):
        if value.get(name) is not None:
            handler(path.child(name), value[name], grace, found)
    if value.get("stopSignal") and not value["stopSignal"].startswith("SIG"):
        found.append(not_supported(path.child("stopSignal"), value["stopSignal"], (), kind="value-unknown"))


def handler(path: FieldPath, value: dict[str, Any], grace: int | None, found: list[Problem]) -> None:
    """validateHandler: the first handler is judged, each further one is refused."""
    first = True
    for name, judge in (
        ("exec", _exec),
        ("httpGet", _http_get),
        ("tcpSocket", _tcp_socket),
        ("grpc", _grpc),
    ):
        action = value.get(name)
        if action is None:
            continue
        if first:
            first = False
            judge(path.child(name), action, found)
        else:
            found.append(_one_only(path.child(name)))
    sleep = value.get("sleep")
    if sleep is not None:
        if not first:
            found.append(_one_only(path.child("sleep")))
            return
        first = False
        seconds = sleep.get("seconds") or 0
        if grace is not None and not 0 <= seconds <= grace:
            words = f"must be non-negative and less than terminationGracePeriodSeconds ({grace})"
            found.append(invalid(path.child("sleep"), seconds, words, kind="sleep-too-long", maximum=grace))
    if first:
        found.append(required(path, "must specify a handler type", kind="probe-handler-required"))


def _one_only(path: FieldPath) -> Problem:
    return forbidden(path, "may not specify more than 1 handler type", kind="probe-handler-twice")


def _exec(path: FieldPath, action: dict[str, Any], found: list[Problem]) -> None:
    if not action.get("command"):
        found.append(required(path.child("command"), kind="field-required"))


def _http_get(path: FieldPath, action: dict[str, Any], found: list[Problem]) -> None:
    if not action.get("path"):
        found.append(required(path.child("path"), kind="field-required"))
    port_number_or_name(path.child("port"), action.get("port", 0), found)
    scheme = action.get("scheme", "")
    if scheme not in _SCHEMES:
        found.append(not_supported(path.child("scheme"), scheme, _SCHEMES, kind="value-unknown"))
    for header in action.get("httpHeaders") or []:
        check(
            path.child("httpHeaders"),
            header.get("name") or "",
            names.header_name,
            "header-name-invalid",
            found,
        )


def _tcp_socket(path: FieldPath, action: dict[str, Any], found: list[Problem]) -> None:
    port_number_or_name(path.child("port"), action.get("port", 0), found)


def _grpc(path: FieldPath, action: dict[str, Any], found: list[Problem]) -> None:
    port_number_or_name(path.child("port"), action.get("port") or 0, found)
