"""Mirrors SetDefaults_Deployment and SetDefaults_ReplicaSet in pkg/apis/apps/v1/defaults.go."""

from __future__ import annotations

from nodeport_lab.cluster.apiserver.defaults.pod import template
from nodeport_lab.cluster.objects import Obj


def deployment(obj: Obj) -> None:
    """Fills in a Deployment in place."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    template(spec.setdefault("template", {}))
    strategy = spec.setdefault("strategy", {})
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", "25%")
        rolling.setdefault("maxSurge", "25%")
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    obj.setdefault("status", {})


def replica_set(obj: Obj) -> None:
    """Fills in a ReplicaSet in place."""
    spec = obj.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    template(spec.setdefault("template", {}))
    obj.setdefault("status", {}).setdefault("replicas", 0)
