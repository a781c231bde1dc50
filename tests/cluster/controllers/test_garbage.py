from nodeport_lab.cluster.controllers import garbage
from nodeport_lab.cluster.controllers.writes import Delete, Put, Remove
from nodeport_lab.cluster.objects import Key

KEY = Key("pods", "default", "p")


def owned(*uids, **meta):
    return {"metadata": {"name": "p", "ownerReferences": [{"uid": uid} for uid in uids], **meta}}


def test_what_has_no_owner_left_goes():
    assert garbage.orphaned([(KEY, owned("a"))], "a", frozenset()) == [Delete(KEY)]
    assert garbage.orphaned([(KEY, owned("a", deletionTimestamp="now"))], "a", frozenset()) == []


def test_another_owner_that_lives_keeps_it():
    (write,) = garbage.orphaned([(KEY, owned("a", "b"))], "a", frozenset({"b"}))
    assert isinstance(write, Put)
    assert write.obj["metadata"]["ownerReferences"] == [{"uid": "b"}]


def test_a_namespace_goes_last():
    alive = {"metadata": {"name": "shop"}}
    dying = {"metadata": {"name": "shop", "deletionTimestamp": "now"}}
    assert garbage.empty_namespace(alive, [(KEY, owned())]) == []
    assert garbage.empty_namespace(dying, [(KEY, owned())]) == [Delete(KEY)]
    assert garbage.empty_namespace(dying, []) == [Remove(Key("namespaces", "", "shop"))]
