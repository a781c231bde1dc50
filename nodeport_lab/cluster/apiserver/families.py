"""ipFamilies and ipFamilyPolicy of a Service, filled in and checked against a cluster that has IPv4 only.

Mirrors initIPFamilyFields in pkg/registry/core/service/storage/alloc.go. It runs before validation, so its mistakes
are reported alone.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import service_ips
from nodeport_lab.cluster.apiserver.validation.service_ips import CLUSTER_IPS, FAMILIES, POLICY
from nodeport_lab.cluster.problem import Problem, invalid

_CONFIGURED = ("IPv4",)
_OTHER = {"IPv4": "IPv6", "IPv6": "IPv4"}


def init(spec: dict[str, Any], before: dict[str, Any] | None) -> list[Problem]:
    """Fills in the two fields of ``spec`` in place; ``before`` is the old spec of an update."""
    if spec.get("type") == "ExternalName" or (before is not None and _still_prefers_dual(spec, before)):
        return []
    headless_alone = spec.get("clusterIP") == "None" and not spec.get("selector")
    if spec.get("ipFamilyPolicy") is None:
        if before is not None and before.get("ipFamilyPolicy") is not None:
            spec["ipFamilyPolicy"] = before["ipFamilyPolicy"]
        else:
            spec["ipFamilyPolicy"] = "RequireDualStack" if headless_alone else "SingleStack"
    policy = spec["ipFamilyPolicy"]
    found: list[Problem] = []
    service_ips.related_fields(spec, found)
    if found:
        return found
    if before is not None:
        _shrink(spec, before, policy, found)
    if policy == "SingleStack":
        words = "must be 'RequireDualStack' or 'PreferDualStack' when multiple %s are specified"
        for name, title in (("clusterIPs", "cluster IPs"), ("ipFamilies", "IP families")):
            if len(spec.get(name) or []) == 2:
                found.append(invalid(POLICY, policy, words % title, kind="ip-family-policy-too-narrow"))
    _infer(spec, found)
    if found:
        return found
    families = list(spec.get("ipFamilies") or [])
    if headless_alone:
        families = families or [_CONFIGURED[0]]
        if len(families) < 2 and policy != "SingleStack":
            families.append(_OTHER[families[0]])
        spec["ipFamilies"] = families
        return []
    if policy == "RequireDualStack":
        words = "this cluster is not configured for dual-stack services"
        found.append(invalid(POLICY, policy, words, kind="dual-stack-not-configured"))
    for position, family in enumerate(families):
        if family not in _CONFIGURED:
            path, words = FAMILIES.index(position), "not configured on this cluster"
            found.append(invalid(path, family, words, kind="ip-family-not-configured", family=family))
    if not found:
        spec["ipFamilies"] = families or [_CONFIGURED[0]]
    return found


def _still_prefers_dual(spec: dict[str, Any], before: dict[str, Any]) -> bool:
    """isMatchingPreferDualStackClusterIPFields: nothing asked for a change, so none is made."""
    return (
        spec.get("type") == before.get("type")
        and spec.get("type") in ("ClusterIP", "NodePort", "LoadBalancer")
        and spec.get("ipFamilyPolicy") == "PreferDualStack"
        and before.get("ipFamilyPolicy") in (None, "PreferDualStack")
        and (spec.get("clusterIPs") or []) == (before.get("clusterIPs") or [])
        and (spec.get("ipFamilies") or []) == (before.get("ipFamilies") or [])
    )


def _shrink(spec: dict[str, Any], before: dict[str, Any], policy: str, found: list[Problem]) -> None:
    """SingleStack drops the second of a pair that was not touched; any other policy must keep the pair."""
    for name, title in (("clusterIPs", "cluster IP"), ("ipFamilies", "IP family")):
        now, was = spec.get(name) or [], before.get(name) or []
        if policy == "SingleStack":
            if now == was and len(now) > 1:
                spec[name] = now[:1]
        elif now and len(now) < len(was):
            words = f"must be 'SingleStack' to release the secondary {title}"
            found.append(invalid(POLICY, policy, words, kind="dual-stack-release"))


def _infer(spec: dict[str, Any], found: list[Problem]) -> None:
    """Families that are not named follow from the addresses that are."""
    ips, families = spec.get("clusterIPs") or [], list(spec.get("ipFamilies") or [])
    for position, ip in enumerate(ips):
        if ip == "None":
            break
        family = service_ips.family_of(ip)
        if position >= len(families):
            if family not in _CONFIGURED:
                path, words = CLUSTER_IPS.index(position), f"{family} is not configured on this cluster"
                found.append(invalid(path, ips, words, kind="ip-family-not-configured", family=family))
            else:
                families.append(family)
    if families:
        spec["ipFamilies"] = families
