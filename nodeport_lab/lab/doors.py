"""Which workspace a request means, and by what right.

One's own, by the cookie; a frozen copy (``s.CODE``), by knowing its link; what is done in a frame elsewhere (``e.…``), by a name that
this server signed; what somebody else is doing in a class, live and only to look at (``c.…``), by a signed name that says by what
right. The last three need no cookie and read none: a browser that keeps none for frames of other sites can use
them, and nobody can act through them in somebody's name.
"""

from __future__ import annotations

from collections.abc import Callable

from nodeport_lab.lab.models import CLASS, EMBEDDED, REMOVED, Workspace

# Each says whether such a right to look at this workspace holds now: asked at every request, so that it ends at once.
watchers: list[Callable[[Workspace, str], bool]] = []


def is_open(name: str | None) -> bool:
    """Whether this names a workspace that needs no cookie."""
    return bool(name) and str(name).startswith(("s.", "e.", "c."))


def opened(name: str) -> Workspace | None:
    """The workspace that is named without a cookie; None where there is no such, or the name is forged."""
    if name.startswith("s."):
        return frozen(name)
    if name.startswith("c."):
        return watched(name)
    identity = Workspace.embedded_id(name)
    return Workspace.objects.filter(pk=identity, purpose=EMBEDDED).first() if identity else None


def frozen(name: str) -> Workspace | None:
    """The frozen copy of this name (``s.CODE.7``), at the moment that the name says; without one, at the last."""
    code, _dot, number = name.removeprefix("s.").partition(".")
    workspace = Workspace.objects.filter(share__code=code).first()
    if workspace is None or not number:
        return workspace
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return None
    if not workspace.begins <= int(number) <= workspace.length:
        return None
    workspace.length = workspace.revision = int(number)
    return workspace


def watched(name: str) -> Workspace | None:
    """The workspace that is looked at by this name, where its right still holds."""
    found = Workspace.watched_id(name)
    if found is None:
        return None
    identity, right = found
    workspace = Workspace.objects.filter(pk=identity, purpose__startswith=CLASS).first()
    if workspace is None or not any(holds(workspace, right) for holds in watchers):
        return None
    workspace.watched = name
    return workspace


def own(visitor: str, name: str | None) -> Workspace | None:
    """The visitor's own, by its id or else the lab that they opened last; one of somebody else is as if it were not there."""
    mine = Workspace.objects.filter(visitor_id=visitor)
    found = mine.filter(pk=name) if name else mine.filter(purpose="lab").order_by("-opened", "-created")
    return found.first()


def beside(workspace: Workspace) -> list[Workspace]:
    """What the same person may lay beside this one, themselves included: of a copy or a frame elsewhere, only that."""
    if workspace.visitor is None or workspace.watched:
        return [workspace]
    return list(workspace.visitor.workspaces.exclude(purpose=REMOVED).order_by("-changed"))
