"""``manage.py tidy``: forgets visitors who looked in once and never did anything."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Max
from django.utils import timezone

from nodeport_lab.lab.models import Visitor


class Command(BaseCommand):
    """Delete what nobody will miss."""

    help = "Delete visitors whose workspaces hold nothing but the example and were not touched for some days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--days."""
        parser.add_argument("--days", type=int, default=7, help="untouched for so many days (default: 7)")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        """A workspace at revision 1 was never changed; what was typed moves ``changed``."""
        before = timezone.now() - timedelta(days=days)
        idle = Visitor.objects.alias(touched=Max("workspaces__changed"), revision=Max("workspaces__revision"))
        count, _ = idle.filter(touched__lt=before, revision__lte=1).delete()
        if options["verbosity"] > 1:
            self.stdout.write(f"{count} rows deleted")
