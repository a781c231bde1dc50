"""``manage.py tidy``: forgets visitors who looked in once and never did anything."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from nodeport_lab.lab.models import EMBEDDED, REMOVED, Visitor, Workspace


class Command(BaseCommand):
    """Delete what nobody will miss."""

    help = "Delete visitors whose workspaces hold nothing but the example and were not touched for some days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--days."""
        parser.add_argument("--days", type=int, default=7, help="untouched for so many days (default: 7)")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        """A workspace at the revision with which it began was never changed; what was typed moves ``changed``.

        Frames elsewhere are for a sitting, and what was put away is for second thoughts: both go once they were left alone.
        Shared copies stay: their links are in other people's pages.
        """
        before = timezone.now() - timedelta(days=days)
        left = Workspace.objects.filter(purpose__in=(EMBEDDED, REMOVED), changed__lt=before)
        worked_on = Workspace.objects.filter(visitor=OuterRef("pk"), revision__gt=F("begins"))
        idle = Visitor.objects.alias(touched=Max("workspaces__changed"))
        # Who never came to the lab has no workspace that could tell.
        idle = idle.filter(Q(touched__lt=before) | Q(touched=None, created__lt=before))
        for relation in Visitor._meta.related_objects:
            # What another app keeps of a visitor (their progress, their answers, their account) is theirs too.
            if relation.related_model is not Workspace:
                kept = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
                idle = idle.exclude(Exists(kept))
        count = left.delete()[0] + idle.exclude(Exists(worked_on)).delete()[0]
        if options["verbosity"] > 1:
            self.stdout.write(f"{count} rows deleted")
