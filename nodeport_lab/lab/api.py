"""The lab's JSON: each view takes the visitor's workspace and the body, and returns what is to be sent."""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from nodeport_lab.cluster.kubectl.printed import Printed
from nodeport_lab.cluster.simulation.matrix import matrix as reachability
from nodeport_lab.lab import (
    actions,
    applying,
    asking,
    breaking,
    doors,
    finder,
    hearing,
    looks,
    playback,
    problems,
    sides,
    steps,
    terminal,
    traces,
    visitors,
    workbench,
)
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.errors import Refusal, too_much
from nodeport_lab.lab.limits import Rate
from nodeport_lab.lab.models import Workspace

Body = dict[str, Any]
Answer = dict[str, Any]

rate = Rate(settings.REQUESTS_PER_SECOND, settings.REQUESTS_AT_ONCE)
public = Rate(settings.PUBLIC_PER_SECOND, settings.PUBLIC_AT_ONCE)
making = Rate(settings.MAKING_PER_SECOND, settings.MAKING_AT_ONCE)


def _json(
    method: str,
) -> Callable[[Callable[[Workspace, Body], Answer]], Callable[[HttpRequest], HttpResponse]]:
    """Makes a Django view of a function: finds the workspace, reads the body, answers in JSON, refusals too."""

    def decorate(answer: Callable[[Workspace, Body], Answer]) -> Callable[[HttpRequest], HttpResponse]:
        @never_cache
        @functools.wraps(answer)
        def view(request: HttpRequest) -> HttpResponse:
            try:
                if request.method != method:
                    raise Refusal(405, "method", _("The lab does not understand this request."))
                body = _body(request) if method == "POST" else request.GET.dict()
                key, find = _door(request)
                with shelf.alone(key):
                    workspace = find()
                    if workspace is None:
                        raise _no_workspace()
                    found = answer(workspace, body)
                return JsonResponse(found, json_dumps_params=_COMPACT)
            except Refusal as refusal:
                return refusal.response()

        # Where the workspace is named without a cookie, none is read: there is nothing to be forged (middleware.Csrf).
        view.may_need_no_cookie = True  # type: ignore[attr-defined]
        return view

    return decorate


_COMPACT = {"ensure_ascii": False, "separators": (",", ":")}


def _door(request: HttpRequest) -> tuple[str, Callable[[], Workspace | None]]:
    """Whom this request counts for, and how its workspace is found."""
    name = request.GET.get("workspace")
    if name and doors.is_open(name):
        if not public.take(request.META["REMOTE_ADDR"]):
            raise too_much()
        return ".".join(name.split(".")[:2]), lambda: doors.opened(name)
    visitor = visitors.visitor_id(request.COOKIES)
    if visitor is None:
        raise _no_workspace()
    if not rate.take(visitor):
        raise too_much()
    return visitor, lambda: doors.own(visitor, name)


def makes(workspace: Workspace) -> None:
    """Raises Refusal where somebody makes more than a person does."""
    if not making.take(workspace.visitor_id or workspace.pk):
        raise too_much()


def _no_workspace() -> Refusal:
    return Refusal(404, "no-workspace", _("This workspace is not known here. Reload the page to get one."))


def _body(request: HttpRequest) -> Body:
    try:
        body = json.loads(request.body, parse_constant=_no_constant)
    except RequestDataTooBig as error:
        raise actions.too_large(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024) from error
    except (ValueError, RecursionError, UnreadablePostError) as error:
        raise actions.malformed() from error
    if not isinstance(body, dict):
        raise actions.malformed()
    return body


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


@_json("GET")
def state(workspace: Workspace, body: Body) -> Answer:
    """How things stand."""
    return workbench.state(workspace)


@_json("GET")
def rules(workspace: Workspace, body: Body) -> Answer:
    """A node's rules, line by line, each with the line of the editor that caused it."""
    return asking.look(workspace, lambda cluster: looks.rules(cluster, workspace.files, body))


@_json("GET")
def objects(workspace: Workspace, body: Body) -> Answer:
    """What exists, as a tree."""
    return asking.look(workspace, looks.objects)


@_json("GET")
def events(workspace: Workspace, body: Body) -> Answer:
    """What the controllers told, newest first."""
    return asking.look(workspace, lambda cluster: looks.events(cluster, workbench.language()))


@_json("GET")
def breaks(workspace: Workspace, body: Body) -> Answer:
    """What can be done to the cluster now."""
    return asking.look(workspace, breaking.offered)


@_json("POST")
def apply(workspace: Workspace, body: Body) -> Answer:
    """Apply the editor's files; what kubectl printed, and each problem at its place in the text."""
    files = actions.files(body.get("files"))
    workbench.expect(workspace, body.get("revision"))
    printed = applying.apply(workspace, files)
    hearing.tell(workspace, printed.exit, printed.stdout, printed.stderr)
    return {
        "state": workbench.state(workspace),
        "printed": _printed(printed),
        "problems": problems.as_json(printed.problems, files, workbench.language()),
    }


def _printed(printed: Printed) -> Answer:
    return {"exit": printed.exit, "stdout": printed.stdout, "stderr": printed.stderr}


@_json("POST")
def check(workspace: Workspace, body: Body) -> Answer:
    """The problems of what is being typed."""
    files = actions.files(body.get("files"))
    actions.appliable(files)
    return {"problems": applying.check(workspace, files)}


@_json("POST")
def draft(workspace: Workspace, body: Body) -> Answer:
    """Keep what is typed."""
    workbench.keep(workspace, actions.files(body.get("files")))
    return {}


@_json("POST")
def send(workspace: Workspace, body: Body) -> Answer:
    """Send a packet: every branch that it could take, and the one that it took (``pick``)."""
    at = playback.moment_of(body)
    workbench.expect(workspace, body.get("revision"))
    request = actions.action({key: body[key] for key in body if key != "at"} | {"type": "send"})
    return traces.send(workspace, request, random.Random(), at)  # noqa: S311 (a packet's luck is no secret)


@_json("POST")
def trace(workspace: Workspace, body: Body) -> Answer:
    """Where such a packet could go; none is sent, nothing is logged, no connection remembered."""
    at = playback.moment_of(body)
    request = actions.action({key: body[key] for key in body if key != "at"} | {"type": "send", "pick": 0})
    return traces.look(workspace, request, at)


@_json("GET")
def moments(workspace: Workspace, body: Body) -> Answer:
    """What happened in the course of an action, moment by moment."""
    return playback.moments(workspace, _number(body), workbench.language())


@_json("POST")
def flow(workspace: Workspace, body: Body) -> Answer:
    """What becomes of a request in each moment of an action, or as things stand."""
    number = body.get("number")
    request = actions.action(
        {key: body[key] for key in body if key != "number"} | {"type": "send", "pick": 0}
    )
    if number is None:
        return playback.present(asking.trace(workspace, request), request)
    asking.check_request(workspace, request)
    return playback.flow(workspace, playback.check_number(workspace, number), request)


def _number(body: Body) -> int:
    text = str(body.get("number", ""))
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise actions.malformed()
    return int(text)


@_json("GET")
def matrix(workspace: Workspace, body: Body) -> Answer:
    """Who reaches what, all at once; of one Service where ``service`` is named."""
    return asking.look(workspace, lambda cluster: reachability(cluster, body.get("service") or None))


@_json("POST")
def find(workspace: Workspace, body: Body) -> Answer:
    """Why such a request fails, look by look."""
    return finder.find(workspace, actions.action(body | {"type": "send", "pick": 0}))


@_json("POST")
def contrast(workspace: Workspace, body: Body) -> Answer:
    """Two points of the time line, or two workspaces, side by side."""
    return sides.show(workspace, body)


@_json("POST")
def act(workspace: Workspace, body: Body) -> Answer:
    """Do one thing to the cluster."""
    action = actions.action(body)
    workbench.expect(workspace, body.get("revision"))
    printed = workbench.perform(workspace, action).printed
    answer: Answer = {"state": workbench.state(workspace)}
    return answer | {"printed": _printed(printed)} if printed else answer


@_json("POST")
def go(workspace: Workspace, body: Body) -> Answer:
    """To the moment after an action of the log, back or forth."""
    number = body.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= settings.MAX_ACTIONS:
        raise actions.malformed()
    workbench.expect(workspace, body.get("revision"))
    steps.go(workspace, number)
    return {"state": workbench.state(workspace)}


@_json("POST")
def run(workspace: Workspace, body: Body) -> Answer:
    """Run a line of the terminal."""
    return terminal.run(workspace, body)


@_json("POST")
def edit(workspace: Workspace, body: Body) -> Answer:
    """Save the object that ``kubectl edit`` opened."""
    return terminal.edit(workspace, body)


@_json("POST")
def complete(workspace: Workspace, body: Body) -> Answer:
    """What Tab offers in the terminal."""
    return terminal.complete(workspace, body)


@_json("POST")
def undo(workspace: Workspace, body: Body) -> Answer:
    """Take the last action back."""
    workbench.expect(workspace, body.get("revision"))
    steps.undo(workspace)
    return {"state": workbench.state(workspace)}
