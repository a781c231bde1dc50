"""Who gets which address and port."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.cluster.apiserver.allocation import Allocated, Allocations, Refused
from nodeport_lab.cluster.apiserver.pools import AddressPool, PortPool
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.problem_kinds import KINDS
from tests.cluster.apiserver.samples import defaulted

CONFIG = ClusterConfig()


def service(ports: list[dict[str, Any]] | None = None, **spec: Any) -> dict[str, Any]:
    ports = [{"port": 80}] if ports is None else ports
    body = {"type": "NodePort", "selector": {"app": "web"}, "ports": ports} | spec
    return defaulted({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": body})


def created(state: Allocations, obj: dict[str, Any]) -> Allocated:
    before = copy.deepcopy(obj)
    answer = state.create(obj)
    assert obj == before, "allocation must not write into its argument"
    assert isinstance(answer, Allocated), answer
    return answer


def refused(answer: Allocated | Refused) -> list[str]:
    assert isinstance(answer, Refused)
    for problem in answer.problems:
        assert KINDS[problem.kind] <= problem.params.keys()
    return [problem.message for problem in answer.problems]


def number(obj: dict[str, Any], position: int = 0) -> int:
    return int(obj["spec"]["ports"][position]["nodePort"])


def test_automatic_picks_leave_the_low_bands() -> None:
    state = Allocations.of(CONFIG)
    for _ in range(50):
        answer = created(state, service())
        state = answer.state
        assert 30086 <= number(answer.obj) <= 32767
        last = answer.obj["spec"]["clusterIP"].split(".")
        assert int(last[2]) * 256 + int(last[3]) > 256
        assert answer.obj["spec"]["clusterIPs"] == [answer.obj["spec"]["clusterIP"]]


def test_the_same_seed_picks_the_same() -> None:
    def picks(seed: int) -> list[tuple[str, int]]:
        state, out = Allocations.of(CONFIG, seed), []
        for _ in range(5):
            answer = created(state, service())
            state = answer.state
            out.append((answer.obj["spec"]["clusterIP"], number(answer.obj)))
        return out

    assert picks(1) == picks(1)
    assert picks(1) != picks(2)


def test_bands_are_as_wide_as_kubernetes_makes_them() -> None:
    assert PortPool.of((30000, 32767), 0).static_band == 86
    assert PortPool.of((30000, 30010), 0).static_band == 0
    assert PortPool.of((1, 65535), 0).static_band == 128
    assert AddressPool.of("10.96.0.0/16", 0).static_band == 256
    assert AddressPool.of("10.96.0.0/24", 0).static_band == 16


def test_when_the_upper_band_is_full_the_lower_serves() -> None:
    state = Allocations.of(replace(CONFIG, nodeport_range=(30000, 30019)))
    seen = []
    for _ in range(20):
        answer = created(state, service())
        state = answer.state
        seen.append(number(answer.obj))
    assert sorted(seen) == list(range(30000, 30020))
    assert set(seen[:4]) == {30016, 30017, 30018, 30019}
    full = state.create(service())
    assert refused(full) == ["Internal error occurred: failed to allocate a nodePort: range is full"]
    assert isinstance(full, Refused)
    assert full.internal == "failed to allocate a nodePort: range is full"


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        (
            service([{"port": 80, "nodePort": 80}]),
            "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767",
        ),
        (
            service([{"port": 80, "nodePort": 30080}]),
            "spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated",
        ),
        (
            service([{"name": "a", "port": 80}, {"name": "b", "port": 81, "nodePort": 30080}]),
            "spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated",
        ),
        (
            service(clusterIP="10.96.20.20"),
            'spec.clusterIPs: Invalid value: ["10.96.20.20"]: failed to allocate IP 10.96.20.20: provided IP is already allocated',
        ),
        (
            service(clusterIP="10.97.0.1"),
            'spec.clusterIPs: Invalid value: ["10.97.0.1"]: failed to allocate IP 10.97.0.1: the provided network does not match the current range',
        ),
        (
            service(type="LoadBalancer", externalTrafficPolicy="Local", healthCheckNodePort=30080),
            "Internal error occurred: failed to allocate requested HealthCheck NodePort 30080: provided port is already allocated",
        ),
    ],
)
def test_refusals(obj: dict[str, Any], message: str) -> None:
    state = created(
        Allocations.of(CONFIG), service([{"port": 80, "nodePort": 30080}], clusterIP="10.96.20.20")
    ).state
    assert refused(state.create(obj)) == [message]


def test_one_number_for_tcp_and_udp_of_one_port() -> None:
    ports = [{"name": "a", "port": 53}, {"name": "b", "port": 53, "protocol": "UDP"}]
    obj = created(Allocations.of(CONFIG), service(ports)).obj
    assert number(obj, 0) == number(obj, 1)
    ports[1]["nodePort"] = 30053
    obj = created(Allocations.of(CONFIG), service(ports)).obj
    assert (number(obj, 0), number(obj, 1)) == (30053, 30053)


@pytest.mark.parametrize(
    ("spec", "ports"),
    [
        ({"type": "ClusterIP"}, 0),
        ({"type": "LoadBalancer"}, 1),
        ({"type": "LoadBalancer", "allocateLoadBalancerNodePorts": False}, 0),
        ({"type": "LoadBalancer", "externalTrafficPolicy": "Local"}, 2),
        ({"type": "ExternalName", "externalName": "example.com"}, 0),
    ],
)
def test_what_each_type_takes(spec: dict[str, Any], ports: int) -> None:
    answer = created(Allocations.of(CONFIG), service(**spec))
    assert len(answer.state.ports.used) == ports
    assert len(answer.state.addresses.used) == (0 if spec["type"] == "ExternalName" else 1)
    assert ("clusterIP" in answer.obj["spec"]) is (spec["type"] != "ExternalName")


def test_headless() -> None:
    obj = created(Allocations.of(CONFIG), service(type="ClusterIP", clusterIP="None")).obj
    assert obj["spec"]["clusterIPs"] == ["None"]
    assert (obj["spec"]["ipFamilies"], obj["spec"]["ipFamilyPolicy"]) == (["IPv4"], "SingleStack")
    alone = created(Allocations.of(CONFIG), service(type="ClusterIP", clusterIP="None", selector={})).obj
    assert (alone["spec"]["ipFamilies"], alone["spec"]["ipFamilyPolicy"]) == (
        ["IPv4", "IPv6"],
        "RequireDualStack",
    )


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            {"ipFamilyPolicy": "RequireDualStack"},
            'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
        ),
        (
            {"ipFamilies": ["IPv6"]},
            'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
        ),
        (
            {"clusterIP": "fd00::1"},
            'spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster',
        ),
        (
            {"ipFamilies": ["IPv4", "IPv6"], "ipFamilyPolicy": "SingleStack"},
            "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified",
        ),
    ],
)
def test_families(spec: dict[str, Any], message: str) -> None:
    assert refused(Allocations.of(CONFIG).create(service(**spec))) == [message]


def test_prefer_dual_stack_settles_for_one() -> None:
    obj = created(Allocations.of(CONFIG), service(ipFamilyPolicy="PreferDualStack")).obj
    assert obj["spec"]["ipFamilies"] == ["IPv4"]


class TestUpdate:
    """A Service ``old`` that is stored with nodePort 30080 and an automatic address."""

    def start(self, **spec: Any) -> Allocated:
        return created(Allocations.of(CONFIG), service([{"port": 80, "nodePort": 30080}], **spec))

    def to(self, old: Allocated, new: dict[str, Any]) -> Allocated:
        before = copy.deepcopy((new, old.obj))
        answer = old.state.update(new, old.obj)
        assert (new, old.obj) == before
        assert isinstance(answer, Allocated), answer
        return answer

    def test_the_same_manifest_keeps_what_it_got(self) -> None:
        old = created(Allocations.of(CONFIG), service())
        new = self.to(old, service())
        assert new.obj["spec"] == old.obj["spec"]
        assert new.state == old.state

    def test_another_port_releases_the_first(self) -> None:
        new = self.to(self.start(), service([{"port": 80, "nodePort": 30081}]))
        assert new.state.ports.used == {81}

    def test_a_port_number_may_change_under_its_node_port(self) -> None:
        assert number(self.to(self.start(), service([{"port": 8080}])).obj) == 30080

    def test_a_named_port_takes_over_by_name(self) -> None:
        old = created(Allocations.of(CONFIG), service([{"name": "http", "port": 80}]))
        new = self.to(old, service([{"name": "https", "port": 443}, {"name": "http", "port": 80}]))
        assert number(new.obj, 1) == number(old.obj)
        assert number(new.obj, 0) != number(old.obj)

    def test_cluster_ip_gives_the_ports_back(self) -> None:
        new = self.to(self.start(), service([{"port": 80, "nodePort": 30080}], type="ClusterIP"))
        assert not new.state.ports.used
        assert len(new.state.addresses.used) == 1

    def test_external_name_gives_everything_back_and_returns(self) -> None:
        old = self.start()
        name = self.to(old, service(type="ExternalName", externalName="example.com"))
        assert not name.state.ports.used
        assert not name.state.addresses.used
        back = self.to(name, service())
        assert len(back.state.ports.used) == len(back.state.addresses.used) == 1

    def test_health_port_comes_and_goes(self) -> None:
        old = self.start(type="LoadBalancer")
        local = self.to(old, service(type="LoadBalancer", externalTrafficPolicy="Local"))
        assert len(local.state.ports.used) == 2
        again = self.to(local, service(type="LoadBalancer", externalTrafficPolicy="Local"))
        assert again.obj["spec"]["healthCheckNodePort"] == local.obj["spec"]["healthCheckNodePort"]
        assert len(self.to(local, service(type="LoadBalancer")).state.ports.used) == 1

    def test_twice_the_same_is_an_error_without_a_reason(self) -> None:
        ports = [{"name": "a", "port": 80, "nodePort": 30090}, {"name": "b", "port": 81, "nodePort": 30090}]
        old = self.start()
        answer = old.state.update(service(ports), old.obj)
        assert refused(answer) == ["duplicate nodePort: {TCP 30090}"]
        assert isinstance(answer, Refused)
        assert answer.unknown == "duplicate nodePort: {TCP 30090}"

    def test_a_refused_change_changes_nothing(self) -> None:
        old = self.start()
        other = created(old.state, service([{"port": 80, "nodePort": 30081}]))
        answer = other.state.update(service([{"port": 80, "nodePort": 30081}]), old.obj)
        assert refused(answer) == [
            "spec.ports[0].nodePort: Invalid value: 30081: provided port is already allocated"
        ]


def test_delete_frees_and_holding_restores() -> None:
    answer = created(Allocations.of(CONFIG), service(type="LoadBalancer", externalTrafficPolicy="Local"))
    empty = answer.state.delete(answer.obj)
    assert (empty.ports.used, empty.addresses.used) == (frozenset(), frozenset())
    held = Allocations.holding(CONFIG, [answer.obj])
    assert (held.ports.used, held.addresses.used) == (answer.state.ports.used, answer.state.addresses.used)


@given(st.lists(st.integers(29990, 30030), max_size=30))
def test_a_port_is_had_once(asked: list[int]) -> None:
    pool, taken = PortPool.of((30000, 30020), 3), set[int]()
    for port in asked:
        answer = pool.take(port)
        if isinstance(answer, PortPool):
            assert port not in taken
            assert 30000 <= port <= 30020
            taken.add(port)
            pool = answer
    while True:
        picked, pool = pool.take_next()
        if picked is None:
            break
        assert picked not in taken
        taken.add(picked)
    assert taken == set(range(30000, 30021))
    assert pool.release(taken).used == frozenset()
