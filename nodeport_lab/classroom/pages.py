"""Pages for everybody: a room is opened, or its code typed; the short address and its picture."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from nodeport_lab.classroom import codes, roles, rooms
from nodeport_lab.classroom.models import MAX_TITLE, Room
from nodeport_lab.lab import visitors
from nodeport_lab.lab.errors import Refusal, refused, too_many
from nodeport_lab.lab.limits import Rate
from nodeport_lab.tutorial import given

entries = Rate(settings.CLASS_ENTRIES_PER_SECOND, settings.CLASS_ENTRIES_AT_ONCE)


def no_room(request: HttpRequest) -> HttpResponse:
    """404: no room of this code; the door to try another."""
    return _index(
        request,
        404,
        _(
            "There is no room with this code. Look at it once more, or ask your teacher: the room may have been deleted."
        ),
    )


def short_address(request: HttpRequest, room: Room) -> str:
    """The address to be written on a wall, for people in any language."""
    return (settings.BASE_URL or request.build_absolute_uri("/").rstrip("/")) + reverse(
        "class_short", args=[room.code]
    )


@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """Come in with a code, open a room, or go back to one. Nobody is made a visitor of by looking."""
    return _index(request, 200, "")


def _index(request: HttpRequest, status: int, error: str) -> HttpResponse:
    visitor = visitors.visitor_id(request.COOKIES)
    taught = Room.objects.filter(teachers=visitor).order_by("-created") if visitor else []
    seats = Room.objects.filter(learners__visitor=visitor).order_by("-created") if visitor else []
    context = {
        "taught": taught,
        "account": given.account_of(visitors.known(request)),
        "seats": seats,
        "error": error,
        "code": request.GET.get("code", "")[:12],
        "max_title": MAX_TITLE,
        "days": settings.CLASS_DAYS,
    }
    return render(request, "classroom/index.html", context, status=status)


@require_POST
def open_room(request: HttpRequest) -> HttpResponse:
    """A new room, and its board."""
    visitor = visitors.arrive(request) if entries.take(request.META["REMOTE_ADDR"]) else None
    if visitor is None:
        return too_many(request)
    try:
        room = rooms.open_room(visitor, request.POST.get("title", ""))
    except Refusal as refusal:
        return refused(request, refusal)
    return HttpResponseRedirect(reverse("classroom:board", args=[room.code]))


@require_safe
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """From the code that was typed to the room."""
    if not entries.take(request.META["REMOTE_ADDR"]):
        return too_many(request)
    code = codes.read(request.GET.get("code", ""))
    if code is None:
        return _index(request, 400, _("A code has six letters."))
    return HttpResponseRedirect(reverse("classroom:seat", args=[code]))


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def short(request: HttpRequest, code: str) -> HttpResponse:
    """To the room in the visitor's language."""
    return HttpResponseRedirect(reverse("classroom:seat", args=[codes.read(code) or "-"]))


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponse:
    """The short address as a picture for a telephone's camera."""
    if not entries.take(request.META["REMOTE_ADDR"]):
        return too_many(request)
    room = roles.room_of(code)
    if room is None:
        return no_room(request)
    drawn = io.BytesIO()
    segno.make_qr(short_address(request, room), error="m").save(
        drawn, kind="svg", border=3, dark="#000", light="#fff", omitsize=True, xmldecl=False
    )
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
