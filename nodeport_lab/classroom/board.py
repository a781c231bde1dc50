"""A learner as the teacher's board shows them, in the teacher's language."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from nodeport_lab.classroom import thumbs
from nodeport_lab.classroom.models import Learner, Room
from nodeport_lab.lab.stage import last_done


def rows(room: Room, only: Collection[str] | None = None) -> list[dict[str, Any]]:
    """Everybody, or those of these ids who are in the room, in the order in which they came."""
    learners = room.learners.select_related("workspace")
    found = list(learners if only is None else learners.filter(pk__in=only))
    done = last_done([learner.workspace_id for learner in found if learner.workspace_id])
    drawings = thumbs.of([learner.workspace_id for learner in found if learner.workspace_id])
    return [
        _row(learner, done.get(learner.workspace_id or "", ""))
        | {"thumb": drawings.get(learner.workspace_id or "")}
        for learner in found
    ]


def _row(learner: Learner, did: str) -> dict[str, Any]:
    """``{id, name, here, steps, did, said, failed, acted, hand, done, troubled}``: the last three in seconds since, or null.

    ``acted`` is false until they did anything to what they were given; ``here`` whether their page was heard of lately.
    """
    workspace = learner.workspace
    steps = workspace.length - workspace.begins if workspace else 0
    seen = _since(learner.seen)
    return {
        "id": learner.pk,
        "name": learner.name,
        "here": seen is not None and seen <= settings.CLASS_AWAY,
        "steps": steps,
        "did": did,
        "said": learner.said,
        "failed": learner.failed,
        "acted": learner.acted is not None,
        "hand": _since(learner.hand),
        "done": _since(learner.done),
        "troubled": _since(learner.troubled),
    }


def _since(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, round((timezone.now() - moment).total_seconds()))
