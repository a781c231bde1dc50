"""kube-proxy: which endpoints a node may use, and the rules that say so. Objects in, rules out; it never traces.

net.py           IPv4 networks as rules name them
origin.py        which field of which Service a rule is there for
serviceport.py   a port of a Service, typed, from the Service object (pkg/proxy/serviceport.go)
endpoint.py      an endpoint, typed, from EndpointSlices (pkg/proxy/endpoint.go, endpointslicecache.go)
topology.py      which endpoints count for which traffic on a node (pkg/proxy/topology.go)
traffic.py       what that means for traffic from inside and from outside: endpoints, REJECT or DROP
tracker.py       all Services as a node sees them; what did not change is not derived again
nodeports.py     which addresses of a node accept nodePorts
healthcheck.py   what a load balancer hears on a healthCheckNodePort
iptables/        rules.py: the typed rule language and its iptables-save text; the rest writes rules in it
nftables/        rules.py: the typed rule language and its nft text; the rest writes rules in it
"""
