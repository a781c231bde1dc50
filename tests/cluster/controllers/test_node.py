import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.controllers import node
from nodeport_lab.cluster.controllers.writes import Again, Delete
from tests.cluster.controllers.writing import stored
from tests.cluster.simulation.building import pod, pod_spec


def nodes(count, silent):
    config = ClusterConfig.with_nodes(count)
    made = [node.register(entry, config, 0.0) for entry in config.nodes]
    return [stored(node.lost(obj, [], 40.0))[0] if i < silent else obj for i, obj in enumerate(made)]


def given_up(found):
    return [
        obj["metadata"]["name"]
        for obj in found
        if any(taint["effect"] == "NoExecute" for taint in obj["spec"].get("taints") or ())
    ]


# node_lifecycle_controller.go ComputeZoneState: more than two, and 55 % of them.
@pytest.mark.parametrize(
    ("count", "silent", "expected"), [(3, 1, 1), (3, 2, 2), (3, 3, 0), (5, 3, 0), (10, 3, 3), (1, 1, 0)]
)
def test_how_many_nodes_are_given_up(count, silent, expected):
    assert len(given_up(stored(node.give_up(nodes(count, silent), 40.0)))) == expected


@pytest.mark.parametrize(
    ("tolerations", "now", "leaves"),
    [
        ([], 0.0, True),
        ([{"operator": "Exists", "tolerationSeconds": 300}], 299.0, False),
        ([{"operator": "Exists", "tolerationSeconds": 300}], 300.0, True),
        ([{"operator": "Exists"}], 10_000.0, False),
        ([{"key": "other", "operator": "Exists"}], 0.0, True),
    ],
)
def test_when_a_pod_has_to_leave(tolerations, now, leaves):
    taint = {"key": node.UNREACHABLE, "effect": "NoExecute", "timeAdded": "2026-01-01T00:00:00Z"}
    writes = node.evict(
        {"spec": {"taints": [taint]}}, [pod("p", "node1", pod_spec(tolerations=tolerations))], now
    )
    assert any(isinstance(write, Delete) for write in writes) is leaves
    assert all(not write.settling for write in writes if isinstance(write, Again))
