"""Where a mistake lies in the text of a file."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.kubectl.placing import Places, path_of
from nodeport_lab.cluster.kubectl.reading import File, Info, infos
from nodeport_lab.cluster.problem import FieldPath, Problem

TEXT = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  name: api
spec:
  ports:
  - port: 80
"""


def read(text: str = TEXT) -> Info:
    (found,) = infos(File("web.yaml", text), "default")
    assert isinstance(found, Info)
    return found


def test_a_problem_gets_the_span_of_its_field() -> None:
    places = Places()
    path = FieldPath.of("spec", "ports").index(0).child("port")
    places.add(read(), (Problem("port-out-of-range", "words", path, params={"field": str(path)}),))
    (placed,) = places.all
    span = placed.problem.span
    assert (placed.file, placed.document) == ("web.yaml", 0)
    assert span is not None
    assert (span.start_line, span.start_column, span.end_column) == (8, 10, 12)


def test_a_key_that_stands_twice_is_doubted() -> None:
    places = Places()
    places.doubt(read())
    (placed,) = places.all
    assert (placed.problem.kind, placed.problem.severity) == ("duplicate-key", "warning")
    assert placed.problem.params == {"key": "name", "field": "name"}


@pytest.mark.parametrize(
    ("warning", "path"),
    [
        ("spec.externalIPs is deprecated", "spec.externalIPs"),
        ("spec.template.spec.containers[0].ports[1]: duplicate", "spec.template.spec.containers[0].ports[1]"),
        ("metadata.name: this is used in Pod names", "metadata.name"),
        ('annotation "a" is deprecated', None),
    ],
)
def test_a_warning_begins_with_its_field(warning: str, path: str | None) -> None:
    found = path_of(warning)
    assert (None if found is None else str(found)) == path
