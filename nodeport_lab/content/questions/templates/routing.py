"""Labels and selectors, and the paths of an Ingress."""

from __future__ import annotations

from random import Random
from typing import Any

from nodeport_lab.cluster.problem import FieldPath
from nodeport_lab.content.questions.fields import Fields
from nodeport_lab.content.questions.readings import reading
from nodeport_lab.content.questions.stages import read_actions
from nodeport_lab.content.questions.staging import trace
from nodeport_lab.content.questions.templates.registry import Draft, t, template

_POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  labels:\n{labels}spec:\n  containers:\n  - name: web\n    image: nginx\n"
_SELECTING = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n  selector:\n{labels}  ports:\n  - port: 80\n    nodePort: 30080\n"


def _lines(labels: dict[str, str], indent: int) -> str:
    return "".join(f"{' ' * indent}{key}: {value}\n" for key, value in labels.items())


@template("selected-pods", "S1.3 S1.5 F4", 2)
def selected_pods(random: Random) -> Draft:
    """Which pods does the selector match?"""
    app, tier, other = random.choice(
        (("shop", "web", "db"), ("blog", "front", "back"), ("mail", "api", "queue"))
    )
    selector = random.choice(({"app": app}, {"app": app, "tier": tier}))
    sets = [
        ("one", {"app": app, "tier": tier}),
        ("two", {"app": app, "tier": other}),
        ("three", {"app": app, "tier": tier, "track": "canary"}),
        ("four", {"name": app, "tier": tier}),
    ]
    pods = random.sample(sets, 4)
    text = "---\n".join(_POD.format(name=name, labels=_lines(labels, 4)) for name, labels in sets)
    service = _SELECTING.format(labels=_lines(selector, 4))
    actions = [
        {
            "type": "apply",
            "files": [{"name": "pods.yaml", "text": text}, {"name": "service.yaml", "text": service}],
        }
    ]
    request = {"to": {"address": "192.168.1.101", "port": 30080}}
    chosen = reading(trace(3, actions, request), "place")
    options: list[dict[str, Any]] = []
    for name, labels in pods:
        place = f"default/{name}"
        option: dict[str, Any] = {
            "text": ", ".join(f"{key}: {value}" for key, value in labels.items()),
            "value": place,
        }
        if place in chosen:
            option |= {
                "right": True,
                "why": t(
                    "セレクターのラベルがすべてあります。ほかのラベルは関係ありません。",
                    "It has every label of the selector; further labels do not matter.",
                ),
            }
        else:
            option |= {
                "misconception": "service-finds-by-name" if name == "four" else "selector-any-label",
                "why": t(
                    "セレクターのラベルがそろっていません。",
                    "It lacks a label of the selector, or has another value.",
                ),
            }
        options.append(option)
    return {
        "kind": "several",
        "stage": {"base": "empty", "actions": actions},
        "show": {"listing": service},
        "prompt": t(
            "この Service が振り分け先にする Pod のラベルを**すべて**選んでください（どの Pod も Ready です）。",
            "Choose the labels of **every** pod to which this Service sends. All pods are ready.",
        ),
        "options": options,
        "explanation": t(
            "セレクターのラベルがすべて一致する Pod だけが選ばれます。名前や余分なラベルは関係ありません。",
            "A pod is selected when all labels of the selector match. Names and further labels do not matter.",
        ),
        "proof": {"request": request, "reads": "place"},
    }


_INGRESS = """apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: site
spec:
  ingressClassName: nginx
  rules:
  - host: example.com
    http:
      paths:
      - path: {path}
        pathType: {kind}
        backend:
          service:
            name: nginx-service
            port:
              number: 80
"""


@template("ingress-status", "S7.5 S7.4 F11", 3)
def ingress_status(random: Random) -> Draft:
    """200, 404 or 503?"""
    path = random.choice(("/shop", "/api", "/docs"))
    kind = random.choice(("Prefix", "Exact"))
    asked = random.choice((path, f"{path}/cart", f"{path}ping", "/"))
    host = random.choice(("example.com", "example.com", "example.com", "www.example.com"))
    empty = random.choice((False, False, True))
    ingress = _INGRESS.format(path=path, kind=kind)
    actions: list[Any] = [
        {"type": "set-provider", "running": True},
        {"type": "set-ingress-controller", "running": True},
        {
            "type": "apply",
            "files": [
                *([] if empty else ["deployment.yaml"]),
                "backend.yaml",
                {"name": "ingress.yaml", "text": ingress},
            ],
        },
    ]
    request = {"to": {"address": "198.51.100.10", "port": 80}, "http": {"host": host, "path": asked}}
    status = _status(actions, request)
    prefix = t(
        "Prefix は / で区切られた要素ごとに比べます。", "Prefix compares element by element, between slashes."
    )
    exact = t("Exact は、そのパスだけに一致します。", "Exact matches that very path alone.")
    # What decided: the host before the path.
    decides = prefix if kind == "Prefix" else exact
    if host != "example.com":
        decides = t(
            f"ルールのホストは example.com で、{host} には一致しません。",
            f"The rule's host is example.com, which {host} does not match.",
        )
    by_path = (
        ("prefix-by-letters" if kind == "Prefix" else "exact-includes-below") if asked != "/" else "slip"
    )
    beliefs = {
        "200": (by_path if host == "example.com" else "slip", decides),
        "404": (
            "status-mixed-up" if status == "503" else "slip",
            t("ルールには一致しています。", "A rule does match."),
        ),
        "503": (
            "status-mixed-up",
            t(
                "503 は、一致したルールの Service にエンドポイントがないときです。",
                "503 is for a rule that matches a Service without endpoints.",
            ),
        ),
    }
    if empty and status == "503":
        beliefs["200"] = (
            "slip",
            t(
                "ルールには一致しますが、応答する Pod がありません。",
                "The rule matches, but there is no pod to answer.",
            ),
        )
    said = {
        "200": t("200（Pod が応答する）", "200: a pod answers"),
        "404": t("404（一致するルールがない）", "404: no rule matches"),
        "503": t("503（応答できる Pod がない）", "503: no pod can answer"),
    }
    options = [
        {
            "text": text,
            "value": value,
            **(
                {"right": True, "why": decides}
                if value == status
                else {"misconception": beliefs[value][0], "why": beliefs[value][1]}
            ),
        }
        for value, text in said.items()
    ]
    note = (
        t("Pod は 1 つも動いていません。", "No pod is running. ")
        if empty
        else t("バックエンドの Pod は Ready です。", "The backend's pods are ready. ")
    )
    return {
        "kind": "choose",
        "stage": {"base": "empty", "actions": actions},
        "show": {"listing": ingress},
        "shuffled": False,
        "prompt": t(
            f"{note['ja']}Ingress コントローラーに `http://{host}{asked}` を要求すると、どうなりますか。",
            f"{note['en']}What comes of `http://{host}{asked}`, asked of the Ingress controller?",
        ),
        "options": options,
        "explanation": t(
            "ホストとパスに一致するルールがなければ 404、一致しても振り分け先がなければ 503 です。",
            "No rule for this host and path: 404. A rule, but nobody behind it: 503.",
        ),
        "proof": {"request": request, "reads": "status"},
    }


def _status(entries: list[Any], request: dict[str, Any]) -> str:
    """As the simulation has it."""
    actions = read_actions(Fields({"actions": entries}, FieldPath(), []), "actions")
    [status] = reading(trace(3, actions, request), "status")
    return status
