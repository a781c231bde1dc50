"""Every recorded rule set of every node, in both modes, line by line."""

import pytest

from nodeport_lab.cluster.conformance.rules import same_rules
from tests.cluster.kubeproxy import recorded
from tests.cluster.kubeproxy.build import CONFIG, WRITE, ruleset


@pytest.mark.parametrize("mode", WRITE)
@pytest.mark.parametrize("name", recorded.names())
def test_rules_are_those_of_kube_proxy(name, mode):
    services, slices = recorded.objects(recorded.case(name))
    for index, node in enumerate(CONFIG.nodes):
        ours = ruleset(mode, services, slices, node=index).text()
        assert same_rules(mode, ours, recorded.rules(name)[mode][node.name]) is None
