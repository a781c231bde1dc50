"""The words of a lesson as HTML, in the page's language: facts put in, terms and links led where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from nodeport_lab.content.experiments.facts import finder
from nodeport_lab.content.lessons import prose
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.content.lessons.model import Section
from nodeport_lab.content.words import Language
from nodeport_lab.tutorial import lessons


def language() -> Language:
    """The language of this page."""
    return "ja" if get_language() == "ja" else "en"


class Surroundings:
    """What prose stands in on our pages."""

    def __init__(self, facts: Mapping[str, Any] | None = None) -> None:
        self.language = language()
        self.fact = finder(facts or {}, self.language)

    def term(self, id: str) -> tuple[str, str, str]:
        """Name, explanation, address."""
        term = catalogue().glossary[id]
        address = f"{reverse('tutorial:reference', args=['glossary'])}#{id}"
        return term.name[self.language], term.text[self.language], address

    def link(self, scheme: str, id: str) -> str:
        """Where a link of the prose leads."""
        if scheme == "k8s":
            return catalogue().links[id].address[self.language]
        if scheme == "reference":
            return reverse("tutorial:reference", args=[id])
        if scheme == "compare":
            return _comparison(id)
        lesson = catalogue().find(scheme, id)
        if lesson is None:
            raise KeyError(f"{scheme}:{id}")
        return lessons.address(lesson)

    def image(self, name: str) -> str:
        """Pictures of lessons are static files."""
        return static(f"tutorial/{name}")


def _comparison(id: str) -> str:
    """The comparison with these things chosen: ``node+firewall``, ``more``, ``inside``; or as it opens."""
    chosen = [choice for choice in id.split("+") if choice]
    query = {choice: "1" for choice in chosen if choice in ("inside", "more")}
    breaks = [choice for choice in chosen if choice not in query]
    if breaks:
        query["breaks"] = ",".join(breaks)
    address = reverse("compare:page")
    return f"{address}?{urlencode(query, safe=',')}" if query else address


def html(section: Section | str, facts: Mapping[str, Any] | None = None) -> SafeString:
    """A section as HTML."""
    markdown = section if isinstance(section, str) else section.markdown
    return mark_safe(prose.html(markdown, Surroundings(facts)))  # noqa: S308 (raw HTML is off)


def line(markdown: str, facts: Mapping[str, Any] | None = None) -> SafeString:
    """One line as HTML, without a paragraph round it."""
    return mark_safe(prose.inline_html(markdown, Surroundings(facts)))  # noqa: S308
