"""Private links: whoever opens one and says so gets the role, in the browser in which they are."""

from __future__ import annotations

from django.core import signing

from nodeport_lab.classroom.models import Learner, Room

_TEACHER, _LEARNER = "nodeport_lab.classroom.teacher", "nodeport_lab.classroom.learner"


def for_teacher(room: Room) -> str:
    """The end of the teacher's link."""
    return signing.Signer(salt=_TEACHER + room.key).sign(room.pk)


def for_learner(learner: Learner) -> str:
    """The end of the link by which a learner comes back."""
    return signing.Signer(salt=_LEARNER).sign(learner.pk)


def room(token: str) -> Room | None:
    """The room whose teacher's link this is; None where it is forged, or the room is gone."""
    found = Room.objects.filter(pk=token.partition(":")[0]).first()
    # A room's key is part of what signs: where it was renewed, the links of before are as good as forged.
    return found if found and _unsigned(token, _TEACHER + found.key) else None


def learner(token: str) -> Learner | None:
    """The learner whose link this is; None where it is forged, or they were removed."""
    identity = _unsigned(token, _LEARNER)
    return Learner.objects.select_related("room").filter(pk=identity).first() if identity else None


def _unsigned(token: str, salt: str) -> str | None:
    try:
        return signing.Signer(salt=salt).unsign(token)
    except signing.BadSignature:
        return None
