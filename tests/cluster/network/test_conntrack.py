"""What a kernel remembers of flows."""

from hypothesis import assume, given
from hypothesis import strategies as st

from nodeport_lab.cluster.network.conntrack import Conntrack, entries, established, fresh
from nodeport_lab.cluster.network.packet import Flow

FLOW = Flow("TCP", "203.0.113.10", 51324, "192.168.1.101", 30080)
NAT = fresh(FLOW).with_destination("10.1.0.5", 80).with_source("192.168.1.101", 40000)

addresses = st.integers(1, 250).map(lambda last: f"10.0.0.{last}")
ports = st.integers(1, 65535)
flows = st.builds(Flow, st.sampled_from(["TCP", "UDP", "SCTP"]), addresses, ports, addresses, ports)


@given(flows, addresses, ports, addresses, ports)
def test_answers_find_their_connection_whatever_was_rewritten(flow, to, to_port, by, by_port):
    table = Conntrack({})
    connection, state = table.track("node1", flow, "request")
    assert (connection, state) == (fresh(flow), "NEW")
    assert connection is not None
    connection = connection.with_destination(to, to_port).with_source(by, by_port)
    table.store("node1", connection)
    answer = Flow(flow.protocol, to, to_port, by, by_port)
    assume(answer != flow)
    found, state = table.track("node1", answer, "reply")
    assert found is not None
    assert state == "ESTABLISHED"
    assert found.original == flow
    assert table.track("node1", flow, "request")[1] == "ESTABLISHED"


def test_what_was_rewritten():
    assert not fresh(FLOW).dnat
    assert not fresh(FLOW).snat
    assert NAT.dnat
    assert NAT.snat
    assert NAT.as_json("NEW") == {
        "state": "NEW",
        "original": {"src": "203.0.113.10:51324", "dst": "192.168.1.101:30080"},
        "reply": {"src": "10.1.0.5:80", "dst": "192.168.1.101:40000"},
    }


def test_answers_to_nothing():
    table = Conntrack({})
    assert table.track("node1", FLOW, "reply") == (None, "INVALID")
    assert table.track("node1", FLOW, "reset") == (None, "INVALID")
    udp = FLOW._replace(protocol="UDP")
    assert table.track("node1", udp, "unreachable") == (None, "INVALID")
    # A datagram could be anybody's first one.
    assert table.track("node1", udp, "reply")[1] == "NEW"


def test_icmp_errors_are_related():
    table = Conntrack({"node1": entries([established(FLOW, FLOW.reversed(), replied=False)])})
    assert table.track("node1", FLOW.reversed(), "unreachable")[1] == "RELATED"
    assert table.track("node1", FLOW, "request")[1] == "NEW"


def test_tables_are_each_nodes_own_and_forks_do_not_meet():
    table = Conntrack({"node2": entries([NAT])})
    assert table.find("node1", FLOW) is None
    assert table.find("node2", NAT.reply) == NAT
    other = table.fork()
    other.store("node1", NAT)
    assert table.find("node1", FLOW) is None
    assert other.left() == {"node1": (NAT,)}
    other.forget("node1", NAT)
    assert other.left() == {}


def test_a_changed_connection_takes_the_place_of_the_old_one():
    table = Conntrack({})
    table.store("node1", fresh(FLOW))
    table.store("node1", NAT)
    assert table.find("node1", FLOW.reversed()) is None
    assert table.left() == {"node1": (NAT,)}
