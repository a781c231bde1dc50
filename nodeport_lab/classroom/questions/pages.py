"""The learner's page of live questions, and the same by plain requests: for browsers without WebSocket, and without scripts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nodeport_lab.classroom import private, roles, telling
from nodeport_lab.classroom.models import Asking, Learner, Vote
from nodeport_lab.classroom.questions import cards, personal, sittings, votes
from nodeport_lab.classroom.questions.words import words
from nodeport_lab.lab import drawing
from nodeport_lab.lab.errors import Refusal, too_much
from nodeport_lab.quiz.views import language

_LONGEST = 9  # digits of a number in an address


def _seated(request: HttpRequest, code: str) -> Learner:
    """The learner who asks. To who is not in the room nothing is there."""
    role = roles.role(request.COOKIES, code)
    if role is None or role.learner is None:
        raise Http404
    return role.learner


def _number(given: str) -> int:
    return int(given) if given.isdigit() and len(given) <= _LONGEST else 0


@require_safe
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """What is asked now, by itself on a page."""
    role = roles.role(request.COOKIES, code)
    if role is None or role.learner is None or role.room.closed:
        return HttpResponseRedirect(reverse("classroom:seat", args=[code]))
    return _page(request, role.learner)


def _page(request: HttpRequest, learner: Learner, error: str = "", status: int = 200) -> HttpResponse:
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    now = personal.personal(learner, language(), _number(request.GET.get("number", "")), token)
    context = {
        "room": learner.room,
        "learner": learner,
        "now": now,
        "error": error,
        "words": drawing.words() | words(),
    }
    return private.page(request, "classroom/live/page.html", context, status)


@require_safe
@never_cache
def now(request: HttpRequest, code: str) -> HttpResponse:
    """How things stand for this learner, as the socket would tell it."""
    learner = _seated(request, code)
    return JsonResponse(personal.personal(learner, language(), _number(request.GET.get("number", ""))))


@require_POST
@never_cache
def answer(request: HttpRequest, code: str, asking: str, round: int) -> HttpResponse:
    """Takes an answer by a plain request: from a form without scripts, or where there is no socket."""
    learner = _seated(request, code)
    by_script = "application/json" in request.headers.get("Accept", "")
    try:
        if not votes.rate.take(learner.pk):
            raise too_much()
        if learner.room.closed:
            raise Refusal(403, "room-closed", _("This class is over."))
        vote = votes.cast(learner, asking, round, request.POST)
    except Refusal as refusal:
        return refusal.response() if by_script else _page(request, learner, refusal.message, refusal.status)
    telling.voted(learner.room_id)
    if by_script:
        return JsonResponse({"mine": cards.mine("open", vote, language())})
    return HttpResponseRedirect(_after(learner, vote))


def _after(learner: Learner, vote: Vote) -> str:
    """Where a form without scripts leads: told at once, to the same question; else to what comes."""
    address = reverse("classroom:question", args=[learner.room.code])
    sitting = vote.asking.sitting
    if sitting.instant and sitting.pace == "learner":
        numbers = list(sitting.askings.exclude(round=0).values_list("pk", flat=True))
        return f"{address}?number={numbers.index(vote.asking_id) + 1}"
    return address


@require_safe
@never_cache
def proof(request: HttpRequest, code: str, asking: str) -> HttpResponse:
    """The packet that proves the answer; to nobody but the teacher before the answer is told."""
    role = roles.role(request.COOKIES, code)
    if role is None:
        raise Http404
    found = Asking.objects.select_related("sitting").filter(pk=asking, sitting__room=role.room).first()
    if found is None or not (_is_told(found, role.learner) or (role.teacher and found.round)):
        raise Http404
    return HttpResponse(cards.proof(found.pk, language()))


def _is_told(asking: Asking, learner: Learner | None) -> bool:
    if learner is None:
        return False
    if sittings.state(asking) == "revealed":
        return True
    sitting = asking.sitting
    at_once = sitting.instant and sitting.pace == "learner"
    return at_once and Vote.objects.filter(asking=asking, learner=learner).exists()
