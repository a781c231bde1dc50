"""The judge of packets cases finds differences, and finds none in what was recorded."""

import copy
import json
from pathlib import Path

import pytest

from nodeport_lab.cluster.conformance.packets import judge

FOLDER = Path(__file__).parents[2] / "data" / "conformance" / "packets"
FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_traces_are_what_was_observed(path):
    assert judge(json.loads(path.read_text(encoding="utf-8")), FOLDER) is None


@pytest.mark.parametrize(
    "wrong",
    [
        ["refused"],
        [{"reply": "web-1", "source": "192.168.1.101", "destination": "10.1.0.5:80"}],
        [
            {"reply": "web-1", "source": "203.0.113.10", "destination": "10.1.0.5:80"},
            {"reply": "web-2", "source": "192.168.1.101", "destination": "10.1.1.5:80"},
        ],
        [],
    ],
)
def test_another_set_of_outcomes_is_a_difference(wrong):
    case = copy.deepcopy(json.loads((FOLDER / "nodeport-basic.json").read_text(encoding="utf-8")))
    case["observed"]["nftables"][0] = wrong
    found = judge(case, FOLDER)
    assert found is not None
    assert found.startswith("nftables: client -> 192.168.1.101:30080 TCP")


def test_with_affinity_one_of_the_possible_pods_was_seen():
    case = json.loads((FOLDER / "session-affinity.json").read_text(encoding="utf-8"))
    case["observed"]["iptables"][0] = [
        {"reply": "web-4", "source": "192.168.1.101", "destination": "10.1.2.5:80"}
    ]
    assert judge(case, FOLDER) is not None
