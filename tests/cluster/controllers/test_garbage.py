from nodeport_lab.cluster.controllers import garbage
from nodeport_lab.cluster.controllers.writes import Delete, Put, Remove
from nodeport_lab.cluster.objects import Key

KEY = Key("pods", "default", "p")


def owner(uid, kind="ReplicaSet", name=None):
    return {"apiVersion": "apps/v1", "kind": kind, "name": name or f"of-{uid}", "uid": uid}


def owned(*uids, **meta):
    return {"metadata": {"name": "p", "ownerReferences": [owner(uid) for uid in uids], **meta}}


def there(*uids):
    held = {Key("replicasets", "default", f"of-{uid}"): {"metadata": {"uid": uid}} for uid in uids}
    return held.get


def test_what_has_no_owner_left_goes():
    assert garbage.orphaned([(KEY, owned("a"))], there()) == [Delete(KEY)]
    assert garbage.orphaned([(KEY, owned("a", "b"))], there()) == [Delete(KEY)]
    assert garbage.orphaned([(KEY, owned("a", deletionTimestamp="now"))], there()) == []


def test_another_owner_that_is_there_keeps_it():
    (write,) = garbage.orphaned([(KEY, owned("a", "b", "c"))], there("b"))
    assert isinstance(write, Put)
    assert write.obj["metadata"]["ownerReferences"] == [owner("b")]


def test_another_of_the_same_name_is_not_the_owner():
    again = {Key("replicasets", "default", "of-a"): {"metadata": {"uid": "other"}}}
    assert garbage.orphaned([(KEY, owned("a"))], again.get) == [Delete(KEY)]


def test_an_owner_of_an_unknown_kind_is_not_said_to_be_gone():
    pod = {"metadata": {"name": "p", "ownerReferences": [owner("a"), owner("x", kind="Website")]}}
    (write,) = garbage.orphaned([(KEY, pod)], there())
    assert isinstance(write, Put)


def test_a_namespace_goes_last():
    alive = {"metadata": {"name": "shop"}}
    dying = {"metadata": {"name": "shop", "deletionTimestamp": "now"}}
    assert garbage.empty_namespace(alive, [(KEY, owned())]) == []
    assert garbage.empty_namespace(dying, [(KEY, owned())]) == [Delete(KEY)]
    assert garbage.empty_namespace(dying, []) == [Remove(Key("namespaces", "", "shop"))]
