"""The teacher's pages of live questions: the list and what is done with it, and the wall. Orders are plain forms.

``add {item, seed}``, ``drop {asking}``, ``move {asking, by}``, ``settle {pace, named, leaders, instant}``, ``start {asking, seconds}``,
``clock {seconds}``, ``close``, ``bars {on}``, ``again {seconds}``, ``reveal``, ``end``. Those that a second click must not repeat carry the
``version`` that the teacher saw.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nodeport_lab.classroom import desk, private, rooms
from nodeport_lab.classroom.models import Asking, Room, Sitting
from nodeport_lab.classroom.pages import short_address
from nodeport_lab.classroom.questions import cards, picking, sittings, tallies
from nodeport_lab.classroom.questions.votes import question_of
from nodeport_lab.classroom.questions.words import words
from nodeport_lab.lab import drawing, visitors
from nodeport_lab.lab.actions import malformed
from nodeport_lab.lab.errors import Refusal, too_much
from nodeport_lab.quiz.views import language

SECONDS = (20, 30, 45, 60, 90, 120, 180, 300)
_ONCE = {"start", "close", "bars", "again", "reveal", "end"}


@require_safe
@never_cache
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """The list, what is asked now, and what may be chosen."""
    room = private.taught(request, code)
    rooms.use(room)
    if room.closed:
        return HttpResponseRedirect(reverse("classroom:board", args=[room.code]))
    return _ask(request, room)


def _ask(request: HttpRequest, room: Room, error: str = "", status: int = 200) -> HttpResponse:
    context = _context(room) | {"error": error, "seconds": SECONDS, "address": short_address(request, room)}
    context |= {"room": room, "words": drawing.words() | words()}
    context |= _choice(request, room)
    return private.page(request, "classroom/live/ask.html", context, status)


def _context(room: Room) -> dict[str, Any]:
    sitting, says = sittings.present(room), language()
    asked = cards.wall(room, says) | {"server_now": cards.milliseconds()}
    waiting = [
        {"asking": one, "prompt": question_of(one).prompt[says], "kind": question_of(one).kind}
        for one in sitting.askings.filter(round=0)
    ]
    context: dict[str, Any] = {"sitting": sitting, "now": asked, "waiting": waiting, "on": cards.on(sitting)}
    asking = asked.get("asking")
    if asking is not None:
        context |= {
            "right": tallies.rightly(asking),
            "groups": tallies.histogram(asking, says, True),
            "people": tallies.people(asking) if sitting.named else None,
            "state": asked["state"],
        }
    elif asked.get("rows"):
        first = asked["rows"][0]["asking"]
        context |= {"far": tallies.far(sitting) if sitting.named else None, "state": sittings.state(first)}
    return context


def _choice(request: HttpRequest, room: Room) -> dict[str, Any]:
    says = language()
    topic, text = request.GET.get("topic", "")[:10], request.GET.get("q", "")[:100]
    bank = request.GET.get("bank", "")[:22]
    wanted = bool(topic or text.strip() or bank)
    return {
        "topics": picking.topics(says),
        "banks": picking.banks(room),
        "topic": topic,
        "text": text,
        "bank": bank,
        "found": picking.listed(room, topic, text, bank, says) if wanted else None,
        "most": picking.LISTED,
        "query": request.GET.urlencode(),
    }


@require_safe
@never_cache
def wall(request: HttpRequest, code: str) -> HttpResponse:
    """For the projector."""
    room = private.taught(request, code)
    if room.closed:
        return HttpResponseRedirect(reverse("classroom:board", args=[room.code]))
    context = cards.wall(room, language()) | {
        "room": room,
        "address": short_address(request, room),
        "words": drawing.words() | words(),
        "server_now": cards.milliseconds(),
        "everybody": tallies.here(room.pk, 0),
    }
    return private.page(request, "classroom/live/wall.html", context)


@require_POST
@never_cache
def order(request: HttpRequest, code: str, order: str) -> HttpResponse:
    """Does what the teacher orders."""
    room = private.taught(request, code)
    try:
        if not desk.orders.take(visitors.visitor_id(request.COOKIES) or ""):
            raise too_much()
        if room.closed:
            raise Refusal(403, "room-closed", _("This class is over."))
        sitting = sittings.present(room)
        if order in _ONCE and request.POST.get("version") != str(sitting.version):
            raise Refusal(409, "changed", _("This had changed meanwhile. Here is how it stands now."))
        _carry_out(room, sitting, order, request.POST)
    except Refusal as refusal:
        return _ask(request, room, refusal.message, refusal.status)
    query = request.GET.urlencode()
    return HttpResponseRedirect(reverse("classroom:ask", args=[room.code]) + (f"?{query}" if query else ""))


def _carry_out(room: Room, sitting: Sitting, order: str, sent: Any) -> None:
    seconds = _whole(sent.get("seconds", ""), sittings.MAX_SECONDS)
    match order:
        case "add":
            sittings.add(sitting, [picking.made(room, sent.get("item", "")[:150], sent.get("seed", ""))])
        case "drop":
            sittings.drop(sitting, _asking(sitting, sent))
        case "move":
            sittings.move(sitting, _asking(sitting, sent), -1 if sent.get("by") == "up" else 1)
        case "settle":
            sittings.settle(
                sitting, sent.get("pace", ""), bool(sent.get("named")), bool(sent.get("leaders")),
                bool(sent.get("instant")),
            )  # fmt: skip
        case "start":
            sittings.start(sitting, _asking(sitting, sent) if sent.get("asking") else None, seconds)
        case "clock":
            sittings.clock(sitting, seconds)
        case "close":
            sittings.close(sitting)
        case "bars":
            sittings.bars(sitting, bool(sent.get("on")))
        case "again":
            sittings.again(sitting, seconds)
        case "reveal":
            sittings.reveal(sitting)
        case "end":
            sittings.end(sitting)
        case _:
            raise malformed()


def _whole(given: str, most: int) -> int:
    return min(int(given), most) if given.isdigit() and len(given) < 9 else 0


def _asking(sitting: Sitting, sent: Any) -> Asking:
    """The question of this id, in this room's list and in no other."""
    found = sitting.askings.filter(pk=sent.get("asking", "")[:22]).first()
    if found is None:
        raise Refusal(404, "no-question", _("This question is no longer in the list."))
    return found
