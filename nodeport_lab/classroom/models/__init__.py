"""What is kept of a class. All of it goes with the room.

- ``room``: Room, and Learner, a seat in it.
"""

from nodeport_lab.classroom.models.room import MAX_NAME, MAX_SAID, MAX_TASK, MAX_TITLE, Learner, Room

__all__ = ["MAX_NAME", "MAX_SAID", "MAX_TASK", "MAX_TITLE", "Learner", "Room"]
