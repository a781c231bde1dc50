"""The word of the API server.

- ``server``: the front door: create, update, patch, delete, get, list, what changed since.
- ``scheme``, ``schema``: which kinds there are, and the types of their fields.
- ``decode``, ``zeros``, ``quantity``, ``gotime``, ``gobase64``: data into typed objects, strictly, in Go's words. ``convert``: the same
  for what a patch has made, in other words. ``spelling``: the name that was meant.
- ``defaults``: what a manifest leaves out. ``admission``: what plugins add or refuse.
- ``allocation``: ClusterIPs and nodePorts; ``carry``: what an update takes over. ``prepare``: what a strategy does before validation.
- ``validation``: every mistake, in order. ``warnings``: what is allowed but frowned upon.
- ``patch``, ``jsonpatch``, ``patching``: patches of all types, and how they are refused.
- ``bootstrap``, ``identity``, ``metadata``: what is there from the beginning; uids and names; what is the server's own.
- ``store``: the objects and the log of their changes. ``status``: how a refusal looks.
"""
