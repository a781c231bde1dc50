"""A visitor's labs: which there are, a new one, its name, and away with it (to be had back for a while)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nodeport_lab.cluster.simulation.actions import MAX_NODES
from nodeport_lab.lab import actions, beginnings, presets, workbench
from nodeport_lab.lab.beginnings import Beginning
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.models import REMOVED, Visitor, Workspace

MAX_TITLE = 100


def address(workspace: Workspace) -> str:
    """Where the page of this lab is."""
    return f"{reverse('lab:page')}?workspace={workspace.pk}"


def owner(workspace: Workspace) -> Visitor:
    """Whose lab it is; refused where it is nobody's: a shared copy, or a frame elsewhere."""
    if workspace.visitor is None or workspace.purpose not in ("lab", REMOVED):
        raise Refusal(403, "not-yours", _("This is not one of your own labs."))
    return workspace.visitor


def mine(visitor: Visitor) -> QuerySet[Workspace]:
    """The visitor's labs, the one opened last first."""
    return visitor.workspaces.filter(purpose="lab").order_by("-opened", "-created")


def find(visitor: Visitor, wanted: str) -> Workspace | None:
    """The visitor's lab of this id."""
    return visitor.workspaces.filter(purpose="lab", pk=wanted).first()


def visit(workspace: Workspace) -> None:
    """The visitor came for this one: without saying which, they come back to it."""
    Workspace.objects.filter(pk=workspace.pk).update(opened=timezone.now())


def listed(workspace: Workspace) -> dict[str, Any]:
    """``{labs: [{id, title, opened, steps, address, current}]}``."""
    return {
        "labs": [
            {
                "id": one.pk,
                "title": title(one),
                "opened": one.opened.isoformat(),
                "steps": one.length,
                "address": address(one),
                "current": one.pk == workspace.pk,
            }
            for one in mine(owner(workspace))
        ]
    }


def title(workspace: Workspace) -> str:
    """What the visitor calls it; what it was made from, where they never said."""
    if workspace.title:
        return workspace.title
    if presets.exists(workspace.preset):
        return presets.title(workspace.preset, workbench.language())
    return _("My lab")


def room_for(visitor: Visitor) -> None:
    """Raises Refusal where a visitor has as many labs as one may have."""
    if mine(visitor).count() >= settings.MAX_LABS:
        raise Refusal(
            400,
            "too-many-labs",
            _("You have %(count)s labs, and that is all there is room for. Delete one to make another.")
            % {"count": settings.MAX_LABS},
        )


def create(workspace: Workspace, preset: Any, nodes: Any = None) -> dict[str, Any]:
    """``{address}`` of a new lab: the introduction's example, on as many nodes as wished for, or a preset (which has its own)."""
    visitor = owner(workspace)
    room_for(visitor)
    if nodes is not None and (preset is not None or type(nodes) is not int or not 1 <= nodes <= MAX_NODES):
        raise Refusal(400, "nodes", _("A cluster has 1 to %(most)s nodes.") % {"most": MAX_NODES})
    if preset is None:
        number = visitor.workspaces.filter(purpose__in=("lab", REMOVED)).count() + 1
        begins = beginnings.introduction()
        if nodes is not None:
            begins = begins._replace(settings={"nodes": nodes})
        made = beginnings.make(visitor, "lab", begins, _("Lab %(number)s") % {"number": number})
    elif isinstance(preset, str) and presets.exists(preset):
        files, log = presets.beginning(preset)
        made = beginnings.make(visitor, "lab", Beginning(files, log), preset=preset)
    else:
        raise actions.malformed()
    return {"address": address(made)}


def rename(workspace: Workspace, wanted: Any) -> dict[str, Any]:
    """``{title}``: as it is called now. Nothing gives it its first name back."""
    owner(workspace)
    if not isinstance(wanted, str) or len(wanted) > MAX_TITLE:
        raise actions.malformed()
    workspace.title = " ".join(actions.clean(wanted).split())
    Workspace.objects.filter(pk=workspace.pk).update(title=workspace.title)
    return {"title": title(workspace)}


def remove(workspace: Workspace) -> dict[str, Any]:
    """``{address}`` of the lab to go on with. It can be had back until it is tidied away."""
    visitor = owner(workspace)
    Workspace.objects.filter(pk=workspace.pk).update(purpose=REMOVED, changed=timezone.now())
    removed = visitor.workspaces.filter(purpose=REMOVED).order_by("-changed").values_list("pk", flat=True)
    Workspace.objects.filter(pk__in=list(removed[settings.REMOVED_KEPT :])).delete()
    return {"address": address(beginnings.open_for(visitor))}


def restore(workspace: Workspace) -> dict[str, Any]:
    """``{address}`` of a lab that was removed, and is there again."""
    room_for(owner(workspace))
    Workspace.objects.filter(pk=workspace.pk, purpose=REMOVED).update(purpose="lab", opened=timezone.now())
    return {"address": address(workspace)}
