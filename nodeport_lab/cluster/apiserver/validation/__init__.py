"""The verdict on a defaulted object: every mistake, in the order and the words of the API server.

Mirrors pkg/apis/{core,apps,networking,discovery}/validation and k8s.io/apimachinery/pkg/api/validation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.objects import Obj
from nodeport_lab.cluster.problem import Problem


@dataclass(frozen=True, slots=True)
class Context:
    """What a verdict may depend on besides the object."""

    config: ClusterConfig = field(default_factory=ClusterConfig)


def create(obj: Obj, context: Context) -> list[Problem]:
    """Every mistake of a new object (defaulted, allocated and prepared), in Kubernetes' order."""
    return []


def update(new: Obj, old: Obj, context: Context) -> list[Problem]:
    """Every mistake of a changed object, those of the change itself first, in Kubernetes' order."""
    return []
