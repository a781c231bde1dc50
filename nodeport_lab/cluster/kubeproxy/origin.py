"""Why a rule exists: the field of the Service that made kube-proxy write it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The cause of a rule, of a map element or of a set element.

    service:  ``namespace/name``
    port:     name of the Service's port, ``""`` where it has none
    field:    path within the Service, e.g. ``spec.ports[0].nodePort``
    endpoint: ``address:port`` where the rule is about one endpoint
    """

    service: str
    port: str
    field: str
    endpoint: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """As the browser gets it."""
        return {"service": self.service, "port": self.port, "field": self.field, "endpoint": self.endpoint}
