from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.controllers import meta
from nodeport_lab.cluster.controllers.podhash import ALPHABET


@settings(deadline=None)
@given(st.integers(0, 10**8))
def test_stamps_read_back(second):
    assert meta.seconds(meta.stamp(second)) == second


def test_generated_names_are_different_of_the_alphabet_and_not_too_long():
    names = meta.Names(3)
    made = [names("web-") for _ in range(500)]
    assert len(set(made)) == 500
    assert all(len(name) == 9 and set(name[4:]) <= set(ALPHABET) for name in made)
    assert len(names("x" * 80)) == 63
