"""What the trace says can happen is what happens: real packets through the printed rules in a real kernel."""

import math
import time

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings

from tests.kernel.clusters import HOST_PORT, NODES, OPEN, clusters
from tests.kernel.outcomes import expected
from tests.kernel.sockets import NO_ANSWER, Probe

pytestmark = pytest.mark.kernel

EXAMPLES = 20
# A branch that a request can take is missed once in so many requests that can take it.
MISSED = 1e5


def attempts(outcomes):
    """So many that hardly any of the outcomes is missed."""
    rarest = min(outcomes.values())
    return 2 if rarest > 0.999 else math.ceil(math.log(MISSED * len(outcomes)) / -math.log1p(-rarest))


def probe(request, outcomes):
    # Where an answer is certain it may take its time; where none is possible nothing is gained by waiting.
    patience = 5.0 if NO_ANSWER not in outcomes else 0.6
    return Probe(
        request.sender, request.address, request.port, request.protocol, attempts(outcomes), patience
    )


def affinity(cluster, request):
    """Whether the Service that is asked keeps a client at its pod; and whether this sender asks it nothing else.

    Asked at its cluster IP and at its nodePort under different policies, it may move a client after all.
    """
    for service in cluster.services:
        spec = service["spec"]
        ports = {port.get(key) for port in spec["ports"] for key in ("port", "nodePort")}
        if spec.get("sessionAffinity") == "ClientIP" and request.port in ports:
            same = [one for one in cluster.sent() if one.sender == request.sender and one.port in ports]
            return True, len(same) == 1
    return False, False


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
def test_outcomes_of_generated_clusters(layout, clients, mode):
    flows = 0
    started = time.monotonic()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(clusters())
    def check(cluster):
        nonlocal flows
        rules = cluster.rules(mode)
        for node in NODES:
            layout.load(node, mode, rules[node].text())
        layout.announce(cluster.external)
        world = cluster.world(mode, rules)
        asked = [(request, expected(world, request)) for request in cluster.sent()]
        probes = [probe(request, outcomes) for request, outcomes in asked]
        clients.send(probes)
        again = [one for one, (_, outcomes) in zip(probes, asked, strict=True) if one.seen < outcomes.keys()]
        clients.send(again)
        for one, (request, outcomes) in zip(probes, asked, strict=True):
            note(f"{mode} {request} saw {sorted(one.seen)}, the trace says {dict(outcomes)}")
            sticky, alone = affinity(cluster, request)
            assert one.seen <= outcomes.keys()
            assert sticky or one.seen == outcomes.keys()
            assert not alone or len(one.seen) == 1
        flows += len(probes)

    check()
    print(f"{mode}: {flows} flows in {time.monotonic() - started:.1f} s")
    assert flows >= 100, "two modes make 200 flows a run"


def test_ports_that_pods_listen_on_are_not_those_of_nodes():
    """A nodePort that fell on a listening port would answer for the wrong reason."""
    assert not {HOST_PORT, *OPEN.values()} & set(range(30000, 32768))
