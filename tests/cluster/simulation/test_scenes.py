"""Every fault of the syllabus can be staged, shows the symptom that it is told by, and is mended: in both proxy modes."""

from typing import Any

import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content.scenes import scenes
from nodeport_lab.content.words import LANGUAGES, why

SCENES = scenes()


def seen(cluster, look):
    """What there is to be seen, in the terms of the look."""
    if look.request is None:
        printed = cluster.perform(look.do).printed
        text = printed.stdout + printed.stderr if printed is not None else ""
        return look.condition.prints if look.condition.prints in text else text
    traced = cluster.trace(look.request)
    outcomes = traced.get("outcomes", [traced.get("problem")])
    found: dict[str, Any] = {"endings": {outcome.get("code", outcome.get("kind")) for outcome in outcomes}}
    if look.condition.pods is not None:
        found["pods"] = len({outcome["pod"] for outcome in outcomes} - {None})
    if look.condition.source is not None:
        found["source"] = {outcome["source"] for outcome in outcomes}
    return found


def wanted(look, mode):
    if look.request is None:
        return look.condition.prints
    found: dict[str, Any] = {"endings": set(look.condition.endings[mode])}
    if look.condition.pods is not None:
        found["pods"] = look.condition.pods
    if look.condition.source is not None:
        found["source"] = {look.condition.source}
    return found


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
@pytest.mark.parametrize("name", SCENES)
def test_a_fault_shows_its_symptoms_and_is_mended(name, mode):
    scene, cluster = SCENES[name], Cluster(ClusterConfig(proxy_mode=mode))
    for actions, looks in ((scene.stage, scene.symptoms), (scene.repair, scene.repaired)):
        for action in actions:
            outcome = cluster.perform(action)
            assert outcome.problem is None
            assert outcome.printed is None or outcome.printed.exit == 0, outcome.printed
        for look in looks:
            assert seen(cluster, look) == wanted(look, mode), look


def test_every_fault_of_the_syllabus_is_there_in_order():
    assert list(dict.fromkeys(name.partition("-")[0] for name in SCENES)) == [f"F{n}" for n in range(1, 25)]


@pytest.mark.parametrize("mode", ["iptables", "nftables"])
@pytest.mark.parametrize("name", SCENES)
def test_what_a_fault_ends_in_is_explained(name, mode):
    scene, cluster = SCENES[name], Cluster(ClusterConfig(proxy_mode=mode))
    for action in scene.stage:
        cluster.perform(action)
    for look in scene.symptoms:
        if look.do is not None:
            cluster.perform(look.do)
        if look.request is None:
            continue
        for branch in cluster.trace(look.request)["branches"]:
            for language in LANGUAGES:
                line = why(branch["ending"], language)
                assert "{" not in line
                assert "None" not in line
