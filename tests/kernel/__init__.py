"""The printed rules, loaded into a real kernel: network namespaces laid out like the cluster, and real packets.

layout.py     the namespaces: client, router, nodes, pods, the control plane, and the wires between them
netlink.py    the two things that no tool at hand does: an accounting object, and a conntrack table emptied
sockets.py    servers that say who they are and whom they saw, and clients that note how it ended
clusters.py   generated clusters: Services, endpoints, pods, and the requests worth sending in them
"""
