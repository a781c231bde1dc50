"""What is kept of a class. All of it goes with the room.

- ``room``: Room, and Learner, a seat in it.
- ``thumb``: Thumb, the small drawing of a cluster.
- ``assignments``: Assignment, what is given out to be graded, and Attempt, what a learner made of it.
- ``asking``: Sitting, Asking and Vote: questions put to everybody, live.
"""

from nodeport_lab.classroom.models.asking import Asking, Sitting, Vote
from nodeport_lab.classroom.models.assignments import MAX_HEADING, MAX_NOTE, Assignment, Attempt
from nodeport_lab.classroom.models.room import MAX_NAME, MAX_SAID, MAX_TASK, MAX_TITLE, Learner, Room
from nodeport_lab.classroom.models.thumb import Thumb

__all__ = [
    "MAX_HEADING",
    "MAX_NAME",
    "MAX_NOTE",
    "MAX_SAID",
    "MAX_TASK",
    "MAX_TITLE",
    "Asking",
    "Assignment",
    "Attempt",
    "Learner",
    "Room",
    "Sitting",
    "Thumb",
    "Vote",
]
