"""A learner in the tutorial, as their browser asks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from nodeport_lab.content.lessons import catalogue
from nodeport_lab.lab import api, visitors
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lab.models import Workspace
from nodeport_lab.tutorial import account_views

LESSON = "/en/learn/03-nodeport/every-node/"


class Learner:
    """A browser with cookies that has been on the map."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client(HTTP_ACCEPT_LANGUAGE=language)
        self.client.get(f"/{language}/")

    def get(self, address: str, status: int = 200) -> str:
        response = self.client.get(address)
        assert response.status_code == status, response.content[:300]
        return response.content.decode()

    def post(self, address: str, body: Any = None, status: int = 200) -> Any:
        response = self.client.post(address, json.dumps(body or {}), "application/json")
        assert response.status_code == status, response.content[:300]
        return response

    def check(self, step: str, typed: Any = ()) -> dict[str, Any]:
        return self.post(f"{LESSON}{step}/check", {"typed": list(typed)}).json()

    def lab(self, name: str, body: Any, purpose: str = "lesson:every-node") -> dict[str, Any]:
        """What the stage asks of the lab."""
        workspace = Workspace.objects.get(purpose=purpose).pk
        return self.post(f"/en/lab/{name}?workspace={workspace}", body).json()

    def service(self, purpose: str = "lesson:every-node", **changes: Any) -> dict[str, Any]:
        """Apply the article's Service with other ports."""
        ports = {"port": 80, "targetPort": 80, "nodePort": 30080} | changes
        files = Workspace.objects.get(purpose=purpose).files
        for file in files:
            if file["name"] == "service.yaml":
                for name, number in ports.items():
                    file["text"] = "\n".join(
                        f"{line.partition(name)[0]}{name}: {number}"
                        if line.strip(" -").startswith(f"{name}:")
                        else line
                        for line in file["text"].splitlines()
                    )
        return self.lab("apply", {"files": files}, purpose)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    shelf.clear()
    api.rate.clear()
    visitors.new_visitors.clear()
    account_views.tries.clear()
    account_views.tries_at_name.clear()
    yield
    shelf.clear()


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One lesson and one exercise that stay as they are, whatever authors write."""
    monkeypatch.setattr(catalogue, "CONTENT", Path(__file__).parents[1] / "data" / "lessons")
    catalogue.catalogue.cache_clear()
    yield
    catalogue.catalogue.cache_clear()


@pytest.fixture
def learner(db: None, example: None) -> Learner:
    return Learner()
