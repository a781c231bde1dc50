"""The page, its pieces, and the way on into the lab. All but that way is computed from the address alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from nodeport_lab.compare import advice as asking
from nodeport_lab.compare import pages, table, wording
from nodeport_lab.compare.manifests import APPS, GATEWAY, KINDS, Kind, deployment
from nodeport_lab.compare.running import run
from nodeport_lab.compare.situations import BREAKS, Break, Situation
from nodeport_lab.content.words import Language
from nodeport_lab.lab import stage, visitors
from nodeport_lab.lab.errors import too_many
from nodeport_lab.lab.limits import Rate

View = Callable[[HttpRequest], HttpResponse]

rate = Rate(settings.REQUESTS_PER_SECOND, settings.REQUESTS_AT_ONCE)


def _limited(view: View) -> View:
    """Not more than one address may ask for: what is new here costs a simulated cluster."""

    @wraps(view)
    def limited(request: HttpRequest) -> HttpResponse:
        return view(request) if rate.take(request.META["REMOTE_ADDR"]) else too_many(request)

    return limited


def _language() -> Language:
    return "ja" if get_language() == "ja" else "en"


def _breaks(request: HttpRequest) -> tuple[Break, ...]:
    wanted = request.GET.get("breaks", "").split(",")
    return tuple(name for name in BREAKS if name in wanted)


def _columns(request: HttpRequest) -> dict[str, Any]:
    """The columns as the address asks for them, in words and as drawings."""
    language, breaks = _language(), _breaks(request)
    more, inside = request.GET.get("more") == "1", request.GET.get("inside") == "1"
    kinds = pages.shown(more)
    return {
        "columns": pages.columns(kinds, breaks, language, inside=inside),
        "drawings": [
            pages.drawing(run(Situation.of(kind, breaks, inside=inside)), language) for kind in kinds
        ],
        "breaks": pages.breaks(breaks, language),
        "more": more,
        "inside": inside,
    }


@require_safe
@_limited
def page(request: HttpRequest) -> HttpResponse:
    """The comparison."""
    language = _language()
    answers = asking.read(request.GET.dict())
    found = _columns(request)
    context = found | {
        "deployment": pages.highlighted(deployment(APPS["udp" if "udp" in _breaks(request) else "http"])),
        "groups": pages.rows(pages.shown(found["more"]), language),
        "heads": found["columns"],
        "questions": pages.questions(answers, language),
        "advice": pages.recommended(answers, language),
        "gateway": pages.highlighted(GATEWAY),
        "words": stage.words(),
    }
    return render(request, "compare/compare.html", context)


@require_safe
@_limited
def scene(request: HttpRequest) -> HttpResponse:
    """``{drawings, columns: {kind: html}}`` for other buttons than those that the page came with."""
    found = _columns(request)
    html = {
        column["kind"]: render_to_string("compare/column.html#words", {"column": column}, request)
        for column in found["columns"]
    }
    return JsonResponse({"drawings": found["drawings"], "columns": html})


def _kind(request: HttpRequest) -> Kind:
    for kind in KINDS:
        if request.GET.get("kind") == kind:
            return kind
    raise Http404


@require_safe
@_limited
def experiment(request: HttpRequest) -> HttpResponse:
    """What is behind a cell of the table, as a piece of HTML."""
    row = request.GET.get("row", "")
    if row not in table.BY_NAME:
        raise Http404
    found = pages.experiments(row, _kind(request), _language())
    return render(request, "compare/experiment.html", {"experiment": found})


def _situation(text: str) -> Situation:
    try:
        return Situation.from_id(text)
    except ValueError:
        raise Http404 from None


@require_safe
@_limited
def replay(request: HttpRequest) -> HttpResponse:
    """An experiment as a column of its own: ``{drawing, html}``."""
    found = run(_situation(request.GET.get("id", "")))
    column = pages.column(found, _language(), (), run(Situation(found.situation.kind)))
    html = render_to_string("compare/column.html#words", {"column": column}, request)
    return JsonResponse({"drawing": pages.drawing(found, _language()), "html": html})


@require_safe
@_limited
def advice(request: HttpRequest) -> HttpResponse:
    """What these answers ask for, as a piece of HTML."""
    answers = asking.read(request.GET.dict())
    return render(request, "compare/advice.html", {"advice": pages.recommended(answers, _language())})


@require_safe
@_limited
def manifest(request: HttpRequest) -> HttpResponse:
    """The manifest for these answers, to be kept."""
    found = asking.advise(asking.read(request.GET.dict()))
    return HttpResponse(
        pages.manifest(run(found.situation)),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.kind}.yaml"'},
    )


@require_POST
@_limited
def open_in_lab(request: HttpRequest) -> HttpResponse:
    """A situation as a lab of the visitor's own: everything that was done in it, to go on from there."""
    found = run(_situation(request.POST.get("id", "")))
    visitor = visitors.arrive(request)
    if visitor is None:
        return too_many(request)
    files = [dict(file) for file in found.files]
    beginning = stage.Beginning(files, [dict(action) for action in found.log])
    with stage.shelf.alone(visitor.pk):
        title = wording.say(f"kind-{found.situation.kind}", _language())
        workspace = stage.make(visitor, "lab", beginning, title)
    return HttpResponseRedirect(f"{reverse('lab:page')}?workspace={workspace.pk}")
