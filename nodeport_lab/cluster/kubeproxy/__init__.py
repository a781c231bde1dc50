"""kube-proxy: which endpoints a node may use, and the rules that say so. Objects in, rules out; it never traces.

origin.py        which field of which Service a rule is there for
net.py           IPv4 networks as rules name them
serviceport.py   a port of a Service, typed, from the Service object (pkg/proxy/serviceport.go)
endpoint.py      an endpoint, typed, from EndpointSlices (pkg/proxy/endpoint.go, endpointslicecache.go)
topology.py      which endpoints count for which traffic on this node (pkg/proxy/topology.go)
iptables/        rules.py: the typed rule language and its iptables-save text; the rest writes rules in it
nftables/        rules.py: the typed rule language and its nft text; the rest writes rules in it
"""
