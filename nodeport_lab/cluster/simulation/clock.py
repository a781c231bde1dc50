"""Simulated time: who is to be woken when. The same calls in the same order give the same wakings, always."""

from __future__ import annotations

import heapq
from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(slots=True)
class _Alarm:
    time: float
    sequence: int
    settling: bool


class Clock:
    """An alarm for each sleeper, at most one; alarms of the same moment ring in the order in which they were set."""

    def __init__(self) -> None:
        self.now = 0.0
        self._heap: list[tuple[float, int, Hashable]] = []
        self._alarms: dict[Hashable, _Alarm] = {}
        self._sequence = 0
        self._settling = 0

    @property
    def settling(self) -> bool:
        """True while an alarm is set that the cluster does not count as settled before."""
        return self._settling > 0

    def wake(self, sleeper: Hashable, time: float, *, settling: bool = True) -> None:
        """Set the sleeper's alarm. An alarm that rings earlier stays, a later one is moved forward."""
        time = max(time, self.now)
        alarm = self._alarms.get(sleeper)
        if alarm is not None:
            if settling and not alarm.settling:
                alarm.settling = True
                self._settling += 1
            if alarm.time <= time:
                return
            alarm.time = time
        else:
            alarm = self._alarms[sleeper] = _Alarm(time, 0, settling)
            self._settling += settling
        self._sequence += 1
        alarm.sequence = self._sequence
        heapq.heappush(self._heap, (time, self._sequence, sleeper))

    def next_time(self) -> float | None:
        """When the next alarm rings, or None."""
        while self._heap:
            time, sequence, sleeper = self._heap[0]
            alarm = self._alarms.get(sleeper)
            if alarm is not None and alarm.sequence == sequence:
                return time
            heapq.heappop(self._heap)
        return None

    def ring(self) -> Hashable:
        """Move on to the next alarm, and return who is woken by it."""
        if self.next_time() is None:
            raise ValueError("no alarm is set")
        time, _, sleeper = heapq.heappop(self._heap)
        self.now = time
        self._settling -= self._alarms.pop(sleeper).settling
        return sleeper
