"""``manage.py conformance PATH [PATH ...]``: does the simulation do what real Kubernetes was recorded to do?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nodeport_lab.cluster.conformance.runner import UnreadableError, files, judge_file


class Command(BaseCommand):
    """Prints a line for each case that differs and, last, ``N passed, N failed``."""

    help = "Compare the simulation with recorded Kubernetes behaviour (files or folders of tests/data/conformance)."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    def handle(self, *args: Any, **options: Any) -> None:
        passed = failed = 0
        unreadable = False
        for path in options["paths"]:
            try:
                for file in files(path):
                    for name, difference in judge_file(file):
                        if difference is None:
                            passed += 1
                        else:
                            failed += 1
                            self.stdout.write(f"{file.parent.name}/{file.stem} {name}: {difference}")
            except UnreadableError as error:
                unreadable = True
                self.stderr.write(str(error))
        self.stdout.write(f"{passed} passed, {failed} failed")
        if unreadable:
            sys.exit(2)
        if failed:
            sys.exit(1)
