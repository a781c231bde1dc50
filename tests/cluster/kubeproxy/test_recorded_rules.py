"""Every recorded rule set of every node, in both modes, line by line."""

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.conformance.rules import same_rules
from nodeport_lab.cluster.kubeproxy import iptables, nftables
from nodeport_lab.cluster.kubeproxy.tracker import Tracker
from tests.cluster.kubeproxy import recorded

CONFIG = ClusterConfig()
WRITE = {"iptables": iptables.write, "nftables": nftables.write}


@pytest.mark.parametrize("mode", WRITE)
@pytest.mark.parametrize("name", recorded.names())
def test_rules_are_those_of_kube_proxy(name, mode):
    tracker = Tracker()
    tracker.update(*recorded.objects(recorded.case(name)))
    for node in CONFIG.nodes:
        ruleset = WRITE[mode](tracker.ports(node.name), node, CONFIG)
        ruleset.check()
        assert same_rules(mode, ruleset.text(), recorded.rules(name)[mode][node.name]) is None
