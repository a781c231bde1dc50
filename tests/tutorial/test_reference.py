"""The reference: every message and every ending has an address, and what is pasted is found."""

import re

import pytest
from django.test import Client
from django.utils.translation import override

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.cluster.problem_kinds import KINDS
from nodeport_lab.tutorial import reference


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_opens_without_making_a_visitor(db: None, language: str) -> None:
    client = Client()
    for name in reference.pages():
        page = client.get(f"/{language}/reference/{name}/")
        assert page.status_code == 200
        assert "visitor" not in page.cookies
        assert name == "errors" or "{{" not in page.content.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_message_and_every_ending_is_told(language: str) -> None:
    with override(language):
        for kind in KINDS:
            assert len(reference.problem(kind)["cause"]) > 10, kind
        for code in CODES:
            about = reference.ending(code)
            assert about["seen"]
            assert len(about["cause"]) > 10, code
    assert "192.168.1.101:30080" in reference.ending("no-endpoints")["cause"]


@pytest.mark.parametrize(
    "address", ["errors/nodeport-taken", "errors/yaml-tab", "endings/no-endpoints", "endings/firewall"]
)
def test_a_message_has_an_address_of_its_own(db: None, address: str) -> None:
    for language in ("ja", "en"):
        assert Client().get(f"/{language}/reference/{address}/").status_code == 200


def test_a_pasted_error_finds_its_page(db: None) -> None:
    pasted = 'The Service "web" is invalid: spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated'
    page = Client().get("/en/reference/errors/", {"q": pasted}).content.decode()
    found = page[page.index('class="found"') :]
    assert found.index("/en/reference/errors/nodeport-taken/") < found.index('id="endings"')
    nothing = Client().get("/en/reference/errors/", {"q": "<b>hello</b>"}).content.decode()
    assert "Nothing here is like it" in nothing
    assert "<b>hello" not in nothing


def test_pages_name_each_other_in_both_languages(db: None) -> None:
    page = Client().get("/ja/reference/errors/nodeport-taken/").content.decode()
    assert re.findall(r'hreflang="(\w+)" href="[^"]*(/../reference/errors/nodeport-taken/)"', page) == [
        ("ja", "/ja/reference/errors/nodeport-taken/"),
        ("en", "/en/reference/errors/nodeport-taken/"),
    ]


def test_the_sitemap_lists_what_there_is(db: None) -> None:
    text = Client().get("/sitemap.xml").content.decode()
    places = re.findall(r"<loc>http://testserver([^<]*)</loc>", text)
    assert len(places) == len(set(places))
    assert len(places) > 2 * (len(KINDS) + len(CODES))
    for place in (places[0], places[1], places[-1], "/ja/learn/", "/en/reference/ports/"):
        assert place in places
        assert Client().get(place).status_code == 200
