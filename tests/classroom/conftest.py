"""A class: ``Person`` is a browser with cookies of its own; ``teacher`` has opened a room, ``learner`` sits in it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from nodeport_lab.classroom import desk, live, pages, work
from nodeport_lab.classroom.models import Learner, Room
from nodeport_lab.lab import api, visitors
from nodeport_lab.lab.clusters import shelf


class Person:
    """Somebody in front of a browser, reading English."""

    def __init__(self, **options: Any) -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE="en", **options)

    def open_room(self, title: str = "") -> Room:
        response = self.client.post("/en/class/open", {"title": title})
        assert response.status_code == 302, response.content
        return Room.objects.get(code=response["Location"].split("/")[3])

    def join(self, room: Room, name: str, status: int = 302) -> Any:
        response = self.client.post(f"/en/class/{room.code}/join", {"name": name})
        assert response.status_code == status, response.content
        return response

    def sits(self, room: Room) -> Learner:
        return room.learners.get(
            visitor=visitors.visitor_id({"visitor": self.client.cookies["visitor"].value})
        )

    def order(self, room: Room, name: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        content = body if isinstance(body, bytes) else json.dumps(body or {})
        response = self.client.post(f"/en/class/{room.code}/order/{name}", content, "application/json")
        assert response.status_code == status, response.content[:300]
        return response.json() if response["Content-Type"] == "application/json" else {}

    def page(self, address: str, status: int = 200) -> str:
        response = self.client.get(address)
        assert response.status_code == status, (address, response.status_code)
        return response.content.decode()

    def named(self, address: str) -> str:
        """The name of the workspace that a page shows."""
        found = re.search(r'data-workspace="([^"]+)"', self.page(address))
        assert found
        return found[1]

    def lab(self, name: str, workspace: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        """The lab's JSON of a workspace."""
        address = f"/en/lab/{name}?workspace={workspace}"
        if body is None:
            response = self.client.get(address)
        else:
            response = self.client.post(address, json.dumps(body), "application/json")
        assert response.status_code == status, response.content[:300]
        return response.json()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test begins with empty caches, as a new process does."""
    for rate in (
        api.rate,
        api.public,
        api.making,
        visitors.new_visitors,
        pages.entries,
        desk.orders,
        live.words_rate,
        work.asks,
    ):
        rate.clear()
    shelf.clear()
    yield
    shelf.clear()


@pytest.fixture
def teacher(db: None) -> Person:
    return Person()


@pytest.fixture
def room(teacher: Person) -> Room:
    return teacher.open_room("Wednesday")


@pytest.fixture
def learner(room: Room) -> Person:
    person = Person()
    person.join(room, "Haruka")
    return person
