"""Links that were made, and are taken back."""

from typing import Any

import pytest
from django.test import Client

from nodeport_lab.lab import sharing
from nodeport_lab.lab.models import Sharing, Visitor, Workspace
from tests.lab.conftest import Learner
from tests.lab.sharing import DOWN, ask, shared


def links(of: Learner) -> list[str]:
    return [one["code"] for one in of.get("shares")["shares"]]


def test_whoever_made_a_link_takes_it_back(learner: Learner) -> None:
    first = shared(learner)
    learner.post("act", DOWN)
    second = shared(learner)
    assert links(learner) == [second, first]
    [_, told] = learner.get("shares")["shares"]
    assert (told["title"], told["steps"], told["path"]) == ("My lab", 1, f"/s/{first}")
    assert learner.post("shares/remove", {"code": first}) == {}
    assert links(learner) == [second]
    assert Client().get(f"/en/s/{first}").status_code == 404
    assert Client().get(f"/en/embed/{first}").status_code == 404
    ask("state", f"s.{first}", status=404)
    assert Client().get(f"/en/s/{second}").status_code == 200
    assert not Workspace.objects.filter(pk=f"s.{first}").exists()
    learner.post("shares/remove", {"code": first}, status=404)
    learner.post("undo")
    assert shared(learner) != first


def test_what_was_made_of_a_link_outlives_it(learner: Learner) -> None:
    code = shared(learner)
    stranger = Learner()
    address = stranger.client.post(f"/en/s/{code}/fork")["Location"].partition("?")[2]
    learner.post("shares/remove", {"code": code})
    assert stranger.state(f"?{address}")["snapshot"]["services"]


def test_a_link_of_two_stays_until_both_took_it_back(learner: Learner) -> None:
    other = Learner()
    code = shared(learner)
    assert shared(other) == code
    learner.post("shares/remove", {"code": code})
    assert (links(learner), links(other)) == ([], [code])
    assert Client().get(f"/en/s/{code}").status_code == 200
    learner.post("shares/remove", {"code": code}, status=404)
    other.post("shares/remove", {"code": code})
    assert Client().get(f"/en/s/{code}").status_code == 404


@pytest.mark.parametrize("code", [None, 7, "x" * 11, ["a"]])
def test_no_link_to_be_taken_back(learner: Learner, code: Any) -> None:
    learner.post("shares/remove", {"code": code}, status=400)


def test_nobody_takes_back_a_link_of_somebody_else(learner: Learner) -> None:
    code = shared(learner)
    Learner().post("shares/remove", {"code": code}, status=404)
    ask("shares/remove", f"s.{code}", {"code": code}, status=403)
    assert ask("shares", f"s.{code}") == {"shares": []}
    assert links(learner) == [code]


def test_a_scene_for_frames_is_nobodys_to_take_back(learner: Learner) -> None:
    scene = sharing.of_preset("F1")
    Sharing.objects.create(share=scene, visitor=Visitor.objects.get())
    learner.post("shares/remove", {"code": scene.code})
    assert Client().get(f"/en/s/{scene.code}").status_code == 200
