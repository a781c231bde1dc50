"""A situation is a value with a name of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodeport_lab.compare.manifests import KINDS
from nodeport_lab.compare.situations import BREAKS, FAULTS, Situation

SITUATIONS = st.builds(
    Situation,
    st.sampled_from(KINDS),
    speech=st.sampled_from(["http", "tcp", "udp"]),
    tls=st.booleans(),
    services=st.integers(1, 5),
    provider=st.sampled_from(["balancer", "vip", "none"]),
    controller=st.booleans(),
    door=st.sampled_from(["LoadBalancer", "NodePort"]),
    local=st.booleans(),
    inside=st.booleans(),
    faults=st.frozensets(st.sampled_from(FAULTS)),
    settled=st.booleans(),
    port=st.none() | st.integers(1, 65535),
    node_port=st.none() | st.integers(1, 65535),
)


@given(SITUATIONS)
def test_its_name_says_all_of_it(situation):
    assert Situation.from_id(situation.id) == situation


@given(
    st.text(max_size=60)
    | st.sampled_from(KINDS).flatmap(lambda kind: st.text(max_size=40).map(lambda more: f"{kind}~{more}"))
)
def test_any_other_text_is_refused(text):
    try:
        found = Situation.from_id(text)
    except ValueError:
        return
    assert found.id == text


@pytest.mark.parametrize(
    "text",
    ["nodeport~tls=2", "nodeport~services=9", "nodeport~services=x", "nodeport~port=0", "nodeport~faults=fire", "nodeport~tls=1~tls=1",
     "nodeport~tls=0", "nodeport~kind=ingress", "", "gateway"],
)  # fmt: skip
def test_nonsense_is_refused(text):
    with pytest.raises(ValueError):
        Situation.from_id(text)


def test_udp_has_no_tls():
    found = Situation.of("nodeport", BREAKS)
    assert (found.speech, found.tls) == ("udp", False)
