"""The learner's pages: the door, the seat with its lab, the way back to it, and the lab that is shown to all."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nodeport_lab.classroom import attempts, links, outcomes, private, roles, rooms, work
from nodeport_lab.classroom.models import MAX_NAME, Room
from nodeport_lab.classroom.pages import entries, no_room
from nodeport_lab.classroom.questions.words import words as question_words
from nodeport_lab.classroom.words import words
from nodeport_lab.lab import visitors
from nodeport_lab.lab.errors import Refusal, refused, too_many
from nodeport_lab.lab.stage import Workspace, context, preset_told, shelf


@require_safe
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The learner's seat; for who has none yet the door. Reloading it is all that coming back takes."""
    role = roles.role(request.COOKIES, code)
    if role is None:
        # Codes are tried here: each wrong one counts.
        return no_room(request) if entries.take(request.META["REMOTE_ADDR"]) else too_many(request)
    if role.learner is None:
        return _door(request, role, "")
    learner = role.learner
    if role.room.closed:
        return private.page(
            request,
            "classroom/over.html",
            {"room": role.room, "learner": learner, "tasks": work.listed(learner)},
        )
    with shelf.alone(learner.visitor_id or ""):
        workspace = rooms.seat(learner)
        attempts.be_at(learner, None)
        return _stage(
            request,
            "classroom/seat.html",
            role.room,
            workspace,
            work.strip(request, learner)
            | {"preset": preset_told(workspace), "has_goal": outcomes.has_goal(learner)},
        )


def _door(
    request: HttpRequest, role: roles.Role, error: str, name: str = "", status: int = 200
) -> HttpResponse:
    found = {"room": role.room, "teacher": role.teacher, "error": error, "name": name, "max_name": MAX_NAME}
    return private.page(request, "classroom/door.html", found, status)


@require_POST
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a seat."""
    role = roles.role(request.COOKIES, code)
    if not entries.take(request.META["REMOTE_ADDR"]):
        return too_many(request)
    if role is None:
        return no_room(request)
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    name = request.POST.get("name", "")
    try:
        rooms.join(role.room, visitor, name)
    except Refusal as refusal:
        return _door(request, role, refusal.message, name, refusal.status)
    return HttpResponseRedirect(reverse("classroom:seat", args=[role.room.code]))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def back(request: HttpRequest, token: str) -> HttpResponse:
    """The learner's private link. The seat moves when they say so, not when something merely looks at the link."""
    learner = links.learner(token)
    if learner is None or roles.room_of(learner.room.code) is None:
        return no_room(request) if entries.take(request.META["REMOTE_ADDR"]) else too_many(request)
    address = reverse("classroom:seat", args=[learner.room.code])
    if visitors.visitor_id(request.COOKIES) == learner.visitor_id is not None:
        return HttpResponseRedirect(address)
    if request.method != "POST":
        return private.page(request, "classroom/back.html", {"room": learner.room, "learner": learner})
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    rooms.come_back(learner, visitor)
    return HttpResponseRedirect(address)


@require_safe
@never_cache
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """The lab that the teacher shows to all, live; to who is in the room."""
    role = roles.role(request.COOKIES, code)
    if role is None:
        return no_room(request) if entries.take(request.META["REMOTE_ADDR"]) else too_many(request)
    shown = role.room.shown
    workspace = roles.present(shown) if shown else None
    if workspace is None or role.room.closed or not (role.learner or role.teacher):
        return HttpResponseRedirect(reverse("classroom:seat", args=[role.room.code]))
    workspace.watched = workspace.watched_as(roles.shown_right(role.room))
    return watching(
        request,
        role.room,
        workspace,
        {"shown": shown, "named": role.room.show_name, "watcher": "seat" if role.learner else "board"},
    )


def watching(request: HttpRequest, room: Room, workspace: Workspace, more: dict[str, Any]) -> HttpResponse:
    """Somebody's lab, live, to be looked at."""
    try:
        with shelf.alone(workspace.watched):
            return _stage(request, "classroom/watch.html", room, workspace, more)
    except Refusal as refusal:
        return refused(request, refusal)


def _stage(
    request: HttpRequest, template: str, room: Room, workspace: Workspace, more: dict[str, Any]
) -> HttpResponse:
    found = context(workspace)
    found["words"] = found["words"] | question_words() | words()
    return private.page(request, template, found | {"room": room} | more)
