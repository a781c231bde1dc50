"""The teacher's pages, and what a teacher orders: JSON that is posted below the room's address, ``order/NAME``.

``lock {on}``, ``close {}``, ``delete {}``, ``rename {learner, name}``, ``remove {learner}``, ``lower {learner}``,
``show {learner or null, named}``, ``give {learners or null, preset or files, task}``, ``reopen {}``, ``renew {alone}``, and those of ``tasks``. To who is no teacher of the room it is not there.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nodeport_lab.classroom import board as rows_of
from nodeport_lab.classroom import links, private, roles, rooms, tasks, telling
from nodeport_lab.classroom.models import MAX_NAME, MAX_TASK, Learner, Room
from nodeport_lab.classroom.pages import entries, no_room, short_address
from nodeport_lab.classroom.seats import watching
from nodeport_lab.classroom.words import words
from nodeport_lab.lab import visitors
from nodeport_lab.lab.actions import malformed, too_large
from nodeport_lab.lab.errors import Refusal, too_many, too_much
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.stage import offered

orders = Rate(settings.CLASS_ORDERS_PER_SECOND, settings.CLASS_ORDERS_AT_ONCE)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def teach(request: HttpRequest, token: str) -> HttpResponse:
    """The teacher's link: this browser is the teacher's from here on, once they say so."""
    room = links.room(token)
    if room is None or roles.room_of(room.code) is None:
        return no_room(request) if entries.take(request.META["REMOTE_ADDR"]) else too_many(request)
    if request.method != "POST":
        return private.page(request, "classroom/teach.html", {"room": room})
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    room.teachers.add(visitor)
    return HttpResponseRedirect(reverse("classroom:board", args=[room.code]))


@require_safe
@never_cache
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Everybody in the room, live."""
    room = private.taught(request, code)
    rooms.use(room)
    context = {
        "room": room,
        "rows": rows_of.rows(room),
        "address": short_address(request, room),
        "link": request.build_absolute_uri(reverse("classroom:teach", args=[links.for_teacher(room)])),
        "presets": offered(),
        "words": words(),
        "days": settings.CLASS_DAYS,
        "may_reopen": rooms.may_reopen(room),
        "max_task": MAX_TASK,
        "max_name": MAX_NAME,
    }
    return private.page(request, "classroom/board.html", context)


@require_safe
@never_cache
def watch(request: HttpRequest, code: str, learner: str) -> HttpResponse:
    """A learner's lab, live, to be looked at."""
    room = private.taught(request, code)
    found = (
        room.learners.select_related("workspace", "room", "visitor", "at__workspace")
        .filter(pk=learner)
        .first()
    )
    if found is None or room.closed:
        return HttpResponseRedirect(reverse("classroom:board", args=[room.code]))
    workspace = roles.present(found) or rooms.seat(found)
    workspace.watched = workspace.watched_as(roles.teachers_right(room))
    return watching(request, room, workspace, {"learner": found})


@require_POST
@never_cache
def order(request: HttpRequest, code: str, order: str) -> HttpResponse:
    """Does what the teacher orders."""
    room = private.taught(request, code)
    try:
        if not orders.take(visitors.visitor_id(request.COOKIES) or ""):
            raise too_much()
        if room.closed and order not in ("delete", "reopen"):
            raise Refusal(403, "room-closed", _("This class is over."))
        body = _body(request)
        teacher = visitors.known(request)
        if teacher is None or not tasks.carry_out(room, teacher, order, body):
            _carry_out(room, order, body)
    except Refusal as refusal:
        return refusal.response()
    return JsonResponse({})


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except RequestDataTooBig as error:
        raise too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024) from error
    except (ValueError, RecursionError, UnreadablePostError) as error:
        raise malformed() from error
    if not isinstance(body, dict):
        raise malformed()
    return body


def _carry_out(room: Room, order: str, body: dict[str, Any]) -> None:
    match order, body:
        case "lock", {"on": bool(on)}:
            rooms.lock(room, on)
        case "close", _:
            rooms.close(room)
        case "reopen", _:
            rooms.reopen(room)
        case "delete", _:
            rooms.delete(room)
        case "rename", {"learner": learner, "name": str(name)}:
            rooms.rename(_learner(room, learner), name)
        case "remove", {"learner": learner}:
            rooms.remove(_learner(room, learner))
        case "lower", {"learner": learner}:
            found = _learner(room, learner)
            Learner.objects.filter(pk=found.pk).update(hand=None)
            telling.lowered(found)
        case "show", {"learner": None}:
            rooms.show(room, None, True)
        case "show", {"learner": learner, "named": bool(named)}:
            rooms.show(room, _learner(room, learner), named)
        case "give", {"learners": None, "task": str(task)}:
            _give(room, list(_with_labs(room)), body, task)
        case "give", {"learners": list(wanted), "task": str(task)} if (
            len(wanted) <= settings.CLASS_MAX_LEARNERS
        ):
            _give(room, [_learner(room, one) for one in wanted], body, task)
        case _:
            raise malformed()


def _give(room: Room, learners: list[Learner], body: dict[str, Any], task: str) -> None:
    beginning, preset = rooms.beginning(body)
    rooms.give(room, learners, beginning, preset, task)


def _with_labs(room: Room) -> Any:
    return room.learners.select_related("workspace", "visitor", "room")


def _learner(room: Room, identity: Any) -> Learner:
    """The learner of this id, in this room and in no other."""
    found = _with_labs(room).filter(pk=identity).first() if isinstance(identity, str) else None
    if not isinstance(found, Learner):
        raise Refusal(404, "no-learner", _("This learner is no longer in the room."))
    return found
