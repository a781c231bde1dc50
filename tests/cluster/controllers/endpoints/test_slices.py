import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.controllers.endpoints import slices
from nodeport_lab.cluster.controllers.endpoints.slices import MANAGED_BY, SERVICE_NAME
from nodeport_lab.cluster.controllers.writes import Put, Remove
from nodeport_lab.cluster.objects import Obj


def service(**spec):
    spec = {
        "selector": {"app": "web"},
        "clusterIP": "10.96.0.9",
        "ports": [{"port": 80, "targetPort": 80, "protocol": "TCP"}],
    } | spec
    return {"metadata": {"name": "web", "namespace": "default", "uid": "u1"}, "spec": spec}


def pod(number, ready=True, terminating=False, phase="Running", ports=()):
    meta = {"name": f"web-{number}", "namespace": "default", "labels": {"app": "web"}, "uid": f"p{number}"}
    if terminating:
        meta["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    status = {"phase": phase, "conditions": [{"type": "Ready", "status": "True" if ready else "False"}]}
    if number:
        status["podIP"] = f"10.1.{number // 250}.{number % 250 + 5}"
    return {
        "metadata": meta,
        "spec": {"nodeName": "node1", "containers": [{"ports": list(ports)}]},
        "status": status,
    }


def names():
    counter = itertools.count()
    return lambda prefix: f"{prefix}{next(counter)}"


def run(svc, pods, existing=(), name=None):
    """The slices after the writes, by name."""
    state = {piece["metadata"]["name"]: piece for piece in existing}
    for write in slices.reconcile(svc, pods, list(existing), name or names()):
        if isinstance(write, Put):
            state[write.obj["metadata"]["name"]] = write.obj
        elif isinstance(write, Remove):
            del state[write.key.name]
    return list(state.values())


def addresses(pieces):
    return [[e["addresses"][0] for e in piece["endpoints"] or ()] for piece in pieces]


def test_a_service_without_pods_has_one_empty_slice():
    first = run(service(), [])
    assert addresses(first) == [[]]
    assert (first[0]["endpoints"], first[0]["ports"]) == (None, None)
    assert run(service(), [], first) == first


def test_a_slice_is_labelled_owned_and_named_after_its_service():
    (piece,) = run(service(), [pod(1)])
    meta = piece["metadata"]
    assert meta["name"] == "web-0"
    assert meta["labels"] == {MANAGED_BY: "endpointslice-controller.k8s.io", SERVICE_NAME: "web"}
    assert meta["ownerReferences"][0]["uid"] == "u1"
    assert piece["ports"] == [{"name": "", "port": 80, "protocol": "TCP"}]
    assert piece["endpoints"][0]["targetRef"] == {
        "kind": "Pod",
        "name": "web-1",
        "namespace": "default",
        "uid": "p1",
    }


@pytest.mark.parametrize(
    ("ready", "terminating", "publish", "expected"),
    [
        (True, False, False, (True, True, False)),
        (False, False, False, (False, False, False)),
        (True, True, False, (False, True, True)),
        (False, True, False, (False, False, True)),
        (False, False, True, (True, False, False)),
        (False, True, True, (True, False, True)),
    ],
)
def test_conditions(ready, terminating, publish, expected):
    (piece,) = run(service(publishNotReadyAddresses=publish), [pod(1, ready, terminating)])
    conditions = piece["endpoints"][0]["conditions"]
    assert (conditions["ready"], conditions["serving"], conditions["terminating"]) == expected


def test_pods_without_address_or_past_their_end_are_not_listed():
    assert addresses(run(service(), [pod(0), pod(1, phase="Failed"), pod(2, phase="Succeeded")])) == [[]]


def test_a_named_target_port_is_each_pods_own():
    named = service(ports=[{"port": 80, "targetPort": "http", "protocol": "TCP"}])
    pods = [
        pod(1, ports=[{"name": "http", "containerPort": 80, "protocol": "TCP"}]),
        pod(2, ports=[{"name": "http", "containerPort": 8080, "protocol": "TCP"}]),
        pod(3, ports=[{"name": "http", "containerPort": 53, "protocol": "UDP"}]),
    ]
    pieces = run(named, pods)
    assert [[p["port"] for p in (piece["ports"] or ())] for piece in pieces] == [[80], [8080], []]
    assert addresses(pieces) == [["10.1.0.6"], ["10.1.0.7"], ["10.1.0.8"]]


def test_the_placeholder_gives_way_to_the_first_endpoint():
    name = names()
    placeholder = run(service(), [], name=name)
    assert addresses(run(service(), [pod(1)], placeholder, name)) == [["10.1.0.6"]]


def test_a_full_slice_is_left_alone_and_a_new_one_takes_the_rest():
    name = names()
    first = run(service(), [pod(n) for n in range(1, 101)], name=name)
    second = run(service(), [pod(n) for n in range(1, 104)], first, name)
    assert [len(piece["endpoints"]) for piece in second] == [100, 3]
    assert second[0] is first[0]


def test_hand_written_slices_are_not_touched():
    manual = {
        "metadata": {"name": "web-manual", "labels": {SERVICE_NAME: "web"}},
        "ports": [],
        "endpoints": [],
    }
    assert run(service(), [], [manual])[0] is manual


def test_slices_of_a_service_that_was_made_anew_are_replaced():
    old = run(service(), [pod(1)])
    new = service() | {"metadata": {"name": "web", "namespace": "default", "uid": "u2"}}
    after = run(new, [pod(1)], old, lambda prefix: f"{prefix}new")
    assert [piece["metadata"]["name"] for piece in after] == ["web-new"]


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(1, 240), unique=True, max_size=230), min_size=1, max_size=4))
def test_whatever_came_before_every_pod_is_listed_once_and_nothing_else(rounds):
    name = names()
    state: list[Obj] = []
    for numbers in rounds:
        state = run(service(), [pod(n) for n in numbers], state, name)
        listed = [address for piece in addresses(state) for address in piece]
        assert sorted(listed) == sorted(pod(n)["status"]["podIP"] for n in numbers)
        assert all(len(piece["endpoints"] or ()) <= 100 for piece in state)
        assert slices.reconcile(service(), [pod(n) for n in numbers], state, name) == []
