import pytest

from nodeport_lab.cluster.controllers import claims
from nodeport_lab.cluster.controllers.replicaset import is_active
from nodeport_lab.cluster.controllers.writes import Put

STRANGER = {"kind": "Job", "name": "j", "uid": "j"}


def rs(selector=None, **meta):
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": "web-abc", "uid": "r", **meta},
        "spec": {"selector": {"matchLabels": {"app": "web"}} if selector is None else selector},
    }


def pod(name, app="web", owners=(), phase="Running", **meta):
    meta |= {"name": name, "labels": {"app": app}}
    if owners:
        meta["ownerReferences"] = list(owners)
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": {}, "status": {"phase": phase}}


OURS = {"kind": "ReplicaSet", "name": "web-abc", "uid": "r", "controller": True}


def names(objs):
    return [obj["metadata"]["name"] for obj in objs]


@pytest.mark.parametrize(
    ("held", "orphans", "claimed", "written"),
    [
        ([pod("a", owners=[OURS])], [], ["a"], {}),
        ([pod("a", "other", owners=[OURS])], [], [], {"a": None}),
        ([pod("a", "other", owners=[STRANGER, OURS])], [], [], {"a": ["j"]}),
        ([pod("a", "other", owners=[OURS], phase="Failed")], [], [], {}),
        ([pod("a", "other", owners=[OURS], deletionTimestamp="now")], [], [], {}),
        ([pod("a", owners=[OURS], deletionTimestamp="now")], [], ["a"], {}),
        ([], [pod("a")], ["a"], {"a": ["r"]}),
        ([], [pod("a", owners=[STRANGER])], ["a"], {"a": ["j", "r"]}),
        ([], [pod("a", owners=[{**OURS, "controller": False}])], ["a"], {"a": ["r"]}),
        ([], [pod("a", "other")], [], {}),
        ([], [pod("a", phase="Succeeded")], [], {}),
        ([], [pod("a", deletionTimestamp="now")], [], {}),
    ],
)
def test_what_is_let_go_and_what_is_taken(held, orphans, claimed, written):
    kept, writes = claims.claim(rs(), held, orphans, is_active)
    assert names(kept) == claimed
    puts = [write for write in writes if isinstance(write, Put)]
    assert len(puts) == len(writes)
    owners = {
        write.obj["metadata"]["name"]: [o["uid"] for o in write.obj["metadata"]["ownerReferences"]]
        if "ownerReferences" in write.obj["metadata"]
        else None
        for write in puts
    }
    assert owners == written


def test_who_is_being_deleted_changes_nothing():
    dying = rs(deletionTimestamp="now")
    held = [pod("a", owners=[OURS]), pod("b", "other", owners=[OURS])]
    assert claims.claim(dying, held, [pod("c")]) == (held[:1], [])


def test_an_empty_selector_takes_nobody():
    assert claims.claim(rs({}), [], [pod("a")]) == ([], [])


def test_expressions_count():
    selector = {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]}
    kept, _ = claims.claim(rs(selector), [], [pod("a"), pod("b", "other")])
    assert names(kept) == ["b"]


@pytest.mark.parametrize(
    ("old", "new", "news"),
    [
        (None, pod("a"), True),
        (None, pod("a", "other"), False),
        (None, pod("a", owners=[OURS]), False),
        (pod("a"), pod("a"), False),
        (pod("a", "other"), pod("a"), True),
        (pod("a", owners=[OURS]), pod("a"), True),
        (pod("a", "other"), pod("a", deletionTimestamp="now"), False),
    ],
)
def test_what_wakes_somebody_who_may_take_it(old, new, news):
    assert claims.is_news(rs(), old, new) is news
