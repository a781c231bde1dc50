import pytest

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.simulation.cluster import Cluster
from tests.cluster.simulation.article import ARTICLE
from tests.cluster.simulation.services_lab import Lab


@pytest.fixture
def article():
    cluster = Cluster()
    cluster.perform(ARTICLE)
    return cluster


@pytest.fixture(params=["iptables", "nftables"])
def lab(request):
    return Lab(ClusterConfig(proxy_mode=request.param))
