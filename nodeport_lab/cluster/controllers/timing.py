"""How long things take, in one table. What Kubernetes fixes is Kubernetes' own; the rest are honest orders of magnitude.

=====================  =======  ==========================================================================
field                  seconds  where it comes from
=====================  =======  ==========================================================================
controller             0.01     a watch event reaches a controller, and it looks
scheduling             0.02     one scheduling cycle and the binding
kubelet                0.03     the kubelet's watch
sandbox                0.25     network namespace and address of a pod (CNI)
pull                   1.5      an image that the node does not have yet
pull_check             0.4      imagePullPolicy Always, though the node has the image: asks the registry only
start                  0.15     create and start one container
stop                   0.5      a process that obeys SIGTERM
endpoints              0.05     the endpoint controllers, per Service
proxy_first            0.1      kube-proxy's watch and sync on the first node …
proxy_step             0.05     … and this much later on each further node, at most ``proxy_spread`` in all
proxy_spread           1.0
proxy_min_sync         1.0      kube-proxy --iptables-min-sync-period, --nftables-min-sync-period
provider               5.0      a cloud or MetalLB makes a load balancer
health_check           10.0     a balancer gives up on a node: two checks missed, five seconds apart
node_grace             40.0     kube-controller-manager --node-monitor-grace-period
node_back              1.0      a node's first heartbeat after it came back
eviction               300.0    tolerationSeconds that admission gives every pod (read from the pod itself)
crash_backoff          10.0     kubelet: doubled at every restart, at most ``backoff_max``
image_backoff          10.0     kubelet: doubled at every failed pull, at most ``backoff_max``
backoff_max            300.0
reference_retry        10.0     kubelet: until it looks again for a ConfigMap or Secret that was not there
namespace              0.1      the namespace controller's look
=====================  =======  ==========================================================================
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """The table above as values."""

    controller: float = 0.01
    scheduling: float = 0.02
    kubelet: float = 0.03
    sandbox: float = 0.25
    pull: float = 1.5
    pull_check: float = 0.4
    start: float = 0.15
    stop: float = 0.5
    endpoints: float = 0.05
    proxy_first: float = 0.1
    proxy_step: float = 0.05
    proxy_spread: float = 1.0
    proxy_min_sync: float = 1.0
    provider: float = 5.0
    health_check: float = 10.0
    node_grace: float = 40.0
    node_back: float = 1.0
    crash_backoff: float = 10.0
    image_backoff: float = 10.0
    backoff_max: float = 300.0
    reference_retry: float = 10.0
    namespace: float = 0.1


DEFAULT = Timing()
