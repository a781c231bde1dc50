"""Between the views and the simulation: performs actions on workspaces, says how they stand.

Every change of a cluster goes through ``perform`` or ``run``, or through ``steps``: it is written into the log only where
nobody else was faster (``revision``). Whoever calls holds ``shelf.alone(visitor)``.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation import actions as simulation_actions
from nodeport_lab.cluster.simulation.cluster import Cluster, Outcome
from nodeport_lab.content import words
from nodeport_lab.lab import breaking, live, presets
from nodeport_lab.lab.actions import MAX_FILES, MAX_TEXT, appliable, malformed
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.labels import label
from nodeport_lab.lab.models import Action, Workspace

Files = list[dict[str, str]]


def language() -> words.Language:
    """The language of this request: ``ja`` or ``en``."""
    return "ja" if get_language() == "ja" else "en"


def keep(workspace: Workspace, files: Files) -> None:
    """What is typed is kept, applied or not."""
    writable(workspace)
    if files != workspace.files:
        workspace.files = files
        workspace.save(update_fields=["files", "changed"])


def state(workspace: Workspace) -> dict[str, Any]:
    """What the page shows: the State of ARCHITECTURE.md."""
    cluster = shelf.take(workspace)
    snapshot = cluster.snapshot()
    faults = breaking.broken(cluster)
    shelf.put(workspace, cluster)
    entries = workspace.actions.values_list("number", "brief")
    # A list: a queryset, turned round, would be asked for each entry by itself.
    log = list(entries.filter(number__lte=workspace.length).order_by("-number")[: settings.LOG_SHOWN])
    ahead = entries.filter(number__gt=workspace.length)[: settings.LOG_SHOWN]
    return {
        "workspace": workspace.name,
        "begins": workspace.begins,
        "revision": workspace.revision,
        "files": workspace.files,
        "snapshot": snapshot,
        # Somebody looks for what is broken: it is not told before they wish it.
        "faults": [] if presets.keeps_secret(workspace) else faults,
        "log": [_entry(*entry) for entry in reversed(log)],
        "ahead": [_entry(*entry) for entry in ahead],
    }


def _entry(number: int, brief: dict[str, Any]) -> dict[str, Any]:
    return {"number": number, "type": brief["type"], "label": label(brief)}


def perform(workspace: Workspace, action: dict[str, Any], files: Files | None = None) -> Outcome:
    """Do it, and log it. Raises Refusal where it is no action, where the log is full, or another tab was faster."""
    _room_for_one_more(workspace)
    cluster = shelf.take(workspace)
    check_action(cluster, action)
    # From here on it has changed: put back only with its action in the log, else it is made again.
    outcome = _performed(cluster, action)
    with transaction.atomic():
        advance(workspace, workspace.length + 1, workspace.files if files is None else files)
        # What was undone and not done again is given up for this.
        workspace.actions.filter(number__gte=workspace.length).delete()
        Action.objects.create(workspace=workspace, number=workspace.length, data=action)
    shelf.put(workspace, cluster)
    live.announce(workspace)
    return outcome


def run(workspace: Workspace, action: dict[str, Any]) -> Outcome:
    """Runs a line of the terminal, or saves what one opened. What only looked is not logged."""
    cluster = shelf.take(workspace)
    if action["type"] == "terminal":
        action = action | _newer_files(workspace, cluster, action["line"])
    outcome = _ran(cluster, action)
    if not outcome.changed:
        shelf.put(workspace, cluster)
        return outcome
    # A cluster that changed without its action in the log is not put back: it is made again from the log.
    _room_for_one_more(workspace)
    files = workspace.files
    if action["type"] == "terminal":
        files = _written(workspace, cluster)
    with transaction.atomic():
        advance(workspace, workspace.length + 1, files)
        workspace.actions.filter(number__gte=workspace.length).delete()
        Action.objects.create(workspace=workspace, number=workspace.length, data=action)
    shelf.put(workspace, cluster)
    live.announce(workspace)
    return outcome


def tried(workspace: Workspace, action: dict[str, Any]) -> Outcome:
    """What a line of the terminal would do. A cluster in which it did something is given up for it."""
    cluster = shelf.take(workspace)
    outcome = _ran(cluster, action | _newer_files(workspace, cluster, action["line"]))
    if not outcome.changed:
        shelf.put(workspace, cluster)
    return outcome


def _ran(cluster: Cluster, action: dict[str, Any]) -> Outcome:
    check_action(cluster, action)
    cluster.terminal.language = language()
    return _performed(cluster, action)


def _newer_files(workspace: Workspace, cluster: Cluster, line: str) -> dict[str, Files]:
    """The editor's files, where the terminal does not know them as they are by now."""
    if cluster.terminal.files == {file["name"]: file["text"] for file in workspace.files}:
        return {}
    if sum(len(file["text"]) for file in workspace.files) > MAX_TEXT:
        if " -f" in line:
            appliable(workspace.files)
        return {}
    return {"files": workspace.files}


def _written(workspace: Workspace, cluster: Cluster) -> Files:
    """The editor's files with those that the line wrote."""
    written = [{"name": name, "text": text} for name, text in cluster.terminal.files.items()]
    if sum(len(file["text"]) for file in workspace.files) > MAX_TEXT:
        return workspace.files
    return written[:MAX_FILES]


def writable(workspace: Workspace) -> None:
    if workspace.watched:
        raise Refusal(403, "read-only", _("This is somebody else's lab: it is looked at, not changed."))
    if workspace.frozen:
        raise Refusal(
            403,
            "read-only",
            _("This is a shared copy that stays as it is. Try it yourself to change things."),
        )


def _room_for_one_more(workspace: Workspace) -> None:
    writable(workspace)
    if workspace.length >= settings.MAX_ACTIONS:
        raise Refusal(
            400,
            "log-full",
            _("This workspace has seen %(count)s actions, and that is all it can hold. Undo some to go on.")
            % {"count": settings.MAX_ACTIONS},
        )


def check_action(cluster: Cluster, action: dict[str, Any]) -> None:
    try:
        simulation_actions.check(action, frozenset(node.name for node in cluster.config.nodes))
    except ValueError as error:
        raise malformed() from error


def _performed(cluster: Cluster, action: dict[str, Any]) -> Outcome:
    try:
        outcome = cluster.perform(action)
    except ValueError as error:
        raise malformed() from error
    if outcome.problem is not None:
        raise impossible(outcome.problem)
    return outcome


def reveal(workspace: Workspace) -> None:
    """The fault that it began with is told from now on."""
    writable(workspace)
    workspace.revealed = True
    Workspace.objects.filter(pk=workspace.pk).update(revealed=True)


def impossible(problem: Problem) -> Refusal:
    """400: well said, but not to be done in this cluster; in the cluster's own words."""
    return Refusal(
        400, "impossible", _("That cannot be done in this cluster: %(reason)s") % {"reason": problem.message}
    )


def expect(workspace: Workspace, revision: Any) -> None:
    """The page acted on the revision that it saw: refused with the present state where that is an older one."""
    if revision is not None and revision != workspace.revision:
        raise conflict(workspace)


def conflict(workspace: Workspace) -> Refusal:
    """409: somebody else was faster; here is how things stand."""
    return Refusal(
        409,
        "conflict",
        _(
            "This workspace was changed in another tab. The picture now shows its present state; your text is kept."
        ),
        state=state(workspace),
    )


def advance(workspace: Workspace, length: int, files: Files) -> None:
    """The next revision, unless another process took it."""
    mine = Workspace.objects.filter(pk=workspace.pk, revision=workspace.revision)
    revision = workspace.revision + 1
    if not mine.update(revision=revision, length=length, files=files, changed=timezone.now()):
        workspace.refresh_from_db()
        raise conflict(workspace)
    workspace.revision, workspace.length, workspace.files = revision, length, files
