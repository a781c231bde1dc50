"""What would be wrong with applying: told, placed, mended, and nothing changed."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.apiserver.server import ApiServer
from nodeport_lab.cluster.kubectl.apply import File, apply, check
from nodeport_lab.cluster.problem import Span
from nodeport_lab.cluster.problem_kinds import KINDS, REPAIRS
from tests.cluster.edits import made
from tests.cluster.kubectl.applied import RECORDED, SERVICE, recorded, run


def test_check_changes_nothing() -> None:
    api = ApiServer()
    version = api.version
    assert check([File("m.yaml", SERVICE)], api) == ()
    (placed,) = check([File("m.yaml", SERVICE), File("n.yaml", SERVICE.replace("name: web", "name: b"))], api)
    assert (placed.file, placed.document, placed.problem.kind) == ("n.yaml", 0, "nodeport-taken")
    assert api.version == version


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        (SERVICE.replace("type:", "tpye:"), "unknown-field", Span(6, 2, 6, 6)),
        (SERVICE.replace("30080", '"30080"'), "wrong-type", Span(11, 14, 11, 21)),
        (SERVICE.replace("30080", "80"), "nodeport-out-of-range", Span(11, 14, 11, 16)),
        (SERVICE.replace("  ports:\n  - port: 80\n    nodePort: 30080\n", ""), "service-ports-required", Span(5, 0, 5, 4)),
        (SERVICE.replace("  - port", "  – port"), "yaml-typographic-dash", Span(10, 2, 10, 3)),
        (SERVICE.replace("  name: web", "  labels: {}"), "name-missing", Span(3, 0, 3, 8)),
        (SERVICE.replace("kind: Service", "kind: Srevice"), "no-such-kind", Span(2, 6, 2, 13)),
        (SERVICE.replace("v1", "apps/v1"), "no-such-version-of-kind", Span(1, 12, 1, 19)),
        (SERVICE + "  type: NodePort\n", "duplicate-key", Span(6, 2, 6, 6)),
        (SERVICE.replace("name: web", "name: web\n  namespace: x"), "namespace-not-found", Span(5, 13, 5, 14)),
        (SERVICE + "  externalIPs: [198.51.100.9]\n", "server-warning", Span(12, 15, 12, 29)),
        ("apiVersion: v1\nkind: List\nitems:\n- " + SERVICE.replace("80", "x").replace("\n", "\n  "), "wrong-type", Span(13, 12, 13, 13)),
    ],
)  # fmt: skip
def test_problems_stand_where_the_eye_looks(text: str, kind: str, span: Span) -> None:
    placed = run(text).problems
    assert (kind, span) in [(p.problem.kind, p.problem.span) for p in placed], placed


@pytest.mark.parametrize("file", sorted(path.stem for path in RECORDED.glob("*.json")))
def test_recorded_problems_are_known_placed_and_mended(file: str) -> None:
    for api, manifest in (
        (api, text) for api, texts in ((ApiServer(), t) for _, t in recorded(file)) for text in texts
    ):
        for placed in check([File("m.yaml", manifest)], api):
            problem = placed.problem
            assert KINDS[problem.kind] <= problem.params.keys()
            assert problem.span is not None
            if problem.repair is None:
                continue
            assert REPAIRS[problem.repair.kind] <= problem.repair.params.keys()
            left = check([File("m.yaml", made(manifest, problem.repair))], api)
            assert (problem.kind, problem.path) not in [(p.problem.kind, p.problem.path) for p in left], (
                manifest
            )
        apply([File("m.yaml", manifest)], api)
