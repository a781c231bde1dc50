import pytest

from nodeport_lab.cluster.conformance.difference import first_difference


@pytest.mark.parametrize(
    ("ours", "recorded", "expected"),
    [
        ({"a": [1, {"b": "x"}]}, {"a": [1, {"b": "x"}]}, None),
        ({"a": 1}, {"a": 2}, "a: 1, recorded 2"),
        ({"a": 1}, {}, "a: 1, not recorded"),
        ({}, {"a": 1}, "a: missing, recorded 1"),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, "a[0].b: 1, recorded 2"),
        ([1], [1, 2], ": 1 items [1], recorded 2 [1, 2]"),
        (True, 1, ": true, recorded 1"),
        (1, 1.0, ": 1, recorded 1.0"),
        ({"ip": "10.96.0.7"}, {"ip": "<auto>"}, None),
        ({"ip": ""}, {"ip": "<auto>"}, "ip: nothing was picked"),
    ],
)
def test_first_difference(ours, recorded, expected):
    assert first_difference(ours, recorded) == expected
