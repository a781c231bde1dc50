"""The front door: a whole simulated cluster, its time, its snapshot, its traces.

- ``cluster``: Cluster: actions in, outcomes out. ``actions``: which actions there are. ``terminal``: lines that are typed.
- ``clock``, ``engine``: simulated time; who is woken by what. ``moments``: what happened when.
- ``proxies``: every node's kube-proxy and its rules. ``connections``: what kernels remember between requests.
- ``world``, ``requests``: what a packet meets, and what is asked. ``snapshot``, ``choices``: the state as JSON.
"""
