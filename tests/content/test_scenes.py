"""Scenes are data that says all that it has to; what it says of the cluster is proven in tests/cluster/simulation/test_faults.py."""

import pytest
import yaml

from nodeport_lab.content import scenes as module
from nodeport_lab.content.scenes import scenes

GOOD = {
    "id": "F1",
    "title": {"ja": "題", "en": "title"},
    "symptom": {"ja": "症状。", "en": "Symptom."},
    "stage": [{"type": "set-hairpin", "node": "node1", "enabled": False}],
    "symptoms": [{"request": {"to": {"address": "10.0.0.1", "port": 80}}, "endings": ["hairpin-off"]}],
    "repair": [],
    "repaired": [{"do": {"type": "advance", "seconds": 1}, "prints": ""}],
}


def read(tmp_path, data, name="F1"):
    path = tmp_path / f"{name}.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return module._scene(path)


def test_a_scene_says_what_was_written(tmp_path):
    scene = read(tmp_path, GOOD)
    assert scene.title["en"] == "title"
    (look,) = scene.symptoms
    assert look.request == {"from": "client", "protocol": "TCP", "to": {"address": "10.0.0.1", "port": 80}}
    assert look.condition.endings == {"iptables": {"hairpin-off"}, "nftables": {"hairpin-off"}}


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "F2"},
        {"more": 1},
        {"title": {"ja": "題"}},
        {"stage": [{"type": "nonsense"}]},
        {"stage": [{"type": "apply", "files": [{"name": "a.yaml"}]}]},
        {"symptoms": [{"request": {"to": {"address": "10.0.0.1", "port": 80}}, "endings": ["tired"]}]},
        {"symptoms": [{"request": {"to": {"address": "10.0.0.1", "port": 80}}, "endings": {"ipvs": []}}]},
        {"symptoms": [{"request": {"to": {"address": "10.0.0.1"}}, "endings": ["answered"]}]},
        {"symptoms": [{"do": {"type": "advance", "seconds": 1}}]},
    ],
)
def test_a_scene_that_says_something_else_is_refused(tmp_path, wrong):
    with pytest.raises(ValueError, match=r"F1\.yaml"):
        read(tmp_path, GOOD | wrong)


def test_titles_are_short_and_symptoms_one_sentence():
    for scene in scenes().values():
        assert len(scene.title["ja"]) <= 50
        assert len(scene.title["en"]) <= 60
        assert not scene.title["en"].endswith(".")
        assert not scene.title["ja"].endswith("。")
        assert scene.symptom["en"].endswith(".")
        assert scene.symptom["ja"].endswith("。")
        assert scene.stage
        assert scene.symptoms
        assert scene.repaired
