"""Which two clusters are laid side by side, and what the page is told of them."""

from __future__ import annotations

from typing import Any

from nodeport_lab.cluster.problem import Problem
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.lab import actions, asking, doors, labs, traces, workbench
from nodeport_lab.lab.contrast import aligned, contrast, pair
from nodeport_lab.lab.ideas import with_ideas
from nodeport_lab.lab.labels import label
from nodeport_lab.lab.models import Workspace

_MAX_WORKSPACES = 20


def show(workspace: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    """``{version, left, right, workspaces, matrix, objects, journeys}``.

    A side is asked for as ``{workspace, number}``: without a workspace this one is meant, without a number where it is now.
    With ``request`` its journey in both is told; ``picks`` says which branches, the likeliest pair unless it does.
    """
    left, right = _side(workspace, body.get("left")), _side(workspace, body.get("right"))
    service = body.get("service")
    clusters = asking.at_step(*left), asking.at_step(*right)
    # A journey that differs in nothing but the port that it comes from does not differ.
    clusters[0].sent = clusters[1].sent = max(cluster.sent for cluster in clusters)
    told = contrast(*clusters, service if isinstance(service, str) else None)
    asked = body.get("request")
    journeys = None
    if isinstance(asked, dict):
        request = actions.action(asked | {"type": "send", "pick": 0})
        journeys = _journeys(clusters, request, body.get("picks"))
    return {
        "version": 1,
        "left": _told(*left),
        "right": _told(*right),
        "workspaces": [
            {
                "workspace": one.name,
                "name": labs.title(one),
                "begins": one.begins,
                "now": one.length,
                "log": _log(one),
            }
            for one in doors.beside(workspace)[:_MAX_WORKSPACES]
        ],
        **told,
        "journeys": journeys,
    }


def _side(workspace: Workspace, asked: Any) -> tuple[Workspace, int]:
    asked = asked if isinstance(asked, dict) else {}
    named = asked.get("workspace")
    if named is not None and named != workspace.name:
        mine = next((one for one in doors.beside(workspace) if one.name == named), None)
        if mine is None:
            raise actions.malformed()
        workspace = mine
    number = asked.get("number")
    if number is None:
        return workspace, workspace.length
    if not isinstance(number, int) or isinstance(number, bool):
        raise actions.malformed()
    return workspace, number


def _told(workspace: Workspace, number: int) -> dict[str, Any]:
    brief = workspace.actions.filter(number=number).values_list("brief", flat=True).first()
    return {"workspace": workspace.name, "number": number, "label": label(brief) if brief else ""}


def _log(workspace: Workspace) -> list[dict[str, Any]]:
    briefs = workspace.actions.filter(number__gte=workspace.begins).values_list("number", "brief")
    return [{"number": number, "label": label(brief)} for number, brief in briefs]


def _journeys(
    clusters: tuple[Cluster, Cluster], request: dict[str, Any], picks: Any
) -> dict[str, Any] | None:
    """The request's journey in both; null where it cannot be sent in one of them."""
    found = [cluster.traced(request) for cluster in clusters]
    left, right = found
    if isinstance(left, Problem) or isinstance(right, Problem):
        return None
    chosen = pair(left, right)
    if isinstance(picks, list) and len(picks) == 2 and all(isinstance(pick, int) for pick in picks):
        fits = all(0 <= pick < len(trace.branches) for pick, trace in zip(picks, (left, right), strict=True))
        chosen = (picks[0], picks[1]) if fits else chosen
    traces_told = [
        traces.in_words(with_ideas(cluster, trace.as_json()), workbench.language())
        for cluster, trace in zip(clusters, (left, right), strict=True)
    ]
    hops = [trace["branches"][pick]["hops"] for trace, pick in zip(traces_told, chosen, strict=True)]
    return {"left": traces_told[0], "right": traces_told[1], "picks": list(chosen), "hops": aligned(*hops)}
