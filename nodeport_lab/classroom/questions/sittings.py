"""What a teacher does with questions. Callers have checked who asks; every act says whether there was anything to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from nodeport_lab.classroom import rooms, telling
from nodeport_lab.classroom.models import Asking, Room, Sitting
from nodeport_lab.lab.errors import Refusal

MAX_QUESTIONS = 40
MAX_SECONDS = 3600
# The network takes its time: an answer that was on its way when the time ran out still counts.
GRACE = timedelta(seconds=1)


def latest(room_id: str) -> Sitting | None:
    """The room's sitting: the one that goes on, or the last that ended."""
    return Sitting.objects.select_related("current").filter(room_id=room_id).order_by("-version").first()


def present(room: Room) -> Sitting:
    """The sitting that is being prepared, or goes on; a new one where there is none."""
    for _try in range(2):
        last = latest(room.pk)
        if last is not None and last.ended is None:
            return last
        try:
            with transaction.atomic():
                return Sitting.objects.create(
                    room=room,
                    version=last.version + 1 if last else 1,
                    **({"named": last.named, "pace": last.pace, "instant": last.instant} if last else {}),
                )
        except IntegrityError:  # another tab of the teacher's was first
            continue
    raise RuntimeError("a sitting neither is nor can be made")


def past_due(asking: Asking, now: datetime | None = None) -> bool:
    """Whether the teacher's clock has run out."""
    return asking.closes is not None and (now or timezone.now()) > asking.closes + GRACE


def state(asking: Asking) -> str:
    """``waiting``, ``open``, ``closed`` or ``revealed``."""
    if asking.opened is None:
        return "waiting"
    if asking.revealed is not None:
        return "revealed"
    return "closed" if asking.closed is not None or past_due(asking) else "open"


def add(sitting: Sitting, askings: Sequence[Asking]) -> None:
    """To the end of the list."""
    with transaction.atomic():
        _locked(sitting)
        if sitting.ended or (sitting.begun and sitting.pace == Sitting.Pace.LEARNER):
            raise Refusal(409, "begun", _("Learners work through this list already. End it to make another."))
        last = sitting.askings.aggregate(last=Max("number"))["last"] or 0
        if sitting.askings.count() + len(askings) > MAX_QUESTIONS:
            raise Refusal(
                400,
                "too-many-questions",
                _("A list has room for %(most)s questions.") % {"most": MAX_QUESTIONS},
            )
        for place, asking in enumerate(askings, 1):
            asking.sitting, asking.number = sitting, last + place
        Asking.objects.bulk_create(askings)


def drop(sitting: Sitting, asking: Asking) -> bool:
    """From the list, as long as it was not asked."""
    return bool(sitting.askings.filter(pk=asking.pk, round=0).delete()[0])


def move(sitting: Sitting, asking: Asking, by: int) -> bool:
    """Up or down among those that were not asked yet."""
    with transaction.atomic():
        _locked(sitting)
        waiting = list(sitting.askings.filter(round=0))
        places = [one.pk for one in waiting]
        at = places.index(asking.pk) if asking.pk in places else -1
        if at < 0 or not 0 <= at + by < len(waiting):
            return False
        one, other = waiting[at], waiting[at + by]
        numbers = one.number, other.number
        # Numbers are unique: one steps aside.
        top = sitting.askings.aggregate(last=Max("number"))["last"]
        for changed, number in ((one, top + 1), (other, numbers[0]), (one, numbers[1])):
            Asking.objects.filter(pk=changed.pk).update(number=number)
    return True


def settle(sitting: Sitting, pace: str, named: bool, leaders: bool, instant: bool) -> None:
    """How it is asked. Once it has begun only the leader board may change: nobody is named who answered without a name."""
    with transaction.atomic():
        # Whether it has begun is known only once nobody else can begin it.
        _locked(sitting)
        changes: dict[str, object] = {"leaders": leaders and (sitting.named if sitting.begun else named)}
        if sitting.begun is None and pace in Sitting.Pace.values:
            changes |= {"pace": pace, "named": named, "instant": instant}
        _changed(sitting, **changes)


def start(sitting: Sitting, asking: Asking | None, seconds: int) -> bool:
    """Everybody sees the question, or at their own pace all of them; the clock runs where the teacher starts one."""
    now = timezone.now()
    opened = {
        "round": 1,
        "opened": now,
        "closes": now + timedelta(seconds=seconds) if seconds else None,
        "closed": None,
        "revealed": None,
    }
    with transaction.atomic():
        _locked(sitting)
        waiting = sitting.askings.filter(round=0)
        if sitting.pace == Sitting.Pace.TEACHER:
            chosen = waiting.filter(pk=asking.pk).first() if asking else waiting.first()
            if chosen is None:
                return False
            # What was left open is left for good.
            sitting.askings.filter(closed=None).exclude(round=0).update(closed=now)
            waiting.filter(pk=chosen.pk).update(**opened)
            changes: dict[str, object] = {"current": chosen, "bars": False}
        else:
            if sitting.begun or not waiting.update(**opened):
                return False
            changes = {}
        _changed(sitting, begun=sitting.begun or now, **changes)
    rooms.use(sitting.room)
    return True


def _asked(sitting: Sitting) -> list[str]:
    """What an order to the present questions is about."""
    if sitting.pace == Sitting.Pace.TEACHER:
        return [sitting.current_id] if sitting.current_id else []
    return list(sitting.askings.exclude(round=0).values_list("pk", flat=True))


def clock(sitting: Sitting, seconds: int) -> bool:
    """So many seconds from now on, or without a clock."""
    closes = timezone.now() + timedelta(seconds=min(seconds, MAX_SECONDS)) if seconds > 0 else None
    found = Asking.objects.filter(pk__in=_asked(sitting), closed=None).update(closes=closes)
    return bool(found) and _changed(sitting)


def close(sitting: Sitting) -> bool:
    """No more answers."""
    found = Asking.objects.filter(pk__in=_asked(sitting), closed=None).update(closed=timezone.now())
    return bool(found) and _changed(sitting)


def bars(sitting: Sitting, on: bool) -> bool:
    """Everybody sees how the answers are spread, and not yet which is right."""
    return sitting.bars != on and _changed(sitting, bars=on)


def again(sitting: Sitting, seconds: int) -> bool:
    """After a discussion the same question once more; what was answered before stays beside it."""
    now = timezone.now()
    closes = now + timedelta(seconds=seconds) if seconds else None
    found = Asking.objects.filter(pk=sitting.current_id, round=1, revealed=None).update(
        round=2, opened=now, closes=closes, closed=None
    )
    return bool(found) and _changed(sitting, bars=False)


def reveal(sitting: Sitting) -> bool:
    """Nobody answers any more, and everybody sees what is right, and why."""
    now = timezone.now()
    with transaction.atomic():
        Asking.objects.filter(pk__in=_asked(sitting), closed=None).update(closed=now)
        found = Asking.objects.filter(pk__in=_asked(sitting), revealed=None).update(revealed=now)
        return bool(found) and _changed(sitting, bars=True)


def end(sitting: Sitting) -> bool:
    """The questions are over; what was never asked goes."""
    now = timezone.now()
    with transaction.atomic():
        sitting.askings.filter(round=0).delete()
        sitting.askings.filter(closed=None).update(closed=now)
        found = Sitting.objects.filter(pk=sitting.pk, ended=None).update(ended=now)
        return bool(found) and _changed(sitting)


def _locked(sitting: Sitting) -> None:
    """Two tabs of the teacher's take turns."""
    fresh = Sitting.objects.select_for_update().get(pk=sitting.pk)
    sitting.begun, sitting.ended, sitting.version = fresh.begun, fresh.ended, fresh.version
    sitting.named = fresh.named


def _changed(sitting: Sitting, **changes: object) -> bool:
    """Whatever pages show is another version."""
    with transaction.atomic():
        _locked(sitting)
        sitting.version += 1
        for name, value in changes.items():
            setattr(sitting, name, value)
        sitting.save(update_fields=["version", *changes])
        telling.asked(sitting.room_id, sitting.version)
    return True
