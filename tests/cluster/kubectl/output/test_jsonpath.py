"""JSONPath templates."""

from __future__ import annotations

import pytest

from nodeport_lab.cluster.kubectl.output.jsonpath import JsonPathError, parse, relaxed

_DATA = {
    "kind": "Service",
    "metadata": {"name": "web", "labels": {"a.b/c": "x", "app": "web"}},
    "spec": {"ports": [{"name": "http", "port": 80}, {"name": "dns", "port": 53}], "n": 1.5, "on": True},
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{.spec.ports[0].port}", "80"),
        ("{.spec.ports[*].port}", "80 53"),
        ("{.spec.ports[-1].name}", "dns"),
        ("{.spec.ports[0:1].name}", "http"),
        ("{.spec.ports[::2].name}", "http"),
        ("{.spec.ports[1,0].port}", "53 80"),
        ("{.spec.ports[*]['name','port']}", "http dns 80 53"),
        ('{.spec.ports[?(@.name=="dns")].port}', "53"),
        ("{.spec.ports[?(@.port>60)].name}", "http"),
        ("{.spec.ports[?(@.name)].name}", "http dns"),
        ('{range .spec.ports[*]}{.name}{"\\t"}{.port}{"\\n"}{end}', "http\t80\ndns\t53\n"),
        ("{.metadata.labels.a\\.b/c}", "x"),
        ("{.metadata.labels['a\\.b/c']}", "x"),
        ("{.metadata.labels}", '{"a.b/c":"x","app":"web"}'),
        ("{..port}", "80 53"),
        ("{.spec.nope}", ""),
        ("{.kind}/{.metadata.name}", "Service/web"),
        ("{$.kind}{@.kind}", "ServiceService"),
        (".kind", ".kind"),
        ("{.spec.n} {.spec.on}", "1.5 true"),
        ("{range .spec.ports[*]}x", "xx"),
    ],
)
def test_renders(template, text):
    assert parse(template).render(_DATA) == text


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{.spec", "unclosed action"),
        ("{.spec.ports[}", "unterminated array"),
        ("{.spec.ports[abc]}", "invalid array index abc"),
    ],
)
def test_parse_errors(template, message):
    with pytest.raises(JsonPathError, match=message):
        parse(template)


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{.spec.ports[9]}", "array index out of bounds: index 9, length 2"),
        ("{foo}", "unrecognized identifier foo"),
        ("{end}", "not in range, nothing to end"),
    ],
)
def test_errors_while_running(template, message):
    with pytest.raises(JsonPathError, match=message):
        parse(template).render(_DATA)


def test_a_missing_key_is_an_error_where_asked_for():
    with pytest.raises(JsonPathError, match="nope is not found"):
        parse("{.nope}").render(_DATA, lenient=False)


@pytest.mark.parametrize("text", ["metadata.name", ".metadata.name", "{metadata.name}", "{.metadata.name}"])
def test_relaxed(text):
    assert relaxed(text) == "{.metadata.name}"
