"""Pages of the quiz for learners. Every page is a plain page; htmx only puts the result where the question was."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nodeport_lab.content.questions.grading import Unanswerable
from nodeport_lab.content.questions.points import points
from nodeport_lab.content.words import Language
from nodeport_lab.lab import drawing, visitors
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import (
    catalogue,
    choosing,
    diagnosis,
    lessons,
    mastery,
    memory,
    picture,
    proofs,
    reports,
    rounds,
    showing,
)
from nodeport_lab.quiz.models import Asked, Bank, Round

P = ParamSpec("P")
COUNTS, MINUTES = (5, 10, 20, 30), (5, 10, 20, 30)


def visited(
    view: Callable[Concatenate[HttpRequest, Visitor, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A view that needs to know who asks."""

    @never_cache
    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visitor = visitors.arrive(request)
        return too_many(request) if visitor is None else view(request, visitor, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", wrapped)


def language() -> Language:
    """The page's language."""
    return "ja" if get_language() == "ja" else "en"


@require_safe
@visited
def home(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What one can do now, and how things stand."""
    now = timezone.now()
    held = mastery.concepts(visitor, now)
    plan = memory.coming(visitor, now, choosing.known_order())
    open_rounds = visitor_rounds(visitor).filter(finished=None)[:3]
    return render(
        request,
        "quiz/home.html",
        {
            "due": sum(one.reason != "new" for one in plan),
            "fresh": sum(one.reason == "new" for one in plan),
            "met": len(held),
            "held": sum(one.level == "held" for one in held.values()),
            "of": len(choosing.known_order()),
            "believed": len(mastery.misconceptions(visitor)),
            "open": [one for one in open_rounds if not rounds.over(one)],
            "items": len(catalogue.items()),
            "diagnosed": visitor_rounds(visitor)
            .filter(mode=Round.Mode.DIAGNOSTIC)
            .exclude(finished=None)
            .exists(),
        },
    )


def visitor_rounds(visitor: Visitor) -> Any:
    """The visitor's rounds, newest first."""
    return Round.objects.filter(visitor=visitor)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def practice(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Choose topics, and begin."""
    if request.method == "POST":
        wanted = [point for point in request.POST.getlist("point") if point in points()]
        for chapter in request.POST.getlist("chapter"):
            wanted += catalogue.chapters().get(chapter, ())
        round = rounds.begin(visitor, Round.Mode.PRACTICE, {"points": list(dict.fromkeys(wanted))})
        return _to(round)
    return render(request, "quiz/practice.html", {"chapters": _topics(visitor)})


def _topics(visitor: Visitor) -> list[dict[str, Any]]:
    return picture.rows(mastery.concepts(visitor, timezone.now()), language())


@require_POST
@visited
def practice_bank(request: HttpRequest, visitor: Visitor, bank: str) -> HttpResponse:
    """Practise a teacher's questions: whoever has the address may."""
    get_object_or_404(Bank, pk=bank)
    return _to(rounds.begin(visitor, Round.Mode.PRACTICE, {"bank": bank}))


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def review(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What comes next, and why; then the review."""
    if request.method == "POST":
        waiting = visitor_rounds(visitor).filter(mode=Round.Mode.REVIEW, finished=None).first()
        return _to(waiting or rounds.begin(visitor, Round.Mode.REVIEW, {}))
    now, names = timezone.now(), points()
    plan = [
        {
            "id": one.concept,
            "title": names[one.concept][language()],
            "reason": one.reason,
            "recall": None if one.recall is None else round(one.recall * 100),
        }
        for one in memory.coming(visitor, now, choosing.known_order())
    ]
    later = [
        {"id": one.concept, "title": names[one.concept][language()], "due": one.due}
        for one in memory.later(visitor, now)
    ]
    return render(request, "quiz/review.html", {"plan": plan, "later": later})


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def test(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Order a test, and begin: its time runs from then on."""
    if request.method == "POST":
        wanted: list[str] = []
        for chapter in request.POST.getlist("chapter"):
            wanted += catalogue.chapters().get(chapter, ())
        settings = {
            "count": _number(request.POST.get("count"), COUNTS, 10),
            "minutes": _number(request.POST.get("minutes"), MINUTES, 10),
            "points": wanted,
        }
        return _to(rounds.begin(visitor, Round.Mode.TEST, settings))
    return render(
        request, "quiz/test.html", {"chapters": _topics(visitor), "counts": COUNTS, "minutes": MINUTES}
    )


def _number(given: str | None, allowed: tuple[int, ...], default: int) -> int:
    return int(given) if given and given.isdigit() and int(given) in allowed else default


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def diagnostic(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Twelve questions that find where to start."""
    if request.method == "POST":
        waiting = visitor_rounds(visitor).filter(mode=Round.Mode.DIAGNOSTIC, finished=None).first()
        return _to(waiting or rounds.begin(visitor, Round.Mode.DIAGNOSTIC, {}))
    return render(request, "quiz/diagnostic.html", {"length": diagnosis.LENGTH})


def _to(round: Round) -> HttpResponse:
    return HttpResponseRedirect(reverse("quiz:round", args=[round.pk]))


def _mine(visitor: Visitor, round: str) -> Round:
    """The visitor's own; one of somebody else is as if it were not there."""
    return get_object_or_404(Round, pk=round, visitor=visitor)


@require_http_methods(["GET", "HEAD", "POST"])
@visited
def go_on(request: HttpRequest, visitor: Visitor, round: str) -> HttpResponse:
    """To the question that waits, or to the report."""
    mine = _mine(visitor, round)
    asked = rounds.current(mine)
    if asked is None:
        return HttpResponseRedirect(reverse("quiz:report", args=[mine.pk]))
    return HttpResponseRedirect(reverse("quiz:question", args=[mine.pk, asked.number]))


@require_safe
@visited
def question(request: HttpRequest, visitor: Visitor, round: str, number: int) -> HttpResponse:
    """One question of a round: to be answered, or with its answer."""
    mine = _mine(visitor, round)
    asked = get_object_or_404(Asked, round=mine, number=number)
    if asked.answered is None and rounds.over(mine):
        return HttpResponseRedirect(reverse("quiz:report", args=[mine.pk]))
    return _page(request, mine, asked)


def _page(request: HttpRequest, mine: Round, asked: Asked, **more: Any) -> HttpResponse:
    name = "quiz/question.html#card" if getattr(request, "htmx", False) else "quiz/question.html"
    status = 422 if "error" in more else 200
    return render(request, name, _context(mine, asked) | more, status=status)


def _context(mine: Round, asked: Asked) -> dict[str, Any]:
    found = rounds.question_of(asked)
    says = language()
    context: dict[str, Any] = {
        "round": mine,
        "asked": asked,
        "view": showing.shown(found, asked.token, says),
        "words": drawing.words(),
        "of": _length(mine),
        "reason": asked.source.get("asked-because", ""),
        "concept": points()[asked.concept][says],
        # In a test nothing is told before its end.
        "sealed": mine.sealed,
    }
    if asked.answer is not None and not context["sealed"]:
        grade = rounds.graded(asked)
        proof = proofs.proof(found, asked.answer, says)
        context |= {
            "result": showing.result(found, asked.token, asked.answer, grade, says),
            "proof": proof,
            "branch": next((b for b in proof["trace"]["branches"] if b["id"] == proof["pick"]), None)
            if proof
            else None,
            "lesson": lessons.lesson_for([asked.concept, *found.syllabus], says),
        }
    return context


def _length(mine: Round) -> int | None:
    if mine.mode == Round.Mode.DIAGNOSTIC:
        return diagnosis.LENGTH
    return int(mine.settings["count"]) if mine.mode == Round.Mode.TEST else None


@require_POST
@visited
def answer(request: HttpRequest, visitor: Visitor, round: str, token: str) -> HttpResponse:
    """Take an answer, once. The token says to which asking, so that a repeated post finds what the first one did."""
    mine = _mine(visitor, round)
    asked = get_object_or_404(Asked, round=mine, token=token)
    try:
        given = showing.parsed(rounds.question_of(asked), asked.token, request.POST)
        asked, taken = rounds.answer(asked, given)
    except Unanswerable:
        return _page(request, mine, asked, error=True)
    mine.refresh_from_db()
    if mine.sealed or asked.answered is None:
        return _follow(request, reverse("quiz:round", args=[mine.pk]))
    if getattr(request, "htmx", False):
        return _page(request, mine, asked, again=not taken and asked.answer != given)
    return HttpResponseRedirect(reverse("quiz:question", args=[mine.pk, asked.number]))


def _follow(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also from a request that htmx made."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@require_POST
@visited
def stop(request: HttpRequest, visitor: Visitor, round: str) -> HttpResponse:
    """The learner has enough."""
    mine = _mine(visitor, round)
    rounds.finish(mine)
    return HttpResponseRedirect(reverse("quiz:report", args=[mine.pk]))


@require_safe
@visited
def report(request: HttpRequest, visitor: Visitor, round: str) -> HttpResponse:
    """How a round went."""
    mine = _mine(visitor, round)
    if not rounds.over(mine):
        return HttpResponseRedirect(reverse("quiz:round", args=[mine.pk]))
    return render(request, "quiz/report.html", reports.of_round(mine, language()))


@require_safe
@visited
def progress(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Mastery of each concept, and the misconceptions still held."""
    context = reports.of_visitor(visitor, language())
    past = list(visitor_rounds(visitor).exclude(finished=None)[:10])
    return render(request, "quiz/progress.html", {**context, "rows": _topics(visitor), "rounds": past})
