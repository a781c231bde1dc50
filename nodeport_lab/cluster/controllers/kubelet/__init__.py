"""The kubelet of every node: it turns a pod that was bound to its node into running containers, and says how they do.

- ``agent``: one look at one pod, whatever the reason. ``starting``: from its network to its last container.
- ``watching``: probes and restarts of a running pod. ``equipment``: what every kubelet has at hand.
- ``life``: what a node remembers of a pod. ``status``: what it tells the API server.
- ``sockets``: where containers listen. ``probes``: whether and when a probe's answer counts.
- ``images``: whether an image can be had. ``addresses``: which pod gets which address.
"""

from nodeport_lab.cluster.controllers.kubelet.agent import Kubelets
from nodeport_lab.cluster.controllers.kubelet.sockets import Socket, listening

__all__ = ["Kubelets", "Socket", "listening"]
