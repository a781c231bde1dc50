"""What a learner may call a resource type."""

import pytest

from nodeport_lab.cluster.apiserver import scheme
from nodeport_lab.cluster.kubectl import resources


@pytest.mark.parametrize(
    "word", ["deploy", "deployment", "deployments", "Deployment", "deployments.apps", "deployments.v1.apps"]
)
def test_finds_a_type_by_every_name(word):
    assert resources.find(word) is scheme.kind("apps/v1", "Deployment")


def test_knows_no_type_of_another_group():
    assert resources.find("deploy.batch") is None
    assert resources.find("nope") is None


def test_takes_the_preferred_version():
    assert resources.of_name("horizontalpodautoscalers").version == "v2"
    hpa = resources.find("hpa")
    assert hpa is not None
    assert hpa.version == "v2"
    assert scheme.kind("autoscaling/v1", "HorizontalPodAutoscaler") is not None


def test_a_category_is_several_types():
    names = [resource.name for resource in resources.category("all")]
    assert names[:3] == ["pods", "replicationcontrollers", "services"]
    assert "configmaps" not in names
