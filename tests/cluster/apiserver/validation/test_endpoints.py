"""EndpointSlices, Endpoints."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.apiserver.samples import SLICE, changed, kinds, said

A = "endpoints.0.addresses"


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({}, []),
        (
            {"addressType": "IP"},
            ['addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"'],
        ),
        ({A: []}, ["endpoints[0].addresses: Required value: must contain at least 1 address"]),
        ({A: ["fd00::1"]}, ['endpoints[0].addresses[0]: Invalid value: "fd00::1": must be an IPv4 address']),
        (
            {A: ["127.0.0.1"]},
            [
                'endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)'
            ],
        ),
        ({A: ["10.1.0.5"] * 101}, ["endpoints[0].addresses: Too many: 101: must have at most 100 items"]),
        (
            {"addressType": "FQDN", A: ["web"]},
            [
                'endpoints[0].addresses[0]: Invalid value: "web": should be a domain with at least two segments separated by dots'
            ],
        ),
        ({"ports": [{"port": 80}, {"port": 81}]}, ['ports[1].name: Duplicate value: ""']),
        (
            {"ports": [{"port": 80, "protocol": "HTTP"}]},
            ['ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"'],
        ),
    ],
)
def test_slices(changes: dict[str, Any], messages: list[str]) -> None:
    assert said(SLICE, changes) == messages


def test_the_kind_of_address_stays() -> None:
    problems = changed(SLICE, {"addressType": "IPv6", A: ["fd00::1"]})
    assert [problem.message for problem in problems] == [
        'addressType: Invalid value: "IPv6": field is immutable'
    ]


def test_endpoints() -> None:
    endpoints = {
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": {"name": "web", "namespace": "default"},
        "subsets": [{"addresses": [{"ip": "10.1.0.5"}], "ports": [{"port": 80}]}],
    }
    assert kinds(endpoints) == []
    assert kinds(endpoints, {"subsets.0.addresses": []}) == ["endpoint-address-required"]
    assert kinds(endpoints, {"subsets.0.addresses.0.ip": "x"}) == ["ip-invalid"]
    ports = [{"port": 80}, {"name": "b", "port": 0}]
    assert kinds(endpoints, {"subsets.0.ports": ports}) == ["port-name-required", "port-out-of-range"]
