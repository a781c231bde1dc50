"""The lab's door for the other apps: a page of theirs may have a stage (editor, drawing, player, panels) of its own.

Include ``lab/stage_styles.html``, ``lab/stage_scripts.html`` and ``lab/stage.html`` with ``context(workspace)``; what the page's
own scripts want to know of it they hear from the topics of ``static/js/lab/page.js``. Other apps import this module and
``visitors`` of the lab, and nothing else.
"""

from __future__ import annotations

from typing import Any

from nodeport_lab.lab import fields, workbench
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.models import Visitor, Workspace
from nodeport_lab.lab.words import words
from nodeport_lab.lab.workbench import Beginning, lead_on, look, make, open_for, perform, restart

__all__ = (
    "Beginning",
    "Rate",
    "Visitor",
    "Workspace",
    "context",
    "lead_on",
    "look",
    "make",
    "open_for",
    "perform",
    "restart",
    "shelf",
    "too_many",
    "words",
)


def context(workspace: Workspace) -> dict[str, Any]:
    """What the templates of the stage need; a frozen copy's stage is read-only. Whoever calls holds ``shelf.alone(visitor.pk)``."""
    return {
        "state": workbench.state(workspace),
        "readonly": workspace.frozen,
        "words": words(),
        "fields": fields.addresses(workbench.language()),
    }
