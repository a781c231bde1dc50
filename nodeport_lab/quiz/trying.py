"""What would be wrong with files that a learner is still mending: the API server's words, before they are an answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from nodeport_lab.cluster.kubectl.apply import File
from nodeport_lab.cluster.kubectl.apply import check as check_files
from nodeport_lab.content.questions import Question, staging
from nodeport_lab.content.questions.grading import MAX_FILES_TEXT, Unanswerable
from nodeport_lab.content.questions.model import Repair
from nodeport_lab.content.words import Language
from nodeport_lab.lab import drawing
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.quiz import rounds, showing
from nodeport_lab.quiz.models import Asked
from nodeport_lab.quiz.views import language, visited

# Of one visitor: somebody who types fast asks twice a second.
checks = Rate(3, 40)


@require_POST
@visited
def check(request: HttpRequest, visitor: Visitor, round: str, token: str) -> HttpResponse:
    """``{problems: [LabProblem]}`` of the form's files. It counts for nothing, and tells nothing of the goal."""
    asked = get_object_or_404(Asked, round=round, token=token, visitor=visitor, answered=None)
    question = rounds.question_of(asked)
    if not isinstance(question.body, Repair):
        raise Http404
    if not checks.take(visitor.pk):
        return too_many(request)
    try:
        files = showing.parsed(question, asked.token, request.POST)["files"]
    except Unanswerable as error:
        raise Http404 from error
    return JsonResponse({"problems": problems(question, files, language())})


def problems(question: Question, files: list[dict[str, str]], language: Language) -> list[dict[str, Any]]:
    """What kubectl and the API server would say on the question's stage, which stays as it is."""
    stage = question.stage
    if stage is None or sum(len(file["text"]) for file in files) > MAX_FILES_TEXT:
        return []
    cluster = staging.standing(stage.nodes, stage.actions)
    found = check_files([File(file["name"], file["text"]) for file in files], cluster.api)
    return drawing.problems(found, files, language)
