"""What apps above the lab may hear of. Who listens must be quick, and cannot make what happened fail.

``changed(workspace)``: it has a new revision. ``told(workspace, text, failed)``: kubectl or a program printed this for its learner.
"""

from __future__ import annotations

from django.dispatch import Signal

from nodeport_lab.lab.models import Workspace

changed = Signal()
told = Signal()

_MAX_TEXT = 500


def tell(workspace: Workspace, status: int, stdout: str, stderr: str) -> None:
    """Somebody was told this; of a long text the beginning. Not of those who look over a shoulder."""
    if not workspace.readonly:
        text = (stderr or stdout).strip()[:_MAX_TEXT]
        told.send_robust(sender=None, workspace=workspace, text=text, failed=status != 0)
