"""The simulated cluster. Pure Python: imports no Django, does no I/O, reads no clock.

- ``source``: YAML text into documents whose every node knows its place.
- ``problem``: field paths, spans and mistakes as data.
- ``objects``, ``config``: objects in wire form; what the administrator decided.
- ``apiserver``: decode, default, validate, allocate, store: the word of the API server.
- ``controllers``: object changes in, object changes out, at simulated moments.
- ``kubeproxy``: which endpoints a node may use, and the rules that say so.
- ``network``: packets, netfilter, conntrack, the wires between; traces.
- ``kubectl``: the commands that a learner types, and what they print.
- ``simulation``: the front door: Cluster, its actions, its snapshot, its traces.
"""
