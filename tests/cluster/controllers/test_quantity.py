from fractions import Fraction

import pytest

from nodeport_lab.cluster.controllers.quantity import quantity, scheduled_amount


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("500m", Fraction(1, 2)),
        ("1.5", Fraction(3, 2)),
        ("64Mi", 64 * 2**20),
        ("1e3", 1000),
        ("2k", 2000),
        (3, 3),
    ],
)
def test_quantities(text, value):
    assert quantity(text) == value


def test_the_scheduler_rounds_up():
    assert scheduled_amount("cpu", "0.0001") == 1
    assert scheduled_amount("memory", "1Ki") == 1024


def test_what_is_no_quantity_raises():
    with pytest.raises(ValueError):
        quantity("lots")
