"""The JSON of what surrounds a lab: its link, the visitor's other labs, presets, and what can be taken home."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nodeport_lab.cluster.simulation.export import export as exported
from nodeport_lab.lab import actions, asking, labs, presets, sharing, workbench
from nodeport_lab.lab.api import Answer, Body, _json, makes
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.models import Workspace


@_json("POST")
def share(workspace: Workspace, body: Body) -> Answer:
    """``{path, embed}`` of the link to how things stand, and the journey that is shown."""
    makes(workspace)
    shared = sharing.share(workspace, body.get("journey"))
    return {"code": shared.code, **links(shared.code)}


@_json("GET")
def shares(workspace: Workspace, body: Body) -> Answer:
    """The links that the visitor made."""
    made = sharing.mine(workspace.visitor) if workspace.visitor is not None and not workspace.watched else []
    return {
        "shares": [
            {
                "code": shared.code,
                "title": labs.title(shared.workspace),
                "made": when.isoformat(),
                "steps": shared.workspace.length,
                "path": reverse("share", args=[shared.code]),
            }
            for shared, when in made
        ]
    }


@_json("POST")
def revoke(workspace: Workspace, body: Body) -> Answer:
    """Take a link back."""
    code = body.get("code")
    if not isinstance(code, str) or len(code) > 10:
        raise actions.malformed()
    if workspace.visitor is None or workspace.watched:
        raise Refusal(403, "not-yours", _("This is not one of your own labs."))
    sharing.revoke(workspace.visitor, code)
    return {}


def links(code: str) -> dict[str, str]:
    """Where a frozen copy is: for people in any language, and for a frame in this one."""
    return {"path": reverse("share", args=[code]), "embed": reverse("lab:embed", args=[code])}


@_json("GET")
def export(workspace: Workspace, body: Body) -> Answer:
    """``{text}``: manifests of what a user made in the cluster."""
    return asking.look(workspace, lambda cluster: {"text": exported(cluster.api)})


@_json("GET")
def listed(workspace: Workspace, body: Body) -> Answer:
    """The visitor's labs."""
    return labs.listed(workspace)


@_json("POST")
def create(workspace: Workspace, body: Body) -> Answer:
    """A new lab, of a preset where one is named."""
    makes(workspace)
    return labs.create(workspace, body.get("preset"), body.get("nodes"))


@_json("POST")
def rename(workspace: Workspace, body: Body) -> Answer:
    """Call the lab something."""
    return labs.rename(workspace, body.get("title"))


@_json("POST")
def remove(workspace: Workspace, body: Body) -> Answer:
    """Put the lab away."""
    return labs.remove(workspace)


@_json("POST")
def restore(workspace: Workspace, body: Body) -> Answer:
    """Have a lab back that was put away."""
    return labs.restore(workspace)


@_json("GET")
def offered(workspace: Workspace, body: Body) -> Answer:
    """What a lab may begin with."""
    return {"groups": presets.offered(workbench.language())}


@_json("POST")
def reveal(workspace: Workspace, body: Body) -> Answer:
    """Tell what is broken."""
    workbench.reveal(workspace)
    return _told(workspace)


@_json("POST")
def repair(workspace: Workspace, body: Body) -> Answer:
    """Show the repair: tell what is broken, and mend it."""
    workbench.expect(workspace, body.get("revision"))
    workbench.reveal(workspace)
    for action in presets.repair(workspace.preset):
        files: Any = presets.files_of([action], workspace.files) if "files" in action else None
        workbench.perform(workspace, dict(action), files)
    return _told(workspace)


def _told(workspace: Workspace) -> Answer:
    return {"state": workbench.state(workspace), "preset": presets.told(workspace, workbench.language())}
