"""``manage.py bench_classroom``: a full room on this machine, beside what it may take."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core import signing
from django.core.management.base import BaseCommand
from django.utils import timezone

from nodeport_lab.classroom import bench, bench_servers
from nodeport_lab.classroom.models import Learner, Room
from nodeport_lab.lab.stage import Visitor


class Command(BaseCommand):
    """Measure and print."""

    help = "Measure live questions and the board: 500 learners on two processes, and 40 on a laptop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--learners; --prepare is for the bench itself."""
        parser.add_argument("--learners", type=int, default=500, help="in the large room (default: 500)")
        parser.add_argument(
            "--prepare", type=int, default=0, help="fill a room in this database, and print who is in it"
        )

    def handle(self, *args: Any, learners: int, prepare: int, **options: Any) -> None:
        """The large room first."""
        if prepare:
            self.stdout.write(json.dumps(_filled(prepare)))
            return
        with bench_servers.scaled() as environment:
            if environment is None:
                self.stdout.write(
                    "NOT MEASURED: two processes need Debian's packages redis-server and postgresql"
                )
            else:
                self._print(bench.measure(learners, 2, environment), "two processes, PostgreSQL and Redis")
        self._print(bench.measure(40, 1, {}), "one process, SQLite")

    def _print(self, found: bench.Measured, where: str) -> None:
        self.stdout.write(f"{found.learners} learners, {where}")
        # Repairs that differ are graded by a cluster each: that is as long as it is.
        for kind, asked, taken, shown in (
            ("choice", found.choice, 5, 6),
            ("repair", found.repair, None, None),
        ):
            self._line(f"a {kind} reaches them, p95", asked.reach * 1000, 500, "ms")
            self._line(f"a {kind} reaches the last", asked.slowest * 1000, None, "ms")
            what = f"all answers taken, sent over {bench.SPREAD:.0f} s, some twice"
            self._line(what, asked.acknowledged, taken, "s")
            self._line("the teacher's page shows them all", asked.shown, shown, "s")
            right = "ok" if asked.counted == found.learners else "WRONG"
            self.stdout.write(f"{'  answers counted':<53}{asked.counted:8d}  {right}")
        self._line("all raise a hand: on the board, p95", found.board * 1000, 1000, "ms")
        self._line("all raise a hand: the last on the board", found.board_slowest * 1000, None, "ms")
        self._line("memory for one more learner", found.memory, None, "MB")

    def _line(self, what: str, value: float, limit: float | None, unit: str) -> None:
        verdict = (
            "" if limit is None else f"  limit {limit:7.2f} {unit}  {'ok' if value <= limit else 'OVER'}"
        )
        self.stdout.write(f"  {what:<51}{value:8.2f} {unit}{verdict}")


def _filled(count: int) -> dict[str, Any]:
    visitors = Visitor.objects.bulk_create([Visitor() for _ in range(count + 1)])
    room = Room.objects.create(title="Bench")
    room.teachers.add(visitors[0])
    now = timezone.now()
    Learner.objects.bulk_create(
        [
            Learner(room=room, visitor=one, name=f"Learner {n}", seen=now)
            for n, one in enumerate(visitors[1:], 1)
        ]
    )
    signer = signing.Signer(salt="nodeport_lab.visitor")
    cookies = [signer.sign(visitor.pk) for visitor in visitors]
    return {"code": room.code, "teacher": cookies[0], "learners": cookies[1:]}
