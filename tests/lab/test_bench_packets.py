"""What the bench measures is there to be measured; how long it takes is no matter of a test."""

import pytest

from nodeport_lab.lab import bench_packets


@pytest.mark.parametrize("mode", bench_packets.MODES)
def test_rules_and_a_trace_of_many_services(mode):
    row = bench_packets.growth(3, mode)
    assert (row.services, row.mode) == (3, mode)
    assert min(row.first, row.change, row.trace) > 0


def test_a_trace_of_the_introduction():
    assert bench_packets.article_trace(1) > 0
