"""What a provider's balancer learns by asking the nodes: a health check is a request like any other."""

from __future__ import annotations

from nodeport_lab.cluster.network.trace import trace
from nodeport_lab.cluster.network.world import Balancer, Request, World


def healthy(world: World, balancer: Balancer, node: str, port: int) -> bool:
    """True where ``port`` of ``node`` answers the balancer's check, and says that all is well.

    For policy Local the port is the Service's healthCheckNodePort, else kube-proxy's own (10256); who calls keeps the clock.
    """
    found = world.map.node[node]
    request = Request(balancer.address, found.address, port)
    if any(branch.ending.code != "answered-by-process" for branch in trace(world, request).branches):
        return False
    heard = [socket for socket in found.sockets if socket.hears("TCP", found.address, port)]
    return bool(heard) and heard[0].healthy
