"""Manifests with a mistake, mended by its repair, judged again."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster import repair
from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.config import ClusterConfig
from nodeport_lab.cluster.kubectl.apply import check
from nodeport_lab.cluster.kubectl.printed import File, Placed
from nodeport_lab.cluster.problem import Edit, Problem
from nodeport_lab.cluster.problem_kinds import REPAIRS
from nodeport_lab.cluster.source import read


def problems(text: str) -> list[tuple[Placed, Problem]]:
    """What is wrong with a file, in an empty cluster: as placed, and with the repair that is suggested."""
    placed = check([File("manifest.yaml", text)], ApiServer(ClusterConfig()))
    documents = read(text).documents
    return [(place, repair.suggest(place.problem, documents[place.document])) for place in placed]


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made, which must not overlap."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    places = sorted(
        (
            starts[edit.span.start_line - 1] + edit.span.start_column,
            starts[edit.span.end_line - 1] + edit.span.end_column,
            edit.text,
        )
        for edit in edits
    )
    for (_, end, _), (start, _, _) in zip(places, places[1:], strict=False):
        assert end <= start, "edits overlap"
    for start, end, new in reversed(places):
        text = text[:start] + new + text[end:]
    return text


def mended(text: str, kind: str) -> str | None:
    """The text after the repair of its first problem of ``kind``, None where it has no repair.

    The repair must do what it promises: that problem is gone.
    """
    for _place, problem in problems(text):
        if problem.kind != kind:
            continue
        if problem.repair is None:
            return None
        assert REPAIRS[problem.repair.kind] <= problem.repair.params.keys()
        out = edited(text, problem.repair.edits)
        still = [(other.kind, str(other.path)) for _, other in problems(out)]
        assert (problem.kind, str(problem.path)) not in still, out
        return out
    raise AssertionError(f"no {kind} among {[problem.kind for _, problem in problems(text)]}")


def clean(text: str) -> bool:
    """Nothing is wrong with the file."""
    return not problems(text)
