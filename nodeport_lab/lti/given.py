"""A test that a course set, and how one stands: pages for who was sent here by a platform."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nodeport_lab.lab import visitors
from nodeport_lab.lti import contents, grading
from nodeport_lab.lti.models import Link, Person, Score
from nodeport_lab.quiz import door as quiz


def _here(request: HttpRequest) -> tuple[Person, Link] | None:
    """Who was sent, and to which link."""
    guest = visitors.guest(request.COOKIES)
    if guest is None or not guest.note.isdigit():
        return None
    person = Person.objects.select_related("visitor").filter(visitor=guest.visitor).first()
    link = Link.objects.filter(pk=int(guest.note)).first()
    return (person, link) if person and link else None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def test(request: HttpRequest, link: int) -> HttpResponse:
    """What the test is, how one did so far, and its beginning. Another attempt is always possible: the best counts."""
    here = _here(request)
    found = get_object_or_404(Link, pk=link)
    content = contents.read(found.content)
    if here is None or here[1] != found or content is None or content.what != "test" or content.test is None:
        raise Http404
    person, wanted = here[0], content.test
    waiting = quiz.unfinished(person.visitor, grading.given(found.pk))
    if request.method == "POST":
        begun = waiting or quiz.begin_test(
            person.visitor, wanted.chapters, wanted.count, wanted.minutes, grading.given(found.pk)
        )
        return HttpResponseRedirect(quiz.address(begun))
    names = quiz.chapters(contents.language())
    return render(
        request,
        "lti/test.html",
        {
            "title": found.title,
            "count": wanted.count,
            "minutes": wanted.minutes,
            "chapters": [names[one] for one in wanted.chapters],
            "waiting": waiting is not None,
            "attempts": quiz.attempts(person.visitor, grading.given(found.pk)),
        },
    )


def standing(request: HttpRequest) -> dict[str, Any]:
    """For every template: how a guest stands in the gradebook of their course; nothing where nothing is graded."""
    here = _here(request) if visitors.GUEST in request.COOKIES else None
    score = Score.objects.filter(person=here[0], link=here[1]).first() if here else None
    if score is None:
        return {}
    best = None if score.best is None else int(score.best * 100 + 0.5)
    return {"standing": {"best": best, "arrived": score.best is not None and score.sent == score.best}}


@require_safe
@never_cache
def how(request: HttpRequest) -> HttpResponse:
    """The same, for a page that is open."""
    return render(request, "lti/standing.html")
