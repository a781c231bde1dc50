"""Who is where: all that the pages of a step work with."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from nodeport_lab.content.lessons.model import Lesson, Step
from nodeport_lab.lab.stage import Visitor, Workspace
from nodeport_lab.tutorial import lessons
from nodeport_lab.tutorial.models import Progress


class Scene(NamedTuple):
    """A learner at a step of a lesson, in a workspace. elsewhere: where its steps are read, if not in the tutorial itself:
    given out by a teacher, to be graded.
    """

    visitor: Visitor
    lesson: Lesson
    step: Step
    known: Progress
    workspace: Workspace
    elsewhere: Callable[[str], str] | None = None

    @property
    def graded(self) -> bool:
        """Whether the work is graded: then nobody plays the solution."""
        return self.elsewhere is not None

    def address(self, step: str) -> str:
        """Where a step is read."""
        return self.elsewhere(step) if self.elsewhere else lessons.address(self.lesson, step)
