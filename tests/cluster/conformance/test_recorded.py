"""Everything that was recorded from a real Kubernetes, file by file."""

from pathlib import Path

import pytest

from nodeport_lab.cluster.conformance.runner import files, judge_file

DATA = Path(__file__).parents[2] / "data" / "conformance"


@pytest.mark.parametrize("path", files(DATA), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_simulation_does_what_was_recorded(path):
    differences = {v.name: v.difference for v in judge_file(path) if v.difference is not None}
    assert differences == {}
