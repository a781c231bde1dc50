"""A changed Service: what may not change once it exists.

Mirrors ValidateServiceUpdate in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from nodeport_lab.cluster.apiserver.validation import service_ips
from nodeport_lab.cluster.apiserver.validation.meta import SPEC, updated
from nodeport_lab.cluster.apiserver.validation.service import load_balancer_class, needs_health_check, service
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import Problem, forbidden, invalid


def service_update(new: Obj, old: Obj, found: list[Problem]) -> None:
    """ValidateServiceUpdate."""
    updated(new, old, found)
    spec, before = new.get("spec") or {}, old.get("spec") or {}
    service_ips.changed_ips(spec, before, found)
    service_ips.changed_families(spec, before, found)
    if spec.get("type") == before.get("type") == "LoadBalancer":
        value, was = spec.get("loadBalancerClass"), before.get("loadBalancerClass")
        if value != was:
            path = SPEC.child("loadBalancerClass")
            problem = invalid(
                path, value, "may not change once set", kind="load-balancer-class-immutable", old=was
            )
            found.append(problem)
    load_balancer_class(spec, found)
    if needs_health_check(spec) and needs_health_check(before):
        was = before.get("healthCheckNodePort", 0)
        if spec.get("healthCheckNodePort", 0) != was:
            path = SPEC.child("healthCheckNodePort")
            found.append(
                forbidden(path, "field is immutable", kind="health-check-nodeport-immutable", old=was)
            )
    service(new, found)
