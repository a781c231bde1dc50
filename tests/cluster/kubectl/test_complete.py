"""What Tab offers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodeport_lab.cluster.kubectl.complete import complete, complete_line
from tests.cluster.kubectl.stand_in import shell

_SHELL = shell()


def _offers(line: str) -> list[str]:
    found = complete_line(line, len(line), _SHELL)
    return [candidate.text for candidate in found.candidates]


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("ku", ["kubectl"]),
        ("kubectl desc", ["describe"]),
        ("kubectl rollout un", ["undo"]),
        ("kubectl create service node", ["nodeport"]),
        ("kubectl get servi", ["serviceaccounts", "servicecidrs", "services"]),
        ("kubectl get svc we", ["web"]),
        ("kubectl get svc web ", ["ext", "headless", "kubernetes"]),
        ("kubectl get svc/we", ["svc/web"]),
        ("kubectl get svc,depl", ["svc,deployments"]),
        ("kubectl get svc/web deploy", ["deployments/"]),
        ("kubectl -n shop get svc ", []),
        ("kubectl get pods -n sh", ["shop"]),
        ("kubectl get pods -o wi", ["wide"]),
        ("kubectl get pods --output=ya", ["--output=yaml"]),
        ("kubectl get pods --show-l", ["--show-labels"]),
        ("kubectl get svc -l ti", ["tier=front"]),
        ("kubectl apply -f we", ["web.yaml"]),
        ("kubectl expose deployment web --type=No", ["--type=NodePort"]),
        ("kubectl patch svc web --type me", ["merge"]),
        ("kubectl logs cra", ["crash"]),
        ("kubectl logs crash -c ", ["a", "b"]),
        ("kubectl set image deployment/rec ", ["a=", "b="]),
        ("kubectl explain service.spec.no", []),
        ("kubectl explain service.spec.ports.no", ["service.spec.ports.nodePort"]),
        ("kubectl cordon n", ["node1"]),
        ("kubectl exec crash -- l", []),
        ("kubectl get svc | kubectl get no", ["nodes"]),
        ("x=$(kubectl get svc hea", ["headless"]),
        ("curl ", []),
        ("kubectl help rollout re", ["restart", "resume"]),
    ],
)  # fmt: skip
def test_offers(line, offers):
    assert sorted(_offers(line)) == sorted(offers)


def test_says_where_the_word_begins_and_what_it_is():
    found = complete_line("kubectl get svc we", 18, _SHELL)
    assert (found.start, found.candidates[0].description) == (16, "Service")
    assert complete_line("kubectl get sv deploy", 14, _SHELL).start == 12


def test_a_flag_that_was_given_is_not_offered_again():
    assert "--output=" not in _offers("kubectl get svc -o wide --out")
    assert "--filename=" in _offers("kubectl apply -f web.yaml --file")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "get",
                "svc",
                "-n",
                "-o",
                "-l",
                "--type",
                "create",
                "expose",
                "--",
                "/",
                "svc/",
                "logs",
                "x",
                "-f",
                "rollout",
                "explain",
                "pod.",
                "--=",
            ]
        )
    ),
    st.text("a-/=.,s", max_size=6),
)
def test_never_raises(words, word):
    for candidate in complete(words, word, _SHELL):
        assert candidate.text.startswith(word)
