"""kube-proxy in nftables mode (pkg/proxy/nftables/proxier.go).

rules.py       the rule language: rules, chains, the table, and their text
sets.py        its named sets and maps
statements.py  what a rule is made of: matches, actions, verdicts
names.py       chains, sets and maps by name; those of a Service's port carry a hash
static.py      what is there before the first Service
part.py        what one port adds: elements of sets and maps, and chains of its own
dispatch.py    the elements: which address and port leads to which chain, or to a refusal
balance.py     the chains that choose an endpoint and rewrite the destination to it
external.py    the chain that traffic from outside goes through, and the firewall of a load balancer
writer.py      all of it together: write(ports, node, config)
"""

from nodeport_lab.cluster.kubeproxy.nftables.writer import write

__all__ = ["write"]
