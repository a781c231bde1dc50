"""The page and its pieces, as a browser asks for them."""

import re

import pytest
from django.test import Client

from nodeport_lab.compare import views
from nodeport_lab.lab.models import Workspace


@pytest.fixture(autouse=True)
def _nobody_asked():
    views.rate.clear()


@pytest.mark.parametrize(("language", "title"), [("en", "One app behind three doors"), ("ja", "3 つの入口")])
def test_the_page_says_all_without_a_script(client, language, title):
    text = client.get(f"/{language}/compare/?breaks=node,tls").content.decode()
    assert title in text
    assert "http://192.168.1.101:30080/" in text
    assert "https://example.com/" in text
    assert text.count('aria-pressed="true"') == 3  # two breakages, one column
    assert re.findall(r'<section class="column" id="column-(\w+)"', text) == [
        "nodeport",
        "loadbalancer",
        "ingress",
    ]


def test_more_kinds_on_demand(client):
    text = client.get("/en/compare/?more=1").content.decode()
    assert len(re.findall(r'<section class="column"', text)) == 6
    assert "db.example.net" in text


def test_a_scene_comes_as_drawings_and_words(client):
    found = client.get("/en/compare/scene?breaks=address").json()
    assert [drawn["kind"] for drawn in found["drawings"]] == ["nodeport", "loadbalancer", "ingress"]
    assert found["drawings"][0]["branch"]["ending"]["code"] == "no-such-node"
    assert "192.168.1.201" in found["columns"]["loadbalancer"]
    assert found["drawings"][0]["snapshot"]["nodes"][0]["address"] == "192.168.1.201"


def test_an_unknown_breakage_is_none(client):
    found = client.get("/en/compare/scene?breaks=fire,flood").json()
    assert found["drawings"] == client.get("/en/compare/scene").json()["drawings"]


def test_what_is_behind_a_cell(client):
    text = client.get("/en/compare/experiment?row=node-at-once&kind=loadbalancer").content.decode()
    assert "33 %" in text
    assert "Stop node1" in text
    [replay] = re.findall(r'data-replay="([^"]+)"', text)
    found = client.get("/en/compare/replay", {"id": replay}).json()
    assert found["drawing"]["kind"] == "loadbalancer"
    assert not found["drawing"]["snapshot"]["nodes"][0]["up"]


@pytest.mark.parametrize(
    "address",
    [
        "experiment?row=none&kind=nodeport",
        "experiment?row=url&kind=none",
        "experiment",
        "replay?id=none",
        "replay",
    ],
)
def test_what_is_not_there(client, address):
    assert client.get(f"/en/compare/{address}").status_code == 404


def test_the_advice_as_a_piece_and_as_a_file(client):
    answers = {"who": "outside", "count": "many", "tls": "yes"}
    piece = client.get("/en/compare/advice", answers).content.decode()
    assert "Take Ingress" in piece
    assert "kubectl create secret tls" in piece
    file = client.get("/en/compare/manifest.yaml", answers)
    assert file["Content-Disposition"] == 'attachment; filename="ingress.yaml"'
    assert "kind: Ingress" in file.content.decode()
    assert "kind: Secret" not in file.content.decode()


def test_on_into_the_lab(db):
    client = Client()
    answer = client.post("/en/compare/open", {"id": "loadbalancer~faults=node"})
    workspace = Workspace.objects.get()
    assert answer["Location"] == f"/en/?workspace={workspace.pk}"
    assert [action.data["type"] for action in workspace.actions.all()] == [
        "set-provider", "apply", "set-node", "advance",
    ]  # fmt: skip
    assert workspace.begins == 4
    assert workspace.title == "LoadBalancer"
    assert f'data-workspace="{workspace.pk}"' in client.get(answer["Location"]).content.decode()
    assert [file["name"] for file in workspace.files] == ["deployment.yaml", "service.yaml"]
    state = client.get(f"/en/lab/state?workspace={workspace.pk}").json()
    assert [node["up"] for node in state["snapshot"]["nodes"]] == [False, True, True]


def test_nothing_of_it_is_opened_by_a_link(db, client):
    assert client.get("/en/compare/open?id=nodeport").status_code == 405
    assert client.post("/en/compare/open", {"id": "none"}).status_code == 404
    assert not Workspace.objects.exists()


def test_who_asks_too_much_waits(client, settings):
    for _ in range(settings.REQUESTS_AT_ONCE):
        views.rate.take("127.0.0.1")
    assert client.get("/en/compare/scene").status_code == 429
