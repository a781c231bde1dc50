"""Pages of a room that are not for everybody: to others they are not there, and no search engine keeps them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nodeport_lab.classroom import roles
from nodeport_lab.classroom.models import Room


def taught(request: HttpRequest, code: str) -> Room:
    """The room that this browser is a teacher of; 404 to anybody else."""
    role = roles.role(request.COOKIES, code)
    if role is None or not role.teacher:
        raise Http404
    return role.room


def page(request: HttpRequest, template: str, found: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page that is somebody's own."""
    response = render(request, template, found, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
