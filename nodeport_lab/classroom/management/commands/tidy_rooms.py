"""``manage.py tidy_rooms``: deletes the rooms that nobody used for 30 days, with every name in them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nodeport_lab.classroom import rooms


class Command(BaseCommand):
    """Delete rooms that are past their time."""

    help = "Delete rooms that nobody used for some days, with every name in them. Run it daily."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--days."""
        parser.add_argument(
            "--days", type=int, default=settings.CLASS_DAYS, help="unused for so many days (default: 30)"
        )

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        """A room that is past its time can no longer be entered, whether this ran or not."""
        count = rooms.tidy(days)
        if options["verbosity"] > 1:
            self.stdout.write(f"{count} rooms deleted")
