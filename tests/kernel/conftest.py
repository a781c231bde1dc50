"""One layout of namespaces serves all tests here; where the machine cannot do it, they say so and are skipped."""

import pytest

from tests.kernel.clusters import pods
from tests.kernel.layout import CONFIG, Layout, Unavailable
from tests.kernel.sockets import Clients, Servers


@pytest.fixture(scope="session")
def layout():
    try:
        made = Layout()
    except Unavailable as reason:
        pytest.skip(f"NO KERNEL TESTS: {reason}")
    yield made
    made.close()


@pytest.fixture(scope="session")
def clients(layout):
    """Clients, with every pod's servers listening."""
    servers = Servers(layout)
    for pod in pods():
        place = pod.node if pod.host_network else pod.address
        for socket in pod.sockets:
            servers.listen(place, pod.name, socket.protocol, socket.address, socket.port)
    servers.listen("control-plane", "control-plane", "TCP", "0.0.0.0", CONFIG.control_plane_port)
    yield Clients(layout, servers)
    servers.close()
