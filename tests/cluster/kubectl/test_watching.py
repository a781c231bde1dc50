"""What is watched: ``get -w`` and ``rollout status``, and that both come to an end."""

from __future__ import annotations

from nodeport_lab.cluster.kubectl.shell import Seen
from nodeport_lab.cluster.objects import Key
from tests.cluster.kubectl.stand_in import kubectl, shell


def test_a_watch_shows_what_changes_and_says_that_it_ends():
    terminal = shell()
    later = {
        **terminal.objects("services", "default")[0],
        "spec": {"type": "NodePort", "clusterIPs": ["10.96.9.9"], "ports": []},
    }
    terminal.watch = lambda resource: [Seen("MODIFIED", later, terminal.now())]
    printed = kubectl("get svc ext -w", terminal)
    assert [line.split()[1] for line in printed.stdout.splitlines()] == ["TYPE", "ExternalName", "NodePort"]
    assert "come to rest" in printed.note
    events = kubectl("get svc ext --watch-only --output-watch-events", terminal).stdout.splitlines()
    assert [line.split()[0] for line in events] == ["EVENT", "MODIFIED"]
    assert kubectl("get svc ext -w --watch-only -o name", terminal).stdout == "service/ext\n"
    assert kubectl("get svc ext -w -l app=nope", terminal).stdout == ""
    terminal.watch = lambda resource: []
    assert "Nothing changes" in kubectl("get svc ext -w", terminal).note


def test_rollout_status_tells_every_state():
    terminal = shell()
    deployment = terminal.api.get(Key("deployments", "default", "web"))
    assert deployment is not None

    def state(**status: int) -> dict[str, object]:
        return {**deployment, "status": {"observedGeneration": 3, **status}}

    states = [
        state(updatedReplicas=2, replicas=3),
        state(updatedReplicas=2, replicas=3),
        state(updatedReplicas=3, replicas=4),
        state(updatedReplicas=3, replicas=3, availableReplicas=2),
        state(updatedReplicas=3, replicas=3, availableReplicas=3),
    ]
    terminal.watch = lambda resource: [Seen("MODIFIED", obj, terminal.now()) for obj in states]
    assert kubectl("rollout status deploy/web", terminal).stdout.splitlines() == [
        'Waiting for deployment "web" rollout to finish: 2 out of 3 new replicas have been updated...',
        'Waiting for deployment "web" rollout to finish: 2 out of 3 new replicas have been updated...',
        'Waiting for deployment "web" rollout to finish: 2 out of 3 new replicas have been updated...',
        'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...',
        'Waiting for deployment "web" rollout to finish: 2 of 3 updated replicas are available...',
        'deployment "web" successfully rolled out',
    ]
