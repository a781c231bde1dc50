"""kube-proxy in iptables mode (pkg/proxy/iptables/proxier.go).

rules.py       the rule language: types, and their iptables-save text
matches.py     its matches
targets.py     its targets
names.py       chains by name; those of a Service's port are hashed
static.py      what is there before the first Service
part.py        what one port adds: rules in the dispatch chains, and chains of its own
cluster_ip.py  node_port.py  external_ip.py  load_balancer.py
               the rules that meet traffic to each kind of address, refusals included
external.py    the chain that traffic from outside goes through: masquerade, and who is exempt from policy Local
balance.py     the chains that choose an endpoint, with affinity, and those that rewrite the destination to it
writer.py      all of it together: write(ports, node, config)
"""

from nodeport_lab.cluster.kubeproxy.iptables.writer import write

__all__ = ["write"]
