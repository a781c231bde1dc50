"""What is kept of a class. All of it goes with the room.

- ``room``: Room, and Learner, a seat in it.
- ``asking``: Sitting, Asking and Vote: questions put to everybody, live.
- ``thumb``: Thumb, the small drawing of a cluster.
"""

from nodeport_lab.classroom.models.asking import Asking, Sitting, Vote
from nodeport_lab.classroom.models.room import MAX_NAME, MAX_SAID, MAX_TASK, MAX_TITLE, Learner, Room
from nodeport_lab.classroom.models.thumb import Thumb

__all__ = [
    "MAX_NAME",
    "MAX_SAID",
    "MAX_TASK",
    "MAX_TITLE",
    "Asking",
    "Learner",
    "Room",
    "Sitting",
    "Thumb",
    "Vote",
]
