"""A trace as the page gets it: words at every hop, and a branch that was drawn as often as it is probable."""

from random import Random

import pytest

from nodeport_lab.lab import traces


def test_the_branch_is_drawn_by_its_probability() -> None:
    luck = Random(7)
    drawn = [traces.draw([0.25, 0.0, 0.75], luck) for _ in range(4_000)]
    assert drawn.count(1) == 0
    assert drawn.count(2) / len(drawn) == pytest.approx(0.75, abs=0.03)
