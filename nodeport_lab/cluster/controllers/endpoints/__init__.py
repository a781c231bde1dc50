"""From Services and pods to endpoints.

- ``ports``: which port of a pod a Service's targetPort means.
- ``members``: which pods count, and in what condition.
- ``slices``: the EndpointSlice controller: desired endpoints against the slices that exist.
- ``mirroring``: slices from hand-written Endpoints, for Services without selector.
- ``mirror``: the Endpoints object of old, which ``kubectl get endpoints`` still shows.
"""
