"""A visitor in front of the lab: ``learner`` speaks its JSON as the page does."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from nodeport_lab.lab import api, visitors
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.models import Workspace


class Learner:
    """A browser with cookies, in one language, that has opened the page."""

    def __init__(self, language: str = "en", **options: Any) -> None:
        self.language = language
        self.client = Client(HTTP_ACCEPT_LANGUAGE=language, **options)
        self.page = self.client.get(f"/{language}/")
        assert self.page.status_code == 200

    @property
    def workspace(self) -> Workspace:
        return Workspace.objects.get(pk=self.state()["workspace"])

    def state(self, query: str = "") -> dict[str, Any]:
        return self.client.get(f"/{self.language}/lab/state{query}").json()

    def post(self, name: str, body: Any = None, query: str = "", status: int = 200) -> dict[str, Any]:
        """Post JSON to ``lab/<name>``; the answer, which has the status that is expected."""
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        response = self.client.post(f"/{self.language}/lab/{name}{query}", content, "application/json")
        assert response.status_code == status, response.content[:500]
        assert response["Content-Type"] == "application/json"
        return response.json()

    def get(self, address: str, status: int = 200) -> dict[str, Any]:
        """The JSON at ``lab/<address>``, which comes with the status that is expected."""
        response = self.client.get(f"/{self.language}/lab/{address}")
        assert response.status_code == status, response.content[:500]
        return response.json()

    def files(self) -> list[dict[str, str]]:
        return self.state()["files"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test begins with empty caches, as a new process does."""
    shelf.clear()
    api.rate.clear()
    visitors.new_visitors.clear()
    api.public.clear()
    api.making.clear()
    yield
    shelf.clear()


@pytest.fixture
def learner(db: None) -> Learner:
    return Learner()
