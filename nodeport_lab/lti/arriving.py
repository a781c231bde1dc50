"""Where a launch leads: a person of the platform becomes a visitor of ours, and sees what the link shows."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from nodeport_lab.lab import visitors
from nodeport_lab.lab.stage import Visitor
from nodeport_lab.lti import contents, grading
from nodeport_lab.lti.contents import Content
from nodeport_lab.lti.launching import CLAIM, Launch
from nodeport_lab.lti.models import Handshake, Link, Person, Score
from nodeport_lab.lti.platforms import SCORE

AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
_TICKET = "nodeport_lab.lti.ticket"
TICKET_LIFE = 10 * 60


class Gone(Exception):
    """What the link shows is not there (any more)."""


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def wanted(claims: dict[str, Any]) -> Content:
    """What the link shows: its custom parameter says so, or the address that it was made with. Raises ``Gone``."""
    name = _mapping(claims.get(f"{CLAIM}custom")).get("content")
    if not isinstance(name, str) or not name:
        target = str(claims.get(f"{CLAIM}target_link_uri", ""))
        name = parse_qs(urlsplit(target).query).get("content", ["learn"])[0]
    found = contents.read(name)
    if found is None:
        raise Gone(name)
    return found


def is_learner(claims: dict[str, Any]) -> bool:
    """Whether this person's scores belong into the gradebook."""
    roles = claims.get(f"{CLAIM}roles")
    return (
        any(str(role).rpartition("#")[2] == "Learner" for role in roles if isinstance(role, str))
        if (isinstance(roles, list))
        else False
    )


def person(launch: Launch) -> Person:
    """The same one at every launch. Two at the same moment make one."""
    known = {"registration": launch.registration, "subject": str(launch.claims["sub"])[:255]}
    found = Person.objects.filter(**known).select_related("visitor").first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Person.objects.create(**known, visitor=Visitor.objects.create())
    except IntegrityError:
        return Person.objects.select_related("visitor").get(**known)


def link(launch: Launch, content: Content) -> Link:
    """The place in the course, as the platform describes it now. What it shows now counts, not what it showed before."""
    claims = launch.claims
    resource = _mapping(claims[f"{CLAIM}resource_link"])
    ags = _mapping(claims.get(AGS))
    scopes = ags.get("scope")
    scopes = [str(one) for one in scopes] if isinstance(scopes, list) else []
    said = {
        "content": content.id,
        "title": str(resource.get("title") or content.title)[:255],
        "lineitems": str(ags.get("lineitems") or ""),
        "scopes": scopes,
    }
    if ags.get("lineitem"):
        said["lineitem"] = str(ags["lineitem"])
    with transaction.atomic():
        found, made = Link.objects.get_or_create(
            deployment=launch.deployment, resource=str(resource["id"])[:255], defaults=said
        )
        if not made and any(getattr(found, name) != value for name, value in said.items()):
            if found.content != content.id:
                found.scores.update(best=None, sent=None, due=None)
            for name, value in said.items():
                setattr(found, name, value)
            found.save(update_fields=list(said))
    return found


def arrive(request: HttpRequest, launch: Launch) -> HttpResponse:
    """To what the link shows. In a browser that keeps no cookies for frames: to a window of its own. Raises ``Gone``."""
    content = wanted(launch.claims)
    who, where = person(launch), link(launch, content)
    if content.graded and is_learner(launch.claims) and SCORE in where.scopes:
        score, _made = Score.objects.get_or_create(link=where, person=who)
        grading.came(score, content, who.visitor)
    if not launch.bound:
        ticket = signing.dumps(
            [launch.handshake.state, who.pk, where.pk, launch.frames], salt=_TICKET, compress=True
        )
        _let_in_once(launch.handshake)
        response = render(request, "lti/window.html", {"address": reverse("lti_pages:enter", args=[ticket])})
        response._csp_replace = {"frame-ancestors": launch.frames}  # type: ignore[attr-defined]
        return response
    return _show(request, who, where, content, launch.frames)


def _let_in_once(handshake: Handshake) -> None:
    """The state, used up by the launch, becomes the ticket's."""
    handshake.state = f"ticket-{handshake.state}"[:100]
    handshake.save(force_insert=True)


def enter(request: HttpRequest, ticket: str) -> HttpResponse | None:
    """Come in by a ticket: once, and after one has said so. None where it is no good (any more)."""
    try:
        state, who_id, where_id, frames = signing.loads(ticket, salt=_TICKET, max_age=TICKET_LIFE)
    except (signing.BadSignature, ValueError):
        return None
    who = Person.objects.filter(pk=who_id).select_related("visitor", "registration").first()
    where = Link.objects.filter(pk=where_id).first()
    content = contents.read(where.content) if where else None
    if who is None or where is None or content is None:
        return None
    if request.method != "POST":
        return render(request, "lti/enter.html", {"platform": who.registration.name, "title": where.title})
    if Handshake.take(f"ticket-{state}"[:100]) is None:
        return None
    return _show(request, who, where, content, frames)


def _show(
    request: HttpRequest, who: Person, where: Link, content: Content, frames: list[str]
) -> HttpResponse:
    visitors.receive(request, who.visitor, frames, str(where.pk))
    return HttpResponseRedirect(contents.address(content, where, who.visitor))
