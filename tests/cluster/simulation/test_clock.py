import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.simulation.clock import Clock


def rings(clock):
    out = []
    while clock.next_time() is not None:
        out.append((clock.ring(), clock.now))
    return out


def test_alarms_ring_in_time_and_then_in_the_order_they_were_set():
    clock = Clock()
    clock.wake("late", 2)
    clock.wake("b", 1)
    clock.wake("a", 1)
    assert rings(clock) == [("b", 1), ("a", 1), ("late", 2)]


def test_a_sleeper_has_one_alarm_the_earliest():
    clock = Clock()
    clock.wake("a", 5)
    clock.wake("a", 3)
    clock.wake("a", 4)
    assert rings(clock) == [("a", 3)]


def test_the_past_is_now():
    clock = Clock()
    clock.wake("a", 5)
    clock.ring()
    clock.wake("b", 1)
    assert rings(clock) == [("b", 5)]


def test_long_patience_does_not_keep_the_cluster_unsettled():
    clock = Clock()
    clock.wake("a", 300, settling=False)
    states = [clock.settling]
    clock.wake("a", 400)
    states.append(clock.settling)
    clock.ring()
    states.append(clock.settling)
    assert states == [False, True, False]


def test_an_empty_clock_does_not_ring():
    with pytest.raises(ValueError):
        Clock().ring()


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(0, 100), st.booleans())))
def test_every_sleeper_wakes_at_the_earliest_time_asked_for(calls):
    clock = Clock()
    for sleeper, time, settling in calls:
        clock.wake(sleeper, time, settling=settling)
    woken = dict(rings(clock))
    assert woken == {name: min(t for s, t, _ in calls if s == name) for name in {s for s, _, _ in calls}}
    assert not clock.settling
