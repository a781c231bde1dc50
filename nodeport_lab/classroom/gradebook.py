"""The gradebook: learners and what they were given, with the best score of each; as a page, and for spreadsheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nodeport_lab.classroom import assignments, attempts, private, sheet, tasks
from nodeport_lab.classroom.models import Assignment, Attempt, Learner, Room

FILTERS = ("all", "missing", "late", "weak")
WEAK = 0.6  # a mean below this is worth a look


@dataclass(frozen=True, slots=True)
class Line:
    """A learner, how they stand in each column (None where it was not given to them), and the mean of what was given."""

    learner: Learner
    cells: tuple[Mapping[str, Any] | None, ...]
    mean: float | None


@dataclass(frozen=True, slots=True)
class Book:
    """The whole of it. titles: what the columns are called."""

    columns: tuple[Assignment, ...]
    titles: Mapping[str, str]
    lines: tuple[Line, ...]


def book(room: Room) -> Book:
    """Everybody and everything, in the order of coming and of giving out. Attempts whose time is up are ended first."""
    tasks.settle(room)
    columns = tuple(room.assignments.prefetch_related("learners"))
    chosen = {
        one.pk: None if one.everybody else {learner.pk for learner in one.learners.all()} for one in columns
    }
    tries: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
    for attempt in Attempt.objects.filter(assignment__room=room).order_by("number"):
        tries[attempt.learner_id, attempt.assignment_id].append(attempt)
    lines = []
    for learner in room.learners.all():
        cells = tuple(
            attempts.standing(one, tries[learner.pk, one.pk])
            if (only := chosen[one.pk]) is None or learner.pk in only
            else None
            for one in columns
        )
        lines.append(Line(learner, cells, _mean(columns, cells)))
    return Book(columns, assignments.named(columns), tuple(lines))


def _mean(columns: tuple[Assignment, ...], cells: tuple[Mapping[str, Any] | None, ...]) -> float | None:
    """Over what was begun or is past its deadline: what may still be done lowers nobody."""
    counted = [
        cell["score"] or 0.0
        for one, cell in zip(columns, cells, strict=True)
        if cell is not None and (cell["score"] is not None or one.is_over)
    ]
    return sum(counted) / len(counted) if counted else None


def chosen(found: Book, name: str, only: str, sort: str, down: bool) -> list[Line]:
    """The lines that fit, in this order: ``name``, ``mean``, ``joined`` or the id of a column. What is missing comes last."""
    lines = [line for line in found.lines if name.casefold() in line.learner.name.casefold()]
    match only:
        case "missing":
            lines = [line for line in lines if any(_is_missing(cell) for cell in line.cells)]
        case "late":
            lines = [line for line in lines if any(cell and cell["late"] for cell in line.cells)]
        case "weak":
            lines = [line for line in lines if line.mean is not None and line.mean < WEAK]
    if sort == "joined":
        return lines[::-1] if down else lines
    if sort == "name":
        return sorted(lines, key=lambda line: line.learner.name.casefold(), reverse=down)
    value = _value_of(found, sort)
    known = [(found_value, line) for line in lines if (found_value := value(line)) is not None]
    known.sort(key=lambda pair: pair[0], reverse=down)
    return [line for _, line in known] + [line for line in lines if value(line) is None]


def _is_missing(cell: Mapping[str, Any] | None) -> bool:
    return cell is not None and cell["state"] in ("new", "open", "missed")


def _value_of(found: Book, sort: str) -> Callable[[Line], float | None]:
    place = next((index for index, one in enumerate(found.columns) if one.pk == sort), None)
    if place is None:
        return lambda line: line.mean

    def value(line: Line) -> float | None:
        cell = line.cells[place]
        return None if cell is None else cell["score"]

    return value


@require_safe
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The gradebook. Sorting and choosing are in the address, so that they need no script and can be kept."""
    room = private.taught(request, code)
    found = book(room)
    name, only = request.GET.get("name", "")[:40], request.GET.get("only", "all")
    only = only if only in FILTERS else "all"
    sort, down = request.GET.get("sort", "name"), request.GET.get("down") == "1"
    if sort not in ("name", "mean", "joined", *(one.pk for one in found.columns)):
        sort = "name"
    lines = chosen(found, name, only, sort, down)

    def way(key: str) -> dict[str, Any]:
        here = sort == key
        # Scores are looked at from the best down at first, names from the first.
        turned = not down if here else key != "name"
        query = {"name": name, "only": only, "sort": key} | ({"down": "1"} if turned else {})
        return {
            "address": f"?{urlencode(query)}",
            "sorted": ("descending" if down else "ascending") if here else "none",
        }

    return private.page(
        request,
        "classroom/grades.html",
        {
            "room": room,
            "columns": [
                {
                    "assignment": one,
                    "title": found.titles[one.pk],
                    "way": way(one.pk),
                    "mean": _column(found, at),
                }
                for at, one in enumerate(found.columns)
            ],
            "lines": [
                {
                    "learner": line.learner,
                    "cells": line.cells,
                    "mean": None if line.mean is None else round(100 * line.mean),
                }
                for line in lines
            ],
            "name_way": way("name"),
            "mean_way": way("mean"),
            "name": name,
            "only": only,
            "sort": sort,
            "down": down,
            "all": len(found.lines),
        },
    )


def _column(found: Book, at: int) -> int | None:
    """The class's mean in a column, of those who began."""
    scores = [cell["score"] for line in found.lines if (cell := line.cells[at]) and cell["score"] is not None]
    return round(100 * sum(scores) / len(scores)) if scores else None


@require_safe
@never_cache
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The gradebook for a spreadsheet: for each task score, attempts, minutes, late."""
    room = private.taught(request, code)
    return sheet.answer(rows(book(room)), f"grades-{room.code}-{timezone.localdate().isoformat()}")


def rows(found: Book) -> list[list[sheet.Cell]]:
    """The table: scores in percent, times in minutes, as numbers."""
    head: list[sheet.Cell] = [_("Name"), _("Mean (%)")]
    for one in found.columns:
        title = found.titles[one.pk]
        head += [f"{title} (%)", *(f"{title}: {what}" for what in (_("attempts"), _("minutes"), _("late")))]
    table = [head]
    for line in found.lines:
        row: list[sheet.Cell] = [line.learner.name, None if line.mean is None else round(100 * line.mean, 1)]
        for cell in line.cells:
            if cell is None:
                row += [None] * 4
            elif cell["score"] is None:
                row += [None, 0, 0, None]
            else:
                minutes = round(cell["seconds"] / 60, 1)
                late = _("late") if cell["late"] else None
                row += [round(100 * cell["score"], 1), cell["attempts"], minutes, late]
        table.append(row)
    return table
