from nodeport_lab.cluster.controllers.events import LIMIT, Recorder
from nodeport_lab.cluster.controllers.writes import Emit
from tests.cluster.simulation.building import pod


def emit(message="Pulling", name="web-1"):
    return Emit(pod(name), "Normal", "Pulling", message, "kubelet", "node1", "spec.containers{c}")


def test_an_event_names_what_it_regards_and_who_tells_it():
    event, _ = Recorder().record(emit(), 5.0)
    assert event["involvedObject"]["fieldPath"] == "spec.containers{c}"
    assert (event["source"], event["count"]) == ({"component": "kubelet", "host": "node1"}, 1)
    assert event["metadata"]["name"].startswith("web-1.")


def test_the_same_again_counts_up():
    recorder = Recorder()
    first, _ = recorder.record(emit(), 5.0)
    second, _ = recorder.record(emit(), 9.0)
    assert second["metadata"]["name"] == first["metadata"]["name"]
    assert second["count"] == 2
    assert (second["firstTimestamp"], second["lastTimestamp"]) == (
        "2026-01-01T00:00:05Z",
        "2026-01-01T00:00:09Z",
    )
    other, _ = recorder.record(emit("Pulled"), 9.0)
    assert other["metadata"]["name"] != first["metadata"]["name"]


def test_old_events_are_forgotten():
    recorder = Recorder()
    forgotten = [recorder.record(emit(str(n)), float(n))[1] for n in range(LIMIT + 3)]
    assert len([key for key in forgotten if key is not None]) == 3
