"""``manage.py check_content``: is all content whole, in both languages, and true?"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nodeport_lab.content.checking import check


class Command(BaseCommand):
    """Prints what is wrong as ``file:line: message``, and fails where anything is."""

    help = "Check lessons, exercises, glossary and links: schema, both languages, coverage of the syllabus."
    requires_system_checks: list[str] = []  # noqa: RUF012

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("only", nargs="?", default="", help="only findings whose path has this in it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 where something was found."""
        findings = [finding for finding in check() if options["only"] in str(finding.path)]
        here = Path.cwd()
        for finding in findings:
            path = os.path.relpath(finding.path, here)
            self.stdout.write(f"{path}:{finding.line}: {finding.message}")
        if findings:
            self.stderr.write(f"{len(findings)} found.")
            raise SystemExit(1)
        self.stdout.write("All content is whole.")
