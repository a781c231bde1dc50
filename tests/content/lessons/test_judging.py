"""What counts as done: lines typed at the client that run elsewhere."""

from __future__ import annotations

import pytest

from nodeport_lab.content.lessons.deeds import Deeds


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("ssh node3 ss -lnt", ("node3", "ss -lnt")),
        ("ssh root@node3 conntrack -L", ("node3", "conntrack -L")),
        ("kubectl exec tester -- curl -s http://web", ("default/tester", "curl -s http://web")),
        ("kubectl exec -n shop -it pod/visitor -- nslookup web", ("shop/visitor", "nslookup web")),
        ("kubectl exec visitor --namespace=shop -c main -- ls", ("shop/visitor", "ls")),
        ("kubectl exec tester -- sh -c 'curl http://web'", ("default/tester", "curl http://web")),
    ],
)
def test_a_line_that_runs_elsewhere_counts_there(line: str, there: tuple[str, str]) -> None:
    deeds = Deeds.of([{"type": "terminal", "line": line}])
    assert deeds.typed == [("client", line), there]


@pytest.mark.parametrize("line", ["ssh node3", "curl http://web", "kubectl exec -- ls", "kubectl get pods"])
def test_other_lines_count_where_they_were_typed(line: str) -> None:
    assert Deeds.of([{"type": "terminal", "line": line, "place": "node1"}]).typed == [("node1", line)]
