"""What the editor tells of fields: nothing the schema lacks, everything in both languages, and served as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from nodeport_lab.cluster.apiserver import schema
from nodeport_lab.cluster.kubectl.apply import File, apply
from nodeport_lab.cluster.simulation.cluster import Cluster
from nodeport_lab.content import fields
from nodeport_lab.content.words import LANGUAGES, Language

STATIC = Path(__file__).resolve().parents[2] / "static" / "fields"
Line = tuple[str, str, Mapping[str, Any]]


def told() -> Iterator[Line]:
    for struct, lines in fields.overlay().items():
        for field, line in lines.items():
            yield struct, field, line


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_served_is_what_is_written(language: Language) -> None:
    served = {path.name: path.read_text(encoding="utf-8") for path in (STATIC / language).iterdir()}
    assert served == {name: fields.text(content) for name, content in fields.built(language).items()}, (
        "run script/fields"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_learner_of_services_meets_is_told_in_their_language(language: Language) -> None:
    files = fields.built(language)
    for name, structs in {
        "service.json": ["core.ServiceSpec", "core.ServicePort", "core.ClientIPConfig"],
        "deployment.json": ["apps.DeploymentSpec", "core.ContainerPort", "core.Probe", "core.HTTPGetAction"],
        "ingress.json": ["networking.IngressSpec", "networking.HTTPIngressPath", "networking.IngressBackend"],
        "endpointslice.json": [
            "discovery.Endpoint",
            "discovery.EndpointPort",
            "discovery.EndpointConditions",
        ],
    }.items():
        for struct in structs:
            own = files[name]["structs"][struct]
            rest = {field for field, about in own.items() if "text" not in about}
            assert rest <= {"deprecatedTopology"}, struct


def test_every_text_is_one_of_two_or_three_lines() -> None:
    for struct, field, line in told():
        assert 0 < len(line["ja"]) <= 120, f"{struct}.{field}"
        assert 0 < len(line["en"]) <= 240, f"{struct}.{field}"


def test_values_are_those_of_the_schema() -> None:
    for struct, field, line in told():
        if struct == "*" or not field or "values" not in line:
            continue
        kind = schema.struct(struct).fields[field].type
        allowed = schema.enum((kind.item if kind.base == "list" else kind).go)
        if allowed:
            assert list(line["values"]) == list(allowed), f"{struct}.{field}"


def test_a_default_is_one_of_the_values() -> None:
    for struct, field, line in told():
        default = line.get("default")
        if "values" in line and isinstance(default, str):
            assert default in line["values"], f"{struct}.{field}"


def test_links_lead_to_the_documentation_of_kubernetes() -> None:
    for _, _, line in told():
        for language, address in line.get("docs", {}).items():
            start = "https://kubernetes.io/ja/docs/" if language == "ja" else "https://kubernetes.io/docs/"
            assert address.startswith(start)


def snippets() -> list[dict[str, str]]:
    return list(fields.built("en")["index.json"]["snippets"])


@pytest.mark.parametrize("snippet", snippets(), ids=lambda snippet: snippet["label"])
def test_a_whole_document_can_be_applied(snippet: dict[str, str]) -> None:
    text = fields.filled(snippet["text"])
    assert yaml.safe_load(text)["kind"] == snippet["label"].split()[0]
    printed = apply([File("new.yaml", text)], Cluster().api)
    assert (printed.exit, printed.stderr) == (0, "")


def test_a_field_that_the_schema_lacks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fields.overlay.cache_clear()
    line = {"ja": "ポート", "en": "port"}
    monkeypatch.setattr(fields, "_read", lambda name: {"core.ServicePort": {"prot": line}})
    with pytest.raises(ValueError, match="no field prot"):
        fields.overlay()
    fields.overlay.cache_clear()
