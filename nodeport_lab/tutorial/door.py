"""The tutorial's door for the apps above it: where a lesson is, how much of it somebody has done, and when that changes."""

from __future__ import annotations

from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Lesson
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.tutorial import progress
from nodeport_lab.tutorial.hearing import progressed
from nodeport_lab.tutorial.lessons import address

__all__ = ("Lesson", "address", "catalogue", "progressed", "share")


def share(visitor: Visitor, lesson: Lesson) -> float:
    """How much of a lesson is behind somebody: 0 to 1."""
    return progress.share(progress.of(visitor, lesson), lesson)
