"""What the judge of transcripts masks, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from nodeport_lab.cluster.conformance.kubectl import judge, normalised


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("web   80:30080/TCP   4s", "web  80:30080/TCP  <age>"),
        ("web   4m30s   3h", "web  <age>  <age>"),
        ("0 (3 of 25%) 10.96.0.1", "0 (3 of 25%) 10.96.0.1"),
        ('creationTimestamp: "2026-11-23T14:11:20Z"', 'creationTimestamp: "<time>"'),
        ("Start Time: Mon, 23 Nov 2026 14:11:20 +0000", "Start Time: <time>"),
        ("uid: a86b9e11-d821-4399-ab2d-54bdc7d2c263", "uid: <uid>"),
        ('resourceVersion: "147"', 'resourceVersion: "<version>"'),
        ("nginx-59c4c87bc6-mk2sl   1/1", "nginx-59c4c87bc6-<name>  1/1"),
        ("web-front   ClusterIP", "web-front  ClusterIP"),
        ("Endpoints: 10.1.1.5:80,10.1.0.5:80", "Endpoints: 10.1.0.5:80,10.1.1.5:80"),
        ("--- /tmp/LIVE-123/v1.Service", "--- /tmp/LIVE/v1.Service"),
    ],
)
def test_masks(text, masked):
    assert normalised(text) == [masked]


def test_rows_of_a_masked_name_have_no_order_and_others_do():
    assert normalised("web-bcdfg   b\nweb-hjklm   a\n") == ["web-<name>  a", "web-<name>  b", ""]
    assert normalised("b\na\n") == ["b", "a", ""]


def test_a_table_of_events_has_no_order():
    assert normalised("LAST SEEN   X\n5s   b\n4s   a\n\nz\ny") == [
        "LAST SEEN  X",
        "<age>  a",
        "<age>  b",
        "",
        "z",
        "y",
    ]


_FILES = {
    "pods.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: a, image: nginx}]\n",
}


def _case(*commands: dict[str, object]) -> dict[str, object]:
    return {
        "name": "x",
        "files": _FILES,
        "commands": [{"command": "kubectl apply -f pods.yaml"}, {"command": "wait"}, *commands],
    }


def _step(command: str, stdout: str, exit_status: int = 0, stderr: str = "") -> dict[str, object]:
    return {"command": command, "stdout": stdout, "exit": exit_status, "stderr": stderr}


def test_the_scheduler_may_pick_another_node():
    path = "-o jsonpath={.spec.nodeName}/{.status.podIP}"
    good = _case(_step(f"kubectl get pod web {path}", "node2/10.1.1.5"))
    assert judge(good, Path()) is None
    bad = _case(_step(f"kubectl get pod web {path}", "node2/10.1.2.5"))
    assert "node2/10.1.2.5" in str(judge(bad, Path()))


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (_step("kubectl get pod nope", "", 0), "exit status 1, recorded 0"),
        (_step("kubectl get pod web -o name", "pod/other\n"), "stdout line 1"),
        (_step("kubectl get pod nope", "", 1, "other\n"), "stderr line 1"),
        (_step("kubectl get pod web -o name", "pod/web\nmore\n"), "stdout line 2"),
    ],
)
def test_says_where_the_first_difference_is(step, words):
    assert words in str(judge(_case(step), Path()))
