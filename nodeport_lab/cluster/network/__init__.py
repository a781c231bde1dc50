"""The network: packets, netfilter, conntrack, the wires between; traces. Worlds in, traces out.

packet.py      a flow and a packet's kind
conntrack.py   what a kernel remembers of flows
netfilter/     evaluates kube-proxy's typed rules, both languages
places.py      what there is in a world: nodes, pods, clients, balancers
world.py       all of it together, an index of it, and the request
doors.py       what ports are called, from Services
wires.py       who gets a packet next: routing tables, the router's, the firewall
walk.py        one packet under way, and the trace being made
ends.py        senders and listeners: clients, pods, processes
kernel.py      a node: prerouting, routing, input or forward, output, postrouting
hooks.py       what stands at each of these hooks, and what becomes of a packet there
outside.py     a client's NAT, the router, the firewall, a provider's balancer
causes.py      from what happened to why
vacancies.py   why a Service has nobody to offer
endings.py     the closed set of endings
hop.py         hops, branches, traces, and their JSON
trace.py       trace(world, request)
health.py      a balancer's health check
ingress.py     an Ingress controller's table of hosts and paths
http.py        trace_http(world, request): HTTP, TLS and Ingress on top of two traces
dns.py         what names mean inside of the cluster
"""
