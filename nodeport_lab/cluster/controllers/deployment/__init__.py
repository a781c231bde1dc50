"""The Deployment controller: ReplicaSets per revision, and the walk from the old ones to the new.

Mirrors pkg/controller/deployment.

- ``sync``: one look at a Deployment: which ReplicaSets shall exist, with how many replicas.
- ``revisions``: which ReplicaSet belongs to the present template, revision numbers, annotations.
- ``rolling``: how many pods may come and go at once.
- ``status``: counts and conditions.
"""

from nodeport_lab.cluster.controllers.deployment.sync import reconcile

__all__ = ["reconcile"]
