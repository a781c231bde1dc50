"""Labs that are shared, and what is asked of the copy."""

import json
from typing import Any

from django.test import Client

from tests.lab.conftest import Learner

DOWN = {"type": "set-node", "node": "node1", "up": False}
REQUEST = {"from": "client", "to": {"address": "192.168.1.102", "port": 30080}, "protocol": "TCP"}


def shared(learner: Learner, journey: Any = None) -> str:
    """The code of a link to what the learner has now."""
    return learner.post("share", {"journey": journey})["path"].rpartition("/")[2]


def ask(name: str, code: str, body: Any = None, status: int = 200, **options: Any) -> dict[str, Any]:
    """Ask as somebody without cookies, whose requests must carry no token either."""
    client = Client(enforce_csrf_checks=True)
    address = f"/en/lab/{name}?workspace={code}"
    if body is None:
        response = client.get(address)
    else:
        response = client.post(address, json.dumps(body), "application/json")
    assert response.status_code == status, response.content[:300]
    assert not response.cookies
    return response.json()


def page_json(page: Any, name: str) -> Any:
    text = page.content.decode().partition(f'<script id="{name}" type="application/json">')[2]
    return json.loads(text.partition("</script>")[0]) if text else None
