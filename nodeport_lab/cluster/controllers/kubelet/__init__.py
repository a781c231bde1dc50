"""The kubelet of every node: it turns a pod that was bound to its node into running containers, and says how they do.

- ``sockets``: where containers listen.
"""

from nodeport_lab.cluster.controllers.kubelet.sockets import Socket, listening

__all__ = ["Socket", "listening"]
