"""The front door: a whole simulated cluster, its time, its snapshot, its traces.

- ``cluster``: Cluster: actions in, outcomes out. ``actions``: which actions there are. ``performing``: what each does; ``sending``: a request;
  ``outcome``: what comes of one.
- ``terminal``: lines that are typed. ``watching``: what a watch sees. ``visits``: what pods' programs wrote about requests.
- ``clock``, ``engine``: simulated time. ``concerns``: who is woken by what. ``duties``: what who is woken does.
- ``moments``: what happened when.
- ``proxies``: every node's kube-proxy and its rules. ``connections``: what kernels remember between requests.
- ``world``, ``requests``: what a packet meets, and what is asked. ``snapshot``, ``choices``: the state as JSON.
"""
