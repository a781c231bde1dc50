"""The failure finder: for a request that fails, one look after another, and the first that explains it.

- ``case``: what is asked, whom it is meant for, where it ended. ``finding``: what a look finds.
- ``entrance``, ``pods``: the six looks that everybody should take in order: firewall, nodePort; endpoints, readiness, targetPort,
  bind address.
- ``further``: what those six do not see: addresses, policies, nodes, kernels; ``balancer``: what stands in front of them. ``ingress``: what stands above TCP.
- ``finder``: all of them in order.

Every look computes its own facts from the objects and the places. Which of those that found something stops *this* request is
told by the trace, so that something else that is wrong as well is said, and not blamed.
"""

from nodeport_lab.cluster.simulation.diagnosis.finder import Diagnosis, diagnose
from nodeport_lab.cluster.simulation.diagnosis.finding import Finding

__all__ = ["Diagnosis", "Finding", "diagnose"]
