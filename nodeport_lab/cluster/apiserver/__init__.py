"""The word of the API server.

- ``server``: the front door: create, update, patch, delete, get, list, what changed since.
- ``scheme``, ``schema``: which kinds there are, and the types of their fields.
- ``decode``, ``quantity``, ``gotime``: data into typed objects, strictly, in Go's words.
- ``defaults``: what a manifest leaves out. ``admission``: what plugins add or refuse.
- ``allocation``: ClusterIPs and nodePorts; ``carry``: what an update takes over. ``prepare``: what a strategy does before validation.
- ``validation``: every mistake, in order. ``warnings``: what is allowed but frowned upon.
- ``patch``: strategic merge patches. ``store``: the objects and the log of their changes. ``status``: how a refusal looks.
"""
