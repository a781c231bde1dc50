"""Which endpoints count: one row for each situation, as in pkg/proxy/topology_test.go."""

from typing import Any

import pytest

from nodeport_lab.cluster.kubeproxy.endpoint import endpoints
from nodeport_lab.cluster.kubeproxy.serviceport import port_infos
from nodeport_lab.cluster.kubeproxy.topology import categorize, same_everywhere
from tests.cluster.kubeproxy.build import endpoint, service, slice_of

HERE, THERE = "node1", "node2"
READY = {"ready": True, "serving": True, "terminating": False}
LEAVING = {"ready": False, "serving": True, "terminating": True}
GONE = {"ready": False, "serving": False, "terminating": True}
NOT_READY = {"ready": False, "serving": False, "terminating": False}
CLUSTER: dict[str, Any] = {}
EXTERNAL_LOCAL = {"externalTrafficPolicy": "Local"}
INTERNAL_LOCAL = {
    "internalTrafficPolicy": "Local",
    "type": "ClusterIP",
    "ports": [{"port": 80, "protocol": "TCP"}],
}
BOTH_LOCAL = {"internalTrafficPolicy": "Local", "externalTrafficPolicy": "Local"}


def usable(policy, *items, zone="", node=HERE):
    [info] = port_infos(service(**policy))
    found = endpoints([slice_of("web", *items)]).get(("", "tcp"), ())
    return categorize(found, info, node, zone)


def numbers(found):
    return [int(endpoint.address.rsplit(".", 1)[1]) for endpoint in found]


def at(number, node, conditions, hints=None):
    return endpoint(f"10.1.0.{number}", node, hints=hints, **conditions)


ROWS = [
    # Title; policy; number, node and conditions of each endpoint; then what is expected of Usable, field by field.
    ("no endpoints", CLUSTER, [], [], [], [], False),
    ("all ready", CLUSTER, [(1, HERE, READY), (2, THERE, READY)], [1, 2], [], [1, 2], True),
    ("one not ready", CLUSTER, [(1, HERE, NOT_READY), (2, THERE, READY)], [2], [], [2], True),
    ("none ready", CLUSTER, [(1, HERE, NOT_READY), (2, THERE, NOT_READY)], [], [], [], False),
    (
        "a ready one beats those that leave",
        CLUSTER,
        [(1, HERE, LEAVING), (2, THERE, READY)],
        [2],
        [],
        [2],
        True,
    ),
    (
        "all leave",
        CLUSTER,
        [(1, HERE, LEAVING), (2, THERE, LEAVING), (3, HERE, GONE)],
        [1, 2],
        [],
        [1, 2],
        True,
    ),
    ("none even serves", CLUSTER, [(1, HERE, GONE), (2, THERE, GONE)], [], [], [], False),
    ("local has one", EXTERNAL_LOCAL, [(1, HERE, READY), (2, THERE, READY)], [1, 2], [1], [1, 2], True),
    ("local has none", EXTERNAL_LOCAL, [(2, THERE, READY)], [2], [], [2], True),
    (
        "local leaves, others ready",
        EXTERNAL_LOCAL,
        [(1, HERE, LEAVING), (2, THERE, READY)],
        [2],
        [1],
        [1, 2],
        True,
    ),
    (
        "local ready beats local leaving",
        EXTERNAL_LOCAL,
        [(1, HERE, LEAVING), (2, HERE, READY)],
        [2],
        [2],
        [2],
        True,
    ),
    (
        "all of local leave",
        EXTERNAL_LOCAL,
        [(1, HERE, LEAVING), (2, THERE, LEAVING)],
        [1, 2],
        [1],
        [1, 2],
        True,
    ),
    (
        "local neither ready nor leaving",
        EXTERNAL_LOCAL,
        [(1, HERE, NOT_READY), (2, THERE, READY)],
        [2],
        [],
        [2],
        True,
    ),
    ("internal local only", INTERNAL_LOCAL, [(1, HERE, READY), (2, THERE, READY)], [], [1], [1], True),
    ("internal local, none here", INTERNAL_LOCAL, [(2, THERE, READY)], [], [], [], True),
    ("internal local, none anywhere", INTERNAL_LOCAL, [(2, THERE, NOT_READY)], [], [], [], False),
    ("internal local, leaving elsewhere", INTERNAL_LOCAL, [(2, THERE, LEAVING)], [], [], [], True),
    ("both local", BOTH_LOCAL, [(1, HERE, READY), (2, THERE, READY)], [1, 2], [1], [1, 2], True),
]


@pytest.mark.parametrize(
    ("policy", "items", "cluster", "local", "reachable", "anywhere"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_endpoints_that_count(policy, items, cluster, local, reachable, anywhere):
    found = usable(policy, *(at(*item) for item in items))
    assert (numbers(found.cluster), numbers(found.local), numbers(found.reachable), found.anywhere) == (
        cluster,
        local,
        reachable,
        anywhere,
    )


def zones(*names):
    return {"forZones": [{"name": name} for name in names]}


def nodes(*names, zone="a"):
    return {"forNodes": [{"name": name} for name in names], "forZones": [{"name": zone}]}


@pytest.mark.parametrize(
    ("hints", "zone", "expected"),
    [
        ([zones("a"), zones("b")], "a", [1]),
        ([zones("a"), zones("b")], "b", [2]),
        ([zones("a", "b"), zones("b")], "b", [1, 2]),
        ([zones("a"), zones("b")], "c", [1, 2]),
        ([zones("a"), zones("b")], "", [1, 2]),
        ([zones("a"), None], "a", [1, 2]),
        ([nodes(HERE), nodes(THERE)], "a", [1]),
        ([nodes(THERE), nodes(THERE)], "a", [1, 2]),
        ([nodes(THERE), nodes(THERE, zone="b")], "b", [2]),
        ([nodes(HERE), zones("a")], "a", [1, 2]),
    ],
)
def test_hints_count_where_every_ready_endpoint_has_one_and_one_is_for_here(hints, zone, expected):
    items = [
        at(number, node, READY, hint) for number, node, hint in zip((1, 2), (HERE, THERE), hints, strict=True)
    ]
    assert numbers(usable(CLUSTER, *items, zone=zone).cluster) == expected


def test_hints_of_endpoints_that_are_not_ready_do_not_count():
    items = [at(1, HERE, READY, zones("a")), at(2, THERE, NOT_READY), at(3, THERE, READY, zones("b"))]
    assert numbers(usable(CLUSTER, *items, zone="a").cluster) == [1]


def test_local_traffic_takes_no_hints():
    items = [at(1, HERE, READY, zones("b")), at(2, THERE, READY, zones("a"))]
    found = usable(EXTERNAL_LOCAL, *items, zone="a")
    assert (numbers(found.cluster), numbers(found.local), numbers(found.reachable)) == ([2], [1], [1, 2])


def test_an_address_counts_once_and_rather_as_local():
    items = [at(1, THERE, READY), at(1, HERE, READY), at(2, THERE, READY)]
    found = usable(EXTERNAL_LOCAL, *items)
    assert (numbers(found.cluster), numbers(found.local)) == ([1, 2], [1])
    assert numbers(usable(EXTERNAL_LOCAL, *items, node="node3").local) == []


@pytest.mark.parametrize(
    ("policy", "items", "shared"),
    [
        (CLUSTER, [at(1, HERE, READY), at(2, THERE, READY)], True),
        (EXTERNAL_LOCAL, [at(1, HERE, READY)], False),
        (CLUSTER, [at(1, HERE, READY, zones("a"))], False),
        (CLUSTER, [at(1, HERE, READY), at(1, THERE, READY)], False),
    ],
)
def test_shared_by_all_nodes_only_where_no_node_can_differ(policy, items, shared):
    [info] = port_infos(service(**policy))
    assert same_everywhere(endpoints([slice_of("web", *items)])["", "tcp"], info) is shared
