"""clusterIP, clusterIPs and families that do not agree; and what a change may do to them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver.samples import MISSING, SERVICE, changed, kinds

IPS = "spec.clusterIPs"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({IPS: ["10.96.20.21"]}, ["cluster-ips-mismatch"]),
        ({IPS: MISSING}, ["cluster-ips-mismatch"]),
        ({"spec.clusterIP": ""}, ["cluster-ips-mismatch"]),
        ({IPS: ["10.96.20.20", "10.96.20.21"]}, ["cluster-ips-same-family"]),
        # Both families are there, which is all that is asked of the rest (netutils.IsDualStackIPs).
        ({IPS: ["10.96.20.20", "fd00::1", "fd00::2"]}, ["cluster-ips-too-many"]),
        (
            {IPS: ["10.96.20.20", "10.96.20.21", "10.96.20.22"]},
            ["cluster-ips-too-many", "cluster-ips-same-family"],
        ),
        ({"spec.clusterIP": "None", IPS: ["None", "10.96.20.20"]}, ["cluster-ips-none-not-alone"]),
        ({"spec.clusterIP": "10.96.0.300", IPS: ["10.96.0.300"]}, ["ip-invalid"]),
        ({"spec.ipFamilies": ["IPv6"]}, ["cluster-ip-family-mismatch"]),
        ({"spec.ipFamilies": ["IPv5"]}, ["ip-family-unknown"]),
        ({"spec.ipFamilies": ["IPv4", "IPv4"]}, ["ip-family-duplicate"]),
        ({"spec.ipFamilyPolicy": "Dual"}, ["ip-family-policy-unknown"]),
    ],
)
def test_disagreement(changes: dict[str, Any], expected: list[str]) -> None:
    assert kinds(SERVICE, changes) == expected


DUAL = {
    IPS: ["10.96.20.20", "fd00::1"],
    "spec.ipFamilies": ["IPv4", "IPv6"],
    "spec.ipFamilyPolicy": "PreferDualStack",
}


@pytest.mark.parametrize(
    ("before", "changes", "messages"),
    [
        (
            {},
            {"spec.clusterIP": "10.96.20.21", IPS: ["10.96.20.21"]},
            ['spec.clusterIPs[0]: Invalid value: ["10.96.20.21"]: may not change once set'],
        ),
        (
            {},
            {"spec.clusterIP": "", IPS: MISSING},
            ["spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset"],
        ),
        (
            DUAL,
            {IPS: ["10.96.20.20"], "spec.ipFamilies": ["IPv4"]},
            [
                "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when releasing the secondary clusterIP",
                "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when releasing the secondary ipFamily",
            ],
        ),
        (DUAL, {IPS: ["10.96.20.20"], "spec.ipFamilies": ["IPv4"], "spec.ipFamilyPolicy": "SingleStack"}, []),
        ({}, DUAL, []),
    ],
)
def test_change(before: dict[str, Any], changes: dict[str, Any], messages: list[str]) -> None:
    assert [problem.message for problem in changed(SERVICE, changes, before=before)] == messages
