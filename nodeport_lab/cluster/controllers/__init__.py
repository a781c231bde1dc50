"""The controllers: each looks at the objects that it cares for and says what should change.

- ``writes``: what a controller's sync returns.
- ``endpoints``: Services and pods into EndpointSlices (and the Endpoints of old).
- ``kubelet``: pods into running containers, on every node.
"""
