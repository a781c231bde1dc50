"""clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy: they describe one thing and must agree.

Mirrors ValidateServiceClusterIPsRelatedFields, validateUpgradeDowngradeClusterIPs and
validateUpgradeDowngradeIPFamilies in pkg/apis/core/validation/validation.go. Allocation asks ``related_fields`` too,
before anything else is judged: that is why these mistakes hide all others.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.apiserver.validation import addresses
from nodeport_lab.cluster.apiserver.validation.meta import SPEC
from nodeport_lab.cluster.problem import NIL, Problem, duplicate, invalid, not_supported, required

CLUSTER_IPS = SPEC.child("clusterIPs")
FAMILIES = SPEC.child("ipFamilies")
POLICY = SPEC.child("ipFamilyPolicy")
_FAMILIES = ("IPv4", "IPv6")
_POLICIES = ("PreferDualStack", "RequireDualStack", "SingleStack")


def is_headless(spec: dict[str, Any]) -> bool:
    """``clusterIP: None``."""
    return spec.get("clusterIPs") == ["None"]


def family_of(address: str) -> str:
    """IPv4 or IPv6, for an address that parses."""
    return "IPv6" if addresses.is_ipv6(address) else "IPv4"


def related_fields(spec: dict[str, Any], found: list[Problem]) -> None:
    """ValidateServiceClusterIPsRelatedFields."""
    if spec.get("type") == "ExternalName":
        return
    ips, families = spec.get("clusterIPs") or [], spec.get("ipFamilies") or []
    _in_step(spec.get("clusterIP") or "", ips, found)
    seen: set[str] = set()
    for position, family in enumerate(families):
        if family not in _FAMILIES:
            found.append(not_supported(FAMILIES.index(position), family, _FAMILIES, kind="ip-family-unknown"))
        if family in seen:
            found.append(duplicate(FAMILIES.index(position), family, kind="ip-family-duplicate"))
        seen.add(family)
    policy = spec.get("ipFamilyPolicy")
    if policy is not None and policy not in _POLICIES:
        found.append(not_supported(POLICY, policy, _POLICIES, kind="ip-family-policy-unknown"))
    if not _well_formed(ips, found):
        return
    if len(ips) > 1 and len({family_of(ip) for ip in ips}) == 1:
        words = "may specify no more than one IP for each IP family"
        found.append(invalid(CLUSTER_IPS, ips, words, kind="cluster-ips-same-family"))
    if not is_headless(spec):
        for position, (ip, family) in enumerate(zip(ips, families, strict=False)):
            if family in _FAMILIES and family_of(ip) != family:
                words = f"expected an {family} value as indicated by `ipFamilies[{position}]`"
                path = CLUSTER_IPS.index(position)
                found.append(invalid(path, ip, words, kind="cluster-ip-family-mismatch", family=family))


def _in_step(ip: str, ips: list[str], found: list[Problem]) -> None:
    """clusterIP is the first of clusterIPs."""
    if ip:
        if not ips:
            found.append(required(CLUSTER_IPS, kind="cluster-ips-mismatch"))
        elif ips[0] != ip:
            words = "first value must match `clusterIP`"
            found.append(invalid(CLUSTER_IPS, ips, words, kind="cluster-ips-mismatch"))
    elif ips:
        words = "must be empty when `clusterIP` is not specified"
        found.append(invalid(CLUSTER_IPS, ips, words, kind="cluster-ips-mismatch"))


def _well_formed(ips: list[str], found: list[Problem]) -> bool:
    """Each an address, or ``None`` alone, two at most; False where an address is none."""
    good = True
    for position, ip in enumerate(ips):
        if position == 0 and ip == "None":
            if len(ips) > 1:
                good = False
                words = "'None' must be the first and only value"
                found.append(invalid(CLUSTER_IPS, ips, words, kind="cluster-ips-none-not-alone"))
            continue
        faults = addresses.ip(CLUSTER_IPS.index(position), ip)
        good = good and not faults
        found.extend(faults)
    if len(ips) > 2:
        found.append(invalid(CLUSTER_IPS, ips, "may only hold up to 2 values", kind="cluster-ips-too-many"))
    return good


def changed_ips(new: dict[str, Any], old: dict[str, Any], found: list[Problem]) -> None:
    """validateUpgradeDowngradeClusterIPs: the first address stays, the second may come and go."""
    if "ExternalName" in (new.get("type"), old.get("type")) or (is_headless(new) and is_headless(old)):
        return
    ips, before = new.get("clusterIPs") or [], old.get("clusterIPs") or []
    words, kind = "may not change once set", "cluster-ip-immutable"
    if len(ips) == len(before):
        for position, ip in enumerate(before):
            if ip != ips[position]:
                found.append(invalid(CLUSTER_IPS.index(position), ips, words, kind=kind, old=ip))
        return
    if len(ips) < len(before) and not ips:
        words_unset = "primary clusterIP can not be unset"
        value = new.get("clusterIPs", NIL)
        found.append(invalid(CLUSTER_IPS.index(0), value, words_unset, kind=kind, old=before[0]))
    if ips and before and ips[0] != before[0]:
        found.append(invalid(CLUSTER_IPS.index(0), ips, words, kind=kind, old=before[0]))
    if len(ips) == 1 and len(before) > 1 and new.get("ipFamilyPolicy") != "SingleStack":
        words = "must be set to 'SingleStack' when releasing the secondary clusterIP"
        found.append(invalid(POLICY, new.get("ipFamilyPolicy"), words, kind="dual-stack-release"))


def changed_families(new: dict[str, Any], old: dict[str, Any], found: list[Problem]) -> None:
    """validateUpgradeDowngradeIPFamilies: the first family stays, the second may come and go."""
    if "ExternalName" in (new.get("type"), old.get("type")) or is_headless(new) or is_headless(old):
        return
    families, before = new.get("ipFamilies") or [], old.get("ipFamilies") or []
    first, kind, words = FAMILIES.index(0), "ip-family-immutable", "may not change once set"
    if len(families) == len(before):
        changes = sum(family != was for family, was in zip(families, before, strict=True))
        found.extend(invalid(first, families, words, kind=kind) for _ in range(changes))
        return
    if len(families) < len(before) and not new.get("clusterIPs"):
        found.append(
            invalid(first, new.get("ipFamilies", NIL), "primary ipFamily can not be unset", kind=kind)
        )
    if families and before and families[0] != before[0]:
        # The API server shows the addresses here, not the families.
        found.append(invalid(first, new.get("clusterIPs", NIL), words, kind=kind))
    if len(families) == 1 and len(before) > 1 and new.get("ipFamilyPolicy") != "SingleStack":
        words = "must be set to 'SingleStack' when releasing the secondary ipFamily"
        found.append(invalid(POLICY, new.get("ipFamilyPolicy"), words, kind="dual-stack-release"))
