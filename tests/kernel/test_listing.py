"""The printed rules are what the kernel prints: loaded and listed again, they have not changed."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from nodeport_lab.cluster.conformance.rules import same_rules
from tests.kernel.clusters import NODES, clusters

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
def test_rules_of_generated_clusters(layout, mode):
    @settings(
        max_examples=20,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(clusters())
    def check(cluster):
        ruleset = cluster.rules(mode)[NODES[0]]
        ruleset.check()
        layout.load(NODES[0], mode, ruleset.text())
        listed = layout.listed(NODES[0], mode)
        assert same_rules(mode, ruleset.text(), listed) is None
        said = [line for line in listed.splitlines() if not line.startswith("#")]
        assert ruleset.text().splitlines() == said

    check()
