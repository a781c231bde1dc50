"""The workspace of a lesson: brought to the step that is opened, begun afresh where the learner wishes."""

from __future__ import annotations

from typing import Any

from nodeport_lab.content.lessons.model import Lesson, Step
from nodeport_lab.content.lessons.playing import Played, played
from nodeport_lab.lab import stage
from nodeport_lab.lab.stage import Beginning, Visitor, Workspace
from nodeport_lab.tutorial import lessons, progress
from nodeport_lab.tutorial.models import Progress


def purpose(lesson: Lesson) -> str:
    """What its workspace is for: one for each lesson."""
    return f"{lesson.kind}:{lesson.id}"


def enter(
    visitor: Visitor, lesson: Lesson, step: Step, known: Progress, given: Workspace | None = None
) -> Workspace:
    """The workspace as this step wants it. Whoever calls holds ``shelf.alone`` and saves ``known``.

    A learner who goes on through the steps keeps what they made. Who comes from elsewhere, or left a task undone, finds the
    cluster as the lesson means it to be here. In a workspace that is ``given`` the work is graded: nobody who passed a task over
    comes back to it in the cluster that the steps after it began with, in which it would be done.
    """
    here = played(lesson)[step.id]
    row = lessons.segment(lesson, step)
    fresh = beginning(here)
    workspace = given or stage.open_for(visitor, purpose(lesson), lambda: fresh)
    known.place = step.id
    here_before = bool(known.stands) and step.id in known.stands and row[0].id == known.stands[0]
    passed_over = given is not None and known.stands[-1:] != [step.id] and not progress.is_done(step, known)
    if here_before and not passed_over:
        return workspace  # been here already, on this very cluster
    goes_on = bool(known.stands) and [one.id for one in row[:-1]] == known.stands
    if goes_on and all(progress.is_done(one, known) for one in row[:-1]):
        _lead_on(workspace, here, step)
    elif known.stands or workspace.length != len(fresh.actions):
        stage.restart(workspace, fresh)
    known.stands = [one.id for one in row]
    _came(workspace, known.of(step.id))
    return workspace


def at_hand(visitor: Visitor, lesson: Lesson, step: Step, known: Progress) -> Workspace:
    """The workspace of a step that is open already; where the lesson was never entered, as it begins."""
    if step.id not in known.stands:
        return enter(visitor, lesson, step, known)
    return stage.open_for(visitor, purpose(lesson), lambda: beginning(played(lesson)[step.id]))


def lab_of(workspace: Workspace, title: str) -> Workspace:
    """A lab that begins as this workspace is now."""
    if workspace.visitor is None:
        raise ValueError("the workspace of a lesson is somebody's")
    log = workspace.actions.filter(number__lte=workspace.length).values_list("data", flat=True)
    beginning = Beginning(workspace.files, list(log), workspace.settings, workspace.seed)
    return stage.make(workspace.visitor, "lab", beginning, title)


def afresh(workspace: Workspace, lesson: Lesson, step: Step, known: Progress) -> None:
    """The cluster as the lesson means it to be at this step; what was done in the step is forgotten."""
    stage.restart(workspace, beginning(played(lesson)[step.id]))
    known.stands = [one.id for one in lessons.segment(lesson, step)]
    own = known.of(step.id)
    for key in ("typed", "reached", "hints"):
        own.pop(key, None)
    _came(workspace, own)


def _came(workspace: Workspace, own: dict[str, Any]) -> None:
    """From here on what is done counts for the step."""
    own["since"], own["revision"] = workspace.length, workspace.revision


def _lead_on(workspace: Workspace, here: Played, step: Step) -> None:
    files = {file["name"]: dict(file) for file in workspace.files}
    done = [dict(action) for action in here.log[len(here.log) - len(step.do) :]] if step.do else []
    for action in done:
        files |= {file["name"]: dict(file) for file in action.get("files", ())}
    files |= {file["name"]: dict(file) for file in step.editor}
    if done or step.editor:
        stage.lead_on(workspace, done, list(files.values()))


def beginning(here: Played) -> Beginning:
    """How a workspace begins that is to be at this step."""
    files = [dict(file) for file in here.files]
    return Beginning(files or [{"name": "manifest.yaml", "text": ""}], [dict(action) for action in here.log])
