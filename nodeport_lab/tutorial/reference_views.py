"""The reference's pages. They need no visitor and leave no trace: anybody, and any search engine, may read them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.views.decorators.http import require_safe

from nodeport_lab.cluster.network.endings import CODES
from nodeport_lab.content import messages
from nodeport_lab.content.explanations import table
from nodeport_lab.content.lessons.catalogue import catalogue
from nodeport_lab.tutorial import lessons, reference

_MAX_PASTED = 4000


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages."""
    titles = reference.pages()
    if name not in titles:
        raise Http404
    context: dict[str, Any] = {"name": name, "title": titles[name], "references": list(titles.items())}
    if name == "glossary":
        context["terms"] = reference.glossary()
    if name == "errors":
        context |= _errors(request)
    written = catalogue().find("page", name)
    if written is not None:
        context |= reference.written(written)
    return render(request, f"tutorial/reference/{name if written is None else 'page'}.html", context)


def _errors(request: HttpRequest) -> dict[str, object]:
    pasted = request.GET.get("q", "").strip()[:_MAX_PASTED]
    found = messages.find(pasted) if pasted else []
    shown = [
        {
            "sort": one.sort,
            **(reference.problem(one.id) if one.sort == "problem" else reference.ending(one.id)),
        }
        for one in found
    ]
    return {"pasted": pasted, "found": shown, **reference.every()}


@require_safe
def problem(request: HttpRequest, kind: str) -> HttpResponse:
    """A message of Kubernetes at an address of its own."""
    if kind not in table():
        raise Http404
    return _detail(request, "problem", reference.problem(kind))


@require_safe
def ending(request: HttpRequest, code: str) -> HttpResponse:
    """A way in which a request ends, at an address of its own."""
    if code not in CODES:
        raise Http404
    return _detail(request, "ending", reference.ending(code))


def _detail(request: HttpRequest, sort: str, about: dict[str, object]) -> HttpResponse:
    context = {"sort": sort, "about": about, "title": reference.pages()["errors"]}
    return render(request, "tutorial/reference/error.html", context)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that is worth finding, in every language."""
    paths = [
        reverse("lab:page"),
        reverse("tutorial:map"),
        *(reverse("tutorial:reference", args=[name]) for name in reference.pages()),
        *(lessons.address(lesson, lesson.steps[0].id) for lesson in catalogue().all),
        *(reverse("tutorial:problem", args=[kind]) for kind in table()),
        *(reverse("tutorial:ending", args=[code]) for code in CODES),
    ]
    entries = []
    for path in paths:
        here = request.build_absolute_uri(path)
        same = [(code, escape(translate_url(here, code))) for code, _ in settings.LANGUAGES]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>' for code, address in same
        )
        entries += [f"<url><loc>{address}</loc>{links}</url>" for _, address in same]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n' + "\n".join(entries) + "\n</urlset>\n"
    )
    return HttpResponse(text, content_type="application/xml")
