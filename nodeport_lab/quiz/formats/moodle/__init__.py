"""Moodle XML: multichoice, numerical, shortanswer, matching, ordering, cloze; truefalse is read as a choice.

export     our questions as a quiz of Moodle's
arrival    a quiz of Moodle's as drafts of ours
"""

from nodeport_lab.quiz.formats.moodle.arrival import read
from nodeport_lab.quiz.formats.moodle.export import write

__all__ = ["read", "write"]
