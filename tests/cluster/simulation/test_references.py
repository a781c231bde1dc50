"""A pod waits for what it names, and goes on by itself once that exists."""

from tests.cluster.simulation.building import container, pod, pod_spec
from tests.cluster.simulation.engine_lab import Lab, ready

BAG = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "default"},
       "data": {"COLOR": "blue"}}  # fmt: skip


def waits(lab):
    (status,) = lab.get("pods", "web")["status"]["containerStatuses"]
    return status["state"]["waiting"]


def test_an_environment_from_a_config_map_that_does_not_exist():
    wants = container(envFrom=[{"configMapRef": {"name": "settings"}}])
    lab = Lab().put(pod("web", spec=pod_spec(wants))).settle()
    assert waits(lab) == {"reason": "CreateContainerConfigError", "message": 'configmap "settings" not found'}
    assert 'Error: configmap "settings" not found' in lab.events("Failed")
    assert lab.engine.settled
    lab.put(BAG).settle()
    assert ready(lab.get("pods", "web"))


def test_a_volume_from_a_config_map_that_does_not_exist():
    spec = pod_spec(volumes=[{"name": "v", "configMap": {"name": "settings"}}])
    lab = Lab().put(pod("web", spec=spec)).settle()
    assert waits(lab)["reason"] == "ContainerCreating"
    assert lab.events("FailedMount") == [
        'MountVolume.SetUp failed for volume "v" : configmap "settings" not found'
    ]
    assert lab.engine.settled
    lab.put(BAG).settle()
    assert ready(lab.get("pods", "web"))
