"""The editor's files against the cluster: checked while they are typed, and applied.

What was checked need not be tried once more when it is applied. Whoever calls holds ``shelf.alone(visitor)``.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, NamedTuple

from django.conf import settings

from nodeport_lab.cluster.kubectl.apply import File
from nodeport_lab.cluster.kubectl.apply import apply as kubectl_apply
from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.lab import problems, workbench
from nodeport_lab.lab.actions import appliable
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import Refusal
from nodeport_lab.lab.models import Workspace
from nodeport_lab.lab.workbench import Files


def check(workspace: Workspace, files: Files) -> list[dict[str, Any]]:
    """The problems that an apply would meet; nothing is applied, nothing logged."""
    cluster = shelf.take(workspace)
    trial = _tried(workspace, cluster, files)
    shelf.put(workspace, cluster)
    return problems.as_json(trial.printed.problems, files, workbench.language())


def apply(workspace: Workspace, files: Files) -> Printed:
    """Apply the editor's files. They are kept as typed whatever comes of it, unless another tab was faster.

    What changes nothing, be it wrong or applied already, is no action of the log: there would be nothing to undo.
    """
    try:
        appliable(files)
        cluster = shelf.take(workspace)
        trial = _tried(workspace, cluster, files)
        shelf.put(workspace, cluster)
        if not trial.changes:
            workbench.keep(workspace, files)
            return trial.printed
        return workbench.perform(workspace, {"type": "apply", "files": files}, files).printed or trial.printed
    except Exception as error:
        if not (isinstance(error, Refusal) and error.code == "conflict"):
            workbench.keep(workspace, files)
        raise


class _Trial(NamedTuple):
    """What an apply would print, and whether it would change anything, at one revision of a workspace."""

    revision: int
    files: Files
    printed: Printed
    changes: bool


_trials: OrderedDict[str, _Trial] = OrderedDict()


def _tried(workspace: Workspace, cluster: Cluster, files: Files) -> _Trial:
    """Applies the files to a fork of the API server."""
    trial = _trials.get(workspace.pk)
    if trial is not None and trial.revision == workspace.revision and trial.files == files:
        return trial
    fork = cluster.api.fork()
    before = fork.version
    printed = kubectl_apply([File(file["name"], file["text"]) for file in files], fork)
    trial = _trials[workspace.pk] = _Trial(workspace.revision, files, printed, fork.version != before)
    while len(_trials) > settings.TRIALS_KEPT:
        _trials.popitem(last=False)
    return trial
