"""Whatever manifest was ever recorded: the cluster takes it, settles, and can be drawn and traced."""

import json
from pathlib import Path

import pytest

from nodeport_lab.cluster.simulation.cluster import Cluster

FOLDER = Path(__file__).parents[2] / "data/conformance/admission"
FILES = sorted(path.name for path in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", FILES)
def test_the_controllers_live_with_whatever_the_api_server_accepts(name):
    for case in json.loads((FOLDER / name).read_text(encoding="utf-8")):
        cluster = Cluster()
        for step in case["steps"]:
            outcome = cluster.perform(
                {"type": "apply", "files": [{"name": "m.yaml", "text": step["manifest"]}]}
            )
            assert outcome.printed is not None
            assert outcome.printed.exit == step["exit"], case["name"]
        cluster.advance(100)
        shot = cluster.snapshot()
        assert json.loads(json.dumps(shot)) == shot
        for door in shot["to"][:6]:
            to = {"address": door["address"], "port": door["port"]}
            cluster.trace({"from": "client", "to": to, "protocol": door["protocol"]})
