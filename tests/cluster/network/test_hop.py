"""The trace's JSON is the contract with the browser: these keys, these names, nothing else."""

import json

import pytest

from tests.cluster.network.lab import Lab, pod, service

HOP = {
    "leg",
    "place",
    "stage",
    "event",
    "before",
    "after",
    "rules",
    "choice",
    "conntrack",
    "params",
    "stream",
}
STAGES = {"send", "receive", "prerouting", "input", "forward", "output", "postrouting", "routing", "listen"}


@pytest.fixture(params=["iptables", "nftables"])
def lab(request):
    return Lab([service()], [pod("web-1", "node1"), pod("web-2", "node2")], request.param)


def test_trace_as_the_browser_gets_it(lab):
    trace = json.loads(json.dumps(lab.trace("client", "192.168.1.102:30080").as_json()))
    assert trace.keys() == {"version", "proxyMode", "request", "branches", "outcomes"}
    assert (trace["version"], trace["proxyMode"]) == (1, lab.config.proxy_mode)
    assert trace["request"] == {
        "from": "client",
        "to": {"address": "192.168.1.102", "port": 30080, "role": "nodePort"},
        "protocol": "TCP",
        "via": None,
        "http": None,
    }
    assert [branch["id"] for branch in trace["branches"]] == [0, 1]
    for branch in trace["branches"]:
        assert branch.keys() == {"id", "probability", "ending", "http", "hops"}
        assert branch["ending"].keys() == {"kind", "code", "place", "object", "field", "params"}
        for hop in branch["hops"]:
            assert hop.keys() == HOP
            assert hop["leg"] in ("request", "reply", "error")
            assert hop["stage"] in STAGES
            for ends in (hop["before"], hop["after"]):
                assert ends.keys() == {"src", "dst"}
                assert all(end.keys() == {"address", "port", "role"} for end in ends.values())
            for rule in hop["rules"]:
                assert rule.keys() == {"table", "chain", "position", "text", "origin"}
    assert trace["outcomes"] == [
        {
            "kind": "answered",
            "code": "answered",
            "pod": f"default/web-{number + 1}",
            "source": "192.168.1.102",
            "destination": f"10.1.{number}.5:80",
            "probability": 0.5,
            "branches": [number],
        }
        for number in (0, 1)
    ]


def test_nat_is_shown_with_its_rules_its_choice_and_its_connection(lab):
    hops = lab.trace("client", "192.168.1.102:30080").as_json()["branches"][0]["hops"]
    by_event = {(hop["leg"], hop["event"]): hop for hop in hops}
    dnat = by_event["request", "dnat"]
    assert dnat["before"]["dst"] == {"address": "192.168.1.102", "port": 30080, "role": "nodePort"}
    assert dnat["after"]["dst"] == {"address": "10.1.0.5", "port": 80, "role": "targetPort"}
    assert dnat["after"]["src"] == {"address": "203.0.113.10", "port": 51324, "role": "ephemeral"}
    assert dnat["choice"] == {"index": 0, "of": 2, "probability": 0.5}
    assert dnat["rules"][-1]["origin"]["endpoint"] == "10.1.0.5:80"
    assert dnat["rules"][-1]["origin"]["field"] == "spec.ports[0].targetPort"
    assert dnat["conntrack"]["original"]["dst"] == "192.168.1.102:30080"
    assert dnat["conntrack"]["reply"]["src"] == "10.1.0.5:80"
    snat = by_event["request", "snat"]
    assert snat["after"]["src"]["address"] == "192.168.1.102"
    assert snat["after"]["src"]["role"] == "ephemeral"
    assert by_event["reply", "un-snat"]["after"]["dst"] == dnat["after"]["src"]
    assert by_event["reply", "un-dnat"]["after"]["src"] == dnat["before"]["dst"]
    assert by_event["request", "sent"]["conntrack"] is None


def test_ports_of_services_are_called_port(lab):
    trace = lab.trace("node1", "10.96.10.10:80").as_json()
    assert trace["request"]["to"]["role"] == "port"
    assert lab.trace("node1", "10.96.10.10:81").as_json()["request"]["to"]["role"] is None
    assert lab.trace("node1", "10.1.0.5:80").as_json()["request"]["to"]["role"] == "targetPort"


def test_branches_that_look_the_same_are_one_outcome(lab):
    lab = Lab([service(target=8080)], [pod("web-1", "node1")], lab.config.proxy_mode)
    (outcome,) = lab.trace("client", "192.168.1.102:30080").outcomes()
    assert (outcome["kind"], outcome["code"], outcome["pod"]) == (
        "refused",
        "pod-port-closed",
        "default/web-1",
    )
