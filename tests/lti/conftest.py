"""A platform that is registered, and a network that leads to it alone."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from django.test import Client
from lti_tool.models import Key

from nodeport_lab.lab import api, visitors
from nodeport_lab.lab.clusters import shelf
from nodeport_lab.lti import outbox, platforms, views
from nodeport_lab.lti.keysets import published
from nodeport_lab.lti.models import Site
from tests.lti.platform import HERE, ISSUER, Platform

_wake = outbox.wake
_made: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for rate in (api.rate, visitors.new_visitors, views.launches):
        rate.clear()
    published.clear()
    shelf.clear()
    # No thread sends behind a test's back.
    monkeypatch.setattr(outbox, "wake", lambda: None)
    yield
    shelf.clear()


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Platform:
    """All that the server asks for, this platform hears."""
    platform = Platform()

    def send(adapter: Any, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        assert options["timeout"] == (5, 15)
        return platform.answer(request)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return platform


@pytest.fixture
def key(db: None) -> None:
    """The tool's own pair of keys, made once for all tests."""
    if not _made:
        made = Key.objects.generate()
        _made.update(public_key=made.public_key, private_key=made.private_key)
    else:
        Key.objects.create(**_made)


@pytest.fixture
def platform(network: Platform, key: None) -> Platform:
    platforms.register(
        name="Reference",
        issuer=ISSUER,
        client_id=network.client_id,
        auth_url=f"{HERE}/authorizations/new",
        token_url=f"{HERE}/access_tokens",
        keys_url=f"{HERE}/platform_keys/5292.json",
        deployments=[network.deployment],
    )
    return network


@pytest.fixture
def site(platform: Platform) -> Site:
    return Site.objects.get()


@pytest.fixture
def browser() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="en")


@pytest.fixture
def awake() -> Callable[[], None]:
    """What really happens when there is something to send."""
    return _wake
