import pytest

from nodeport_lab.cluster.controllers.deployment import rolling


def deployment(replicas, surge="25%", unavailable="25%", kind="RollingUpdate"):
    strategy = {"type": kind, "rollingUpdate": {"maxSurge": surge, "maxUnavailable": unavailable}}
    return {"spec": {"replicas": replicas, "strategy": strategy}}


def rs(name, size, available=None):
    return {
        "metadata": {"name": name},
        "spec": {"replicas": size},
        "status": {"availableReplicas": size if available is None else available},
    }


@pytest.mark.parametrize(
    ("replicas", "surge", "unavailable", "expected"),
    [
        (2, "25%", "25%", (1, 0)),
        (4, "25%", "25%", (1, 1)),
        (10, "30%", "30%", (3, 3)),
        (1, 0, 0, (0, 1)),
        (3, 0, "10%", (0, 1)),
        (3, 2, 5, (2, 3)),
        (0, "25%", "25%", (0, 0)),
    ],
)
def test_surge_rounds_up_and_unavailable_rounds_down(replicas, surge, unavailable, expected):
    made = deployment(replicas, surge, unavailable)
    assert (rolling.max_surge(made), rolling.max_unavailable(made)) == expected


def test_recreate_has_no_surge():
    assert rolling.max_surge(deployment(4, kind="Recreate")) == 0
    assert rolling.max_unavailable(deployment(4, kind="Recreate")) == 0


# deployment/rolling_test.go, TestDeploymentController_reconcileNewReplicaSet
@pytest.mark.parametrize(
    ("replicas", "surge", "old", "new", "expected"),
    [(10, 0, 10, 0, 0), (10, 2, 10, 0, 2), (10, 2, 5, 0, 7), (10, 2, 10, 2, 2)],
)
def test_the_new_replicaset_grows_as_far_as_the_surge_allows(replicas, surge, old, new, expected):
    sets = [rs("old", old), rs("new", new)]
    assert rolling.new_size(deployment(replicas, surge, 0), sets, new) == expected


# deployment/rolling_test.go, TestDeploymentController_reconcileOldReplicaSets and …cleanupUnhealthyReplicas
@pytest.mark.parametrize(
    ("unavailable", "old", "old_available", "new", "new_available", "expected"),
    [
        (0, 10, 10, 0, 0, {}),
        (2, 10, 10, 0, 0, {"old": 8}),
        (2, 10, 8, 0, 0, {"old": 8}),
        (2, 10, 9, 0, 0, {"old": 8}),
        (2, 8, 8, 2, 0, {}),
        (0, 8, 6, 4, 4, {"old": 6}),
        (0, 0, 0, 10, 10, {}),
    ],
)
def test_old_replicasets_shrink_as_far_as_enough_stay_available(
    unavailable, old, old_available, new, new_available, expected
):
    found = rolling.shrink_old(
        deployment(10, 2, unavailable), rs("new", new, new_available), [rs("old", old, old_available)]
    )
    assert found == expected


@pytest.mark.parametrize(
    ("replicas", "sizes", "before", "expected"),
    [
        (12, {"new": 5, "old": 5}, 10, {"new": 6, "old": 6}),
        (20, {"new": 8, "old": 2}, 10, {"new": 16, "old": 4}),
        (5, {"new": 8, "old": 2}, 10, {"new": 4, "old": 1}),
        (0, {"new": 3, "old": 2}, 5, {"new": 0, "old": 0}),
    ],
)
def test_scaling_in_the_midst_of_a_rollout_is_proportional(replicas, sizes, before, expected):
    sets = [rs(name, size) for name, size in sizes.items()]
    made = deployment(replicas, 0, 0)
    assert rolling.share(made, sets, dict.fromkeys(sizes, before)) == expected
