"""A node that is heard of no more, and comes back."""

from tests.cluster.simulation.building import deployment, service
from tests.cluster.simulation.engine_lab import Lab, ready


def test_a_node_that_falls_silent_is_noticed_after_its_grace_and_given_up_after_the_tolerations():
    lab = Lab().put(deployment(), service()).settle()
    start = lab.engine.now
    lab.engine.set_node("node1", up=False)
    lab.settle()
    assert lab.engine.now == start
    lab.engine.advance(39)
    assert len(lab.ready_addresses()) == 2
    lab.engine.advance(2)
    assert lab.ready_addresses() == ["10.1.1.5"]
    assert lab.events("NodeNotReady")[0] == "Node node1 status is now: NodeNotReady"
    lab.engine.advance(290)
    assert len(lab.pods()) == 2
    lab.engine.advance(20)
    assert len(lab.pods()) == 3
    assert {p["spec"]["nodeName"] for p in lab.pods() if ready(p)} == {"node2", "node3"}
    lab.engine.set_node("node1", up=True)
    lab.settle()
    assert len(lab.pods()) == 2
    assert not lab.get("nodes", "node1", "")["spec"].get("taints")


def test_a_node_that_comes_back_in_time_was_never_missed():
    lab = Lab().put(deployment(), service()).settle()
    lab.engine.set_node("node1", up=False)
    lab.engine.advance(30)
    lab.engine.set_node("node1", up=True)
    lab.engine.advance(100)
    assert lab.events("NodeNotReady") == []


def test_pods_of_a_lost_node_are_ready_again_when_it_is_back():
    lab = Lab().put(deployment(), service()).settle()
    lab.engine.set_node("node1", up=False)
    lab.engine.advance(60)
    lab.engine.set_node("node1", up=True)
    lab.settle()
    assert len(lab.ready_addresses()) == 2


def test_with_all_nodes_silent_nobody_is_evicted_until_one_is_back():
    lab = Lab().put(deployment(), service()).settle()
    for name in ("node1", "node2", "node3"):
        lab.engine.set_node(name, up=False)
    lab.engine.advance(1000)
    assert not [p for p in lab.pods() if "deletionTimestamp" in p["metadata"]]
    lab.engine.set_node("node3", up=True)
    lab.engine.advance(310)
    assert {p["spec"]["nodeName"] for p in lab.pods() if "deletionTimestamp" not in p["metadata"]} == {
        "node3"
    }
