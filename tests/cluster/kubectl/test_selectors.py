"""Label and field selectors."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.kubectl.selectors import SelectorError, choose, field_selector, label_selector

_LABELS = {"app": "web", "tier": "front", "n": "5"}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("", True), ("app=web", True), ("app==web", True), ("app!=web", False), ("nope!=x", True), ("app", True), ("!app", False),
        ("!nope", True), ("app in (web, api)", True), ("app notin (web)", False), ("nope notin (x)", True), ("app=web,tier=back", False),
        ("app in (web),tier", True), ("n>4", True), ("n<4", False), ("app=", False),
    ],
)  # fmt: skip
def test_label_selectors(text, holds):
    assert choose(label_selector(text), _LABELS) is holds


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("app=a=b", "found '=', expected: ',' or 'end of string'"),
        ("app in web", "found 'web' expected: '('"),
        ("=", "found '=', expected: identifier"),
        ("a b", "found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        ("a,", "found '', expected: identifier after ','"),
    ],
)
def test_mistakes(text, message):
    with pytest.raises(SelectorError, match="unable to parse requirement") as caught:
        label_selector(text)
    assert message in str(caught.value)


def test_field_selectors():
    pod = {"metadata": {"name": "web"}, "status": {"phase": "Running"}}
    assert field_selector("status.phase=Running,metadata.name!=x", "pods")(pod)
    assert not field_selector("status.phase!=Running", "pods")(pod)
    with pytest.raises(SelectorError, match=r"field label not supported: spec\.foo"):
        field_selector("spec.foo=1", "pods")
